//! Presence of a property, the evidence for it, and its rendering as a sentence.

/// Required or optional.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// A payload without it is refused.
    Required,
    /// It may be absent.
    Optional,
}

/// Evidence for the presence of a property.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Presence according to the schema; `None` if only samples have the property.
    pub schema: Option<Presence>,
    /// Number of sample objects at this place that have it.
    pub samples_with: usize,
    /// Number of sample objects at this place.
    pub samples: usize,
}

impl Evidence {
    /// One sentence on why a property is required or optional.
    pub(crate) fn sentence(&self, presence: Presence) -> String {
        let Self {
            schema,
            samples_with,
            samples,
        } = self;
        let by_samples = format!("in {samples_with} of {samples} samples");
        match (schema, presence, samples) {
            (Some(Presence::Required), Presence::Required, 0) => {
                "Required by the schema.".to_owned()
            }
            (Some(Presence::Required), Presence::Optional, 0) => {
                "Required by the schema, but no payload of finite size could have it everywhere."
                    .to_owned()
            }
            (Some(Presence::Optional), _, 0) => "Optional in the schema.".to_owned(),
            (Some(Presence::Required), Presence::Required, _) => {
                format!("Required by the schema; {by_samples}.")
            }
            (Some(Presence::Required), Presence::Optional, _) => {
                format!("Required by the schema, but {by_samples}.")
            }
            (Some(Presence::Optional), _, _) => format!("Optional in the schema; {by_samples}."),
            (None, _, _) => format!("Known from samples; {by_samples}."),
        }
    }
}
