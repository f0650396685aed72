//! Bodies that are kept although they are not known: those of other events, and those with another tag.

use serde_json::Value;
use webhook_catalog::{Naming, pointer};

use super::changes::{Change, Edit};
use super::json_edit::{self, Span};
use super::payload::Payload;
use super::typed_value::{print_delivery, quoted};
use super::{TextFile, UNREADABLE};
use crate::event_routing;
use crate::model::{Event, TypeKind, Vendor};

/// A name that no vendor gives an event, or a tag.
const NO_NAME: &str = "no such name";

/// The payload with the name of another event, in the body if that names its event.
pub(super) fn unknown_event(payload: &Payload<'_>, vendor: &Vendor) -> TextFile {
    let (change, name) = match renamed(payload, vendor) {
        Some((change, name)) => (change + "\n", name),
        None => (String::new(), NO_NAME.to_owned()),
    };
    TextFile {
        test: "unknown".to_owned(),
        comment: "The payload under the name of no event.",
        names_event: !change.is_empty(),
        payload: payload.test.unraw().to_owned(),
        text: format!("{change}Unknown({})\n", quoted(&name)),
    }
}

/// The change that gives the payload another event's name, and that name, if the body has one.
fn renamed(payload: &Payload<'_>, vendor: &Vendor) -> Option<(String, String)> {
    let Some(naming @ Naming::Body(by_body)) =
        vendor.naming.as_ref().filter(|_| payload.names_event)
    else {
        return None;
    };
    let pointers = match &by_body.unenveloped {
        Some(unenveloped) if payload.is_unenveloped => &unenveloped.pointers,
        _ => &by_body.pointers,
    };
    by_body.places.iter().find_map(|place| {
        let pointer = &pointers[*place.first()?];
        let mut value = payload.value.clone().into_owned();
        *value.pointer_mut(pointer)? = Value::from(NO_NAME);
        let name = event_routing::named(naming, &value)?.event_name;
        let mut events = vendor.events.iter();
        if events.any(|event| event.name.as_str() == name) {
            return None;
        }
        let no_name = Value::from(NO_NAME).to_string();
        let change = Change {
            path: pointer::steps(pointer),
            edit: Edit::Replace(&no_name),
        };
        Some((change.to_string(), name))
    })
}

/// The payload with a tag that the event's union does not know.
pub(super) fn unknown_form(
    payload: &Payload<'_>,
    vendor: &Vendor,
    event: &Event,
) -> Option<TextFile> {
    let (id, _) = vendor.behind_names(event.root);
    let TypeKind::Union(union) = &vendor.types[id.0].kind else {
        return None;
    };
    let tag = union.tag.as_ref()?;
    let body = Span::of(&payload.text)?;
    let mut path = Vec::new();
    let mut value = &body;
    if let Some(envelope) = &vendor.envelope
        && !payload.is_unenveloped
    {
        path.push(envelope.event_member.clone());
        value = &body.child(&envelope.event_member)?.value;
    }
    path.push(tag.member.clone());
    let no_name = Value::from(NO_NAME).to_string();
    let edit = match value.child(&tag.member) {
        Some(_) => Edit::Replace(&no_name),
        None => Edit::Insert(&no_name),
    };
    let change = Change { path, edit }.to_string();
    let changed = json_edit::edit(&payload.text, &body, &change)?;
    let delivery = print_delivery(vendor, event, &changed, payload.is_unenveloped);
    Some(TextFile {
        test: "unknown_form".to_owned(),
        comment: "A tag that is not known leaves the event as JSON.",
        names_event: payload.names_event,
        payload: payload.test.unraw().to_owned(),
        text: format!("{change}\n{}", delivery.as_deref().unwrap_or(UNREADABLE)),
    })
}
