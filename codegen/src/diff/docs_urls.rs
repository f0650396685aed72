//! The vendors' own documentation of the subjects of findings.

use std::collections::BTreeMap;

use webhook_catalog::{EventName, VendorId};

use super::report::{Scope, Subject};
use crate::model::Model;

/// The addresses of the documentation of vendors and events.
pub(super) struct DocsUrls<'a> {
    vendors: BTreeMap<&'a VendorId, &'a str>,
    events: BTreeMap<(&'a VendorId, &'a EventName), &'a str>,
}

impl<'a> DocsUrls<'a> {
    /// The addresses in models; the first model that has one counts.
    pub(super) fn of(models: [&'a Model; 2]) -> Self {
        let mut urls = Self {
            vendors: BTreeMap::new(),
            events: BTreeMap::new(),
        };
        for vendor in models.iter().flat_map(|model| &model.vendors) {
            if let Some(url) = &vendor.docs_url {
                urls.vendors.entry(&vendor.id).or_insert(url);
            }
            for event in &vendor.events {
                if let Some(url) = &event.facts.docs_url {
                    urls.events.entry((&vendor.id, &event.name)).or_insert(url);
                }
            }
        }
        urls
    }

    /// The address for an event, or else for its vendor.
    pub(super) fn get(&self, subject: &Subject) -> Option<&'a str> {
        let event = match &subject.scope {
            Scope::Event(name) => self.events.get(&(&subject.vendor, name)),
            Scope::Vendor | Scope::Envelope | Scope::Shared => None,
        };
        event.or_else(|| self.vendors.get(&subject.vendor)).copied()
    }
}
