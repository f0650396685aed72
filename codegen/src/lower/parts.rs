//! The parts of a vendor that have a document each: the events, and the envelope around them.
//!
//! Every part with definitions is lowered twice: first by itself, which shows the definitions that it has items of, and then
//! with the items of those that it shares.

use webhook_catalog::Naming;

use super::build::DefinitionItems;
use super::declared_names::NamedSchema;
use super::envelope::{EnvelopeSchema, envelope_schema};
use super::event::{EventSchema, EventTypes, lower_event};
use super::offered::{Offered, placeholders};
use super::shared::{Part, lower_shared};
use super::types::Types;
use crate::model::{DeclaredName, Docs, Presence, TypeId};
use crate::parallel;
use crate::schema::{Document, Report};

/// An event without errors.
pub(super) struct LoweredEvent<'a> {
    pub(super) schema: &'a EventSchema<'a>,
    pub(super) root: TypeId,
    pub(super) presence: Option<Presence>,
    pub(super) declared_names: Vec<DeclaredName>,
}

/// The events without errors, and the envelope.
pub(super) struct LoweredParts<'a> {
    pub(super) events: Vec<LoweredEvent<'a>>,
    /// The envelope; `None` if the vendor has none, or no event.
    pub(super) envelope: Option<TypeId>,
    /// Docs of the member that holds the event.
    pub(super) member_docs: Vec<Docs>,
    pub(super) names: Vec<NamedSchema<'a>>,
}

/// Lowers the events, sorted by name, and the envelope if `member` holds the event in it.
pub(super) fn lower_parts<'a>(
    schemas: &'a [EventSchema<'a>],
    member: Option<&str>,
    naming: Option<&Naming>,
    types: &mut Types,
    report: &mut Report,
) -> LoweredParts<'a> {
    let mut events = parallel::map(schemas, |schema| EventPart::alone(schema, member, naming));
    complete_definitions(&mut events);
    let mut envelope_report = Report::default();
    let envelope = member
        .filter(|_| events.iter().any(EventPart::is_sound))
        .map(|member| {
            let sound = events.iter().filter(|event| event.is_sound());
            let enveloped = sound.filter(|event| !event.schema.is_unenveloped);
            let schemas = enveloped.map(|event| event.schema).collect();
            envelope_schema(schemas, member, &mut envelope_report)
        });
    let envelope_document = envelope
        .as_ref()
        .map(|envelope| envelope.document(&mut envelope_report));
    let envelope = envelope.as_ref().zip(envelope_document.as_ref());
    let parts = events.iter().filter_map(EventPart::part);
    let parts: Vec<Part<'_>> = parts.chain(envelope.map(envelope_part)).collect();
    let mut shared = lower_shared(&parts, types, report);
    let envelope_shared = envelope.and_then(|_| shared.pop()).unwrap_or_default();
    let mut shared = shared.into_iter();
    let events = events.into_iter().map(|event| {
        let shared = event.is_sound().then(|| shared.next()).flatten();
        (event, shared.unwrap_or_default())
    });
    let events = parallel::map(events.collect::<Vec<_>>(), |(event, shared)| {
        if event.has_definitions() {
            event.sharing(shared, Types::after(types), member, naming)
        } else {
            event
        }
    });
    let mut lowered = joined(events, member, types, report);
    lowered.envelope = envelope.map(|(schema, document)| {
        let (root, _) = schema.lower(document, envelope_shared, types, &mut envelope_report);
        root
    });
    report.absorb(envelope_report);
    lowered
}

/// Adds to each event's definitions those that the offered ones lead to.
fn complete_definitions(events: &mut [EventPart<'_>]) {
    let sound = events.iter().filter(|event| event.is_sound());
    let documents = sound.filter_map(|event| Some((event.document.as_ref()?, event.schema.origin)));
    let offered = Offered::to(documents);
    let complete = parallel::map(&*events, |event| {
        let (document, types) = (event.document.as_ref()?, event.types.as_ref()?);
        Some(offered.complete(document, &types.definitions))
    });
    for (event, complete) in events.iter_mut().zip(complete) {
        if let Some((types, complete)) = event.types.as_mut().zip(complete) {
            types.definitions = complete;
        }
    }
}

/// An event with its document.
struct EventPart<'a> {
    schema: &'a EventSchema<'a>,
    /// `None` if the schema has an error.
    document: Option<Document<'a>>,
    /// Diagnostics of parsing.
    parsing: Report,
    /// `None` if the schema has an error.
    types: Option<EventTypes>,
    /// Diagnostics of lowering.
    lowering: Report,
}

impl<'a> EventPart<'a> {
    /// Parses and lowers an event by itself, without the definitions that the vendor's overlay offers.
    fn alone(schema: &'a EventSchema<'a>, member: Option<&str>, naming: Option<&Naming>) -> Self {
        let (document, parsing) = schema.document();
        let part = Self {
            schema,
            document,
            parsing,
            types: None,
            lowering: Report::default(),
        };
        let offered = part.document.as_ref().map(placeholders);
        let offered = offered.unwrap_or_default();
        let mut part = part.sharing(offered, Types::default(), member, naming);
        if part.has_definitions()
            && let Some(event) = &mut part.types
        {
            // It will be lowered again, and until then its types are of no use.
            event.types = Types::default();
        }
        part
    }

    /// Lowers it with the items of the definitions that it shares.
    fn sharing(
        self,
        shared: DefinitionItems,
        types: Types,
        member: Option<&str>,
        naming: Option<&Naming>,
    ) -> Self {
        let Some(document) = &self.document else {
            return self;
        };
        let member = member.filter(|_| !self.schema.is_unenveloped);
        let (types, lowering) = lower_event(self.schema, document, member, naming, shared, types);
        Self {
            types,
            lowering,
            ..self
        }
    }

    /// True if it may share definitions.
    fn has_definitions(&self) -> bool {
        let mut types = self.types.iter();
        types.any(|types| !types.definitions.is_empty())
    }

    fn is_sound(&self) -> bool {
        self.types.is_some()
    }

    /// `None` if the schema has an error.
    fn part(&self) -> Option<Part<'_>> {
        Some(Part {
            document: self.document.as_ref()?,
            place: &self.schema.place,
            origin: self.schema.origin,
            event: Some(self.schema.name),
            definitions: self.types.as_ref()?.definitions.clone(),
        })
    }
}

/// The envelope, lowered by itself.
fn envelope_part<'e>((schema, document): (&'e EnvelopeSchema<'e>, &'e Document<'e>)) -> Part<'e> {
    let none = DefinitionItems::new();
    let (mut types, mut report) = Default::default();
    let (_, definitions) = schema.lower(document, none, &mut types, &mut report);
    Part {
        document,
        place: &schema.place,
        origin: schema.origin,
        event: None,
        definitions,
    }
}

/// Joins the types and the diagnostics of the events.
fn joined<'a>(
    events: Vec<EventPart<'a>>,
    member: Option<&str>,
    types: &mut Types,
    report: &mut Report,
) -> LoweredParts<'a> {
    let mut lowered = LoweredParts {
        events: Vec::new(),
        envelope: None,
        member_docs: Vec::new(),
        names: Vec::new(),
    };
    for event in events {
        let schema = event.schema;
        report.absorb(event.parsing);
        report.absorb(event.lowering);
        let Some(event) = event.types else { continue };
        let root = types.append(event.types, event.root);
        // A body without an envelope names its event elsewhere.
        let declared_names = match schema.is_unenveloped {
            true => Vec::new(),
            false => event.declared_names,
        };
        if !schema.is_unenveloped {
            lowered.names.push(NamedSchema {
                event: schema.name,
                place: schema.place.clone(),
                declared: declared_names.clone(),
                declares_event: member.is_none() || event.member_docs.is_some(),
            });
        }
        lowered.member_docs.extend(event.member_docs);
        lowered.events.push(LoweredEvent {
            schema,
            root,
            presence: event.presence,
            declared_names,
        });
    }
    lowered
}
