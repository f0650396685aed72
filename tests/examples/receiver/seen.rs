//! Which deliveries came before.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

/// The ids of the last deliveries, up to a limit: the oldest leaves first.
///
/// A restart forgets them, and two receivers do not know each other's. Where that matters, keep them in the database that the
/// work writes to.
#[derive(Debug)]
pub(crate) struct Seen {
    limit: usize,
    ids: HashSet<Arc<str>>,
    by_age: VecDeque<Arc<str>>,
}

impl Seen {
    /// Nothing was seen yet.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            ids: HashSet::new(),
            by_age: VecDeque::new(),
        }
    }

    /// Whether a delivery of this id came before.
    pub(crate) fn contains(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Remembers an id, and forgets the oldest where there are too many.
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
