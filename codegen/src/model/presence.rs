//! Presence of a property, the evidence for it, and its rendering as a sentence.

/// Required or optional.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// A payload without it is refused.
    Required,
    /// It may be absent.
    Optional,
}

/// A schema's word on the presence of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclaredPresence {
    /// It may be absent.
    Optional,
    /// The row's schema requires it, which proves nothing.
    Hint,
    /// The row's schema requires it, and the vendor's schemas are trusted.
    RequiredBySchema,
    /// An overlay requires it.
    RequiredByOverlay,
}

/// Evidence for the presence of a property.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The schema's word; `None` if only samples have the property.
    pub declared: Option<DeclaredPresence>,
    /// True if a union selects the type by this property, so that its values always have it.
    pub is_tag: bool,
    /// Number of sample objects at this place that have it, in samples of any kind.
    pub samples_with: usize,
    /// Number of sample objects at this place, in samples of any kind.
    pub samples: usize,
    /// Number of objects at this place that have it in captured and documented samples. Composed ones prove nothing.
    pub proofs: usize,
}

impl Evidence {
    /// True if a sample object lacks it.
    pub(crate) fn is_lacking(&self) -> bool {
        self.samples_with < self.samples
    }

    /// True if the schema requires it and nothing proves that it is right.
    pub(crate) fn is_hint(&self) -> bool {
        self.declared == Some(DeclaredPresence::Hint) && !self.is_proven()
    }

    /// True if every payload has it: an overlay or a trusted schema says so, or a captured or documented sample has it,
    /// and no sample lacks it.
    pub(crate) fn is_proven(&self) -> bool {
        let is_said = match self.declared {
            Some(DeclaredPresence::RequiredBySchema | DeclaredPresence::RequiredByOverlay) => true,
            Some(DeclaredPresence::Optional) => false,
            Some(DeclaredPresence::Hint) | None => self.is_tag || self.proofs > 0,
        };
        is_said && !self.is_lacking()
    }

    /// One sentence on why a property is required or optional.
    pub(crate) fn sentence(&self, presence: Presence) -> String {
        let in_samples = format!("in {} of {} samples", self.samples_with, self.samples);
        let with_samples = |text: &str| match self.samples {
            0 => format!("{text}."),
            _ => format!("{text}; {in_samples}."),
        };
        let by = match self.declared {
            Some(DeclaredPresence::Optional) => return with_samples("Optional in the schema"),
            Some(DeclaredPresence::RequiredByOverlay) => "Required by an overlay",
            Some(DeclaredPresence::Hint | DeclaredPresence::RequiredBySchema) => {
                "Required by the schema"
            }
            None if presence == Presence::Required || self.is_lacking() => "Known from samples",
            None => return with_samples("Known from samples, none captured or documented"),
        };
        match (self.declared, presence) {
            (Some(_), _) if self.is_lacking() => format!("{by}, but {in_samples}."),
            (Some(_), Presence::Optional) if self.is_hint() => {
                format!("{by}, which no sample proves.")
            }
            (Some(_), Presence::Optional) => {
                format!("{by}, but no payload of finite size could have it everywhere.")
            }
            (Some(DeclaredPresence::Hint), Presence::Required) if self.proofs > 0 => {
                format!("Always present: {in_samples}.")
            }
            (Some(DeclaredPresence::Hint), Presence::Required) => {
                "Always present: it selects the alternative.".to_owned()
            }
            (_, Presence::Required) | (None, Presence::Optional) => with_samples(by),
        }
    }
}
