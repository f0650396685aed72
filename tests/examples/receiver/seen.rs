//! Detection of duplicate deliveries.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

/// Ids of the latest deliveries, up to a limit.
///
/// They are lost on a restart and not shared between processes. Where that matters, store them in the database that the processing
/// writes to.
#[derive(Debug)]
pub(crate) struct Seen {
    limit: usize,
    ids: HashSet<Arc<str>>,
    by_age: VecDeque<Arc<str>>,
}

impl Seen {
    /// An empty set.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            ids: HashSet::new(),
            by_age: VecDeque::new(),
        }
    }

    /// Returns true if a delivery with this id was inserted.
    pub(crate) fn contains(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Inserts an id, and removes the oldest above the limit.
    pub(crate) fn insert(&mut self, id: &str) {
        let id: Arc<str> = id.into();
        if self.ids.insert(Arc::clone(&id)) {
            self.by_age.push_back(id);
        }
        while self.by_age.len() > self.limit {
            if let Some(oldest) = self.by_age.pop_front() {
                self.ids.remove(&oldest);
            }
        }
    }
}
