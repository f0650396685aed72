//! Facts about a vendor, its envelope, and the order in which its parts are compared.

use webhook_catalog::{DeliveryId, pointer};

use super::Comparison;
use crate::diff::change::{DeliveryChange, VendorChange, VendorFact};
use crate::diff::report::{ItemKind, Scope, Subject};
use crate::model::{Envelope, Vendor};

impl Comparison<'_> {
    pub(super) fn vendor(&mut self) {
        let [baseline, current] = self.vendors;
        let Vendor {
            // Vendors are matched by it.
            id: _,
            display_name,
            category,
            docs_url,
            envelope,
            body,
            naming,
            delivery_id,
            // Prose for the docs.
            handshake_request: _,
            other_requests,
            // A noun of the docs.
            deliveries: _,
            // Compared with the events.
            features: _,
            // Compared as methods of `Event`.
            accessors: _,
            message_templates,
            signature,
            // Events and types have files of their own.
            events: _,
            types: _,
            // The members show it that have one.
            ids: _,
            module,
            // Views are compared with the events; the rest is not public.
            api: _,
            // A matter of the licence notice.
            is_published: _,
            // Topics and examples are no part of the API.
            docs: _,
        } = current;
        if baseline.module != *module {
            self.push_renamed(&self.vendor_subject());
        }
        let facts = self.module_subject("FACTS", ItemKind::Value("VendorFacts".to_owned()));
        let texts = [&baseline.display_name, display_name].map(|name| Some(name.clone()));
        self.push_if_changed(&facts, texts, VendorChange::Fact(VendorFact::DisplayName));
        let texts = [baseline.category.clone(), category.clone()];
        self.push_if_changed(&facts, texts, VendorChange::Fact(VendorFact::Category));
        let texts = [baseline.docs_url.clone(), docs_url.clone()];
        self.push_if_changed(&facts, texts, VendorChange::Fact(VendorFact::DocsUrl));
        let texts = [&baseline.delivery_id, delivery_id].map(|id| {
            id.as_ref().map(|id| match id {
                DeliveryId::Header(name) => format!("header {name}"),
                DeliveryId::Body(pointer) => pointer.clone(),
            })
        });
        self.push_if_changed(&facts, texts, VendorChange::Fact(VendorFact::DeliveryId));
        self.envelope([baseline.envelope.as_ref(), envelope.as_ref()]);
        let delivery = self.module_subject("Delivery", ItemKind::Struct);
        let formats = [baseline.body, *body].map(|format| Some(format.as_str().to_owned()));
        self.push_if_changed(&delivery, formats, DeliveryChange::BodyFormat);
        self.naming([baseline.naming.as_ref(), naming.as_ref()]);
        self.message_templates([
            baseline.message_templates.as_ref(),
            message_templates.as_ref(),
        ]);
        self.other_requests([&baseline.other_requests, other_requests]);
        self.signature([&baseline.signature, signature]);
        self.events();
        self.types();
    }

    fn envelope(&mut self, envelopes: [Option<&Envelope>; 2]) {
        let delivery = self.module_subject("Delivery", ItemKind::Struct);
        let subject = Subject {
            scope: Scope::Envelope,
            ..self.module_subject("Envelope", ItemKind::Struct)
        };
        let pointers = envelopes.map(|envelope| Some(pointer::join("", &envelope?.event_member)));
        match envelopes {
            [None, None] => {}
            [Some(_), None] => {
                let subject = subject.with_items([subject.baseline_item.clone(), None]);
                self.push(&subject, pointers, DeliveryChange::EnvelopeRemoved);
            }
            [None, Some(_)] => {
                let subject = subject.with_items([None, subject.current_item.clone()]);
                self.push(&subject, pointers, DeliveryChange::EnvelopeAdded);
            }
            [Some(baseline), Some(current)] => {
                let Envelope {
                    event_member: _,
                    // Compared with the other types.
                    fields: _,
                    event_docs,
                } = current;
                self.push_if_changed(&delivery, pointers, DeliveryChange::EventMember);
                let event = Subject {
                    scope: Scope::Envelope,
                    pointer: self.event_pointer(),
                    ..self.module_subject("Delivery::event", ItemKind::Value("Event".to_owned()))
                };
                self.docs(&event, [&baseline.event_docs, event_docs]);
            }
        }
    }
}
