//! The grade of an event: the evidence for its type.

use std::collections::BTreeMap;

use super::Vendor;

/// The evidence for an event's type, the weakest first. Derived from provenance by `assign_grades`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// The row as it came, or the row of an event that the vendor does not have.
    #[default]
    Catalogue,
    /// The type was written after the vendor's documentation or types.
    Documented,
    /// A captured or documented delivery fits the type, which describes most of it.
    Proven,
}

impl Grade {
    /// The grade as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Documented => "documented",
            Self::Proven => "proven",
        }
    }
}

impl std::fmt::Display for Grade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Vendor {
    /// The number of events of each grade that any event has.
    pub fn grades(&self) -> BTreeMap<Grade, usize> {
        let mut grades = BTreeMap::new();
        for event in &self.events {
            *grades.entry(event.grade).or_default() += 1;
        }
        grades
    }

    /// The grade that most events have; of two grades that as many events have, the weaker.
    pub fn grade(&self) -> Grade {
        let grades = self.grades();
        let most = grades.iter().rev().max_by_key(|(_, count)| **count);
        most.map_or(Grade::default(), |(grade, _)| *grade)
    }
}
