//! What is said of a vendor as a whole, and the order in which its parts are compared.

use super::Comparison;
use super::place::Place;
use crate::diff::change::{DeliveryChange, VendorChange, VendorFact};
use crate::diff::report::{ItemKind, ItemRef, Scope};
use crate::model::{Envelope, Vendor};
use webhook_catalog::pointer;

impl Comparison<'_> {
    pub(super) fn vendor(&mut self) {
        let Vendor {
            // Matched by it.
            id: _,
            display_name,
            category,
            docs_url,
            envelope,
            naming,
            message_template,
            signature,
            // Events and types have files of their own.
            events: _,
            types: _,
            module,
            // Views are compared with the events; the rest is not public.
            api: _,
        } = self.current;
        let baseline = self.baseline;
        let place = self.vendor_place();
        if baseline.module != *module {
            self.name(&place);
        }
        let facts = self.module_item("FACTS", ItemKind::Value("VendorFacts".to_owned()));
        let fact = VendorChange::Fact;
        self.text(
            &facts,
            Some(baseline.display_name.clone()),
            Some(display_name.clone()),
            fact(VendorFact::DisplayName),
        );
        self.text(
            &facts,
            baseline.category.map(|category| category.to_string()),
            category.map(|category| category.to_string()),
            fact(VendorFact::Category),
        );
        self.text(
            &facts,
            baseline.docs_url.clone(),
            docs_url.clone(),
            fact(VendorFact::DocsUrl),
        );
        self.envelope(baseline.envelope.as_ref(), envelope.as_ref());
        self.naming(baseline.naming.as_ref(), naming.as_ref());
        self.message_template(
            baseline.message_template.as_ref(),
            message_template.as_ref(),
        );
        self.signature(&baseline.signature, signature);
        self.events();
        self.types();
    }

    fn envelope(&mut self, baseline: Option<&Envelope>, current: Option<&Envelope>) {
        let delivery = self.module_item("Delivery", ItemKind::Struct);
        let envelope = |vendor: &Vendor| {
            Some(ItemRef {
                path: format!("{}::{}::Envelope", self.crate_ident, vendor.module),
                kind: ItemKind::Struct,
            })
        };
        let place = Place {
            scope: Scope::Envelope,
            ..self.vendor_place()
        };
        let pointer = |envelope: &Envelope| pointer::join("", &envelope.event_member);
        match (baseline, current) {
            (None, None) => {}
            (Some(gone), None) => {
                let place = place.of(envelope(self.baseline), None);
                let before = Some(pointer(gone));
                self.push(&place, before, None, DeliveryChange::EnvelopeRemoved);
            }
            (None, Some(new)) => {
                let place = place.of(None, envelope(self.current));
                let after = Some(pointer(new));
                self.push(&place, None, after, DeliveryChange::EnvelopeAdded);
            }
            (Some(one), Some(other)) => {
                let Envelope {
                    event_member: _,
                    // Compared with the other types.
                    fields: _,
                    event_docs,
                } = other;
                let (before, after) = (Some(pointer(one)), Some(pointer(other)));
                self.text(&delivery, before, after, DeliveryChange::EventMember);
                let event = Place {
                    scope: Scope::Envelope,
                    pointer: self.event_pointer(),
                    ..self.module_item("Delivery::event", ItemKind::Value("Event".to_owned()))
                };
                self.docs(&event, &one.event_docs, event_docs);
            }
        }
    }
}
