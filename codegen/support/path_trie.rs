//! Where to turn on the way to places in a body.

use std::sync::OnceLock;

/// A path from the body to a value in it.
pub(crate) type BodyPath = &'static [&'static str];

/// The ways to all places that are looked at, put together when they are first needed.
pub(crate) struct PathTrie(OnceLock<TrieNode>);

impl PathTrie {
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// The ways to these places, each with its number.
    pub(crate) fn to(&self, places: impl Iterator<Item = (usize, BodyPath)>) -> &TrieNode {
        self.0.get_or_init(|| {
            let mut body = TrieNode::default();
            for (index, place) in places {
                body.add(1 << index, place);
            }
            body
        })
    }
}

/// A value on the way to places, which are bits in a set.
#[derive(Default)]
pub(crate) struct TrieNode {
    /// The member or item that it is.
    step: &'static str,
    /// The places that it is itself.
    pub(crate) ends: u16,
    /// The places that it is or leads to.
    pub(crate) leads_to: u16,
    children: Vec<TrieNode>,
}

impl TrieNode {
    fn add(&mut self, index: u16, place: BodyPath) {
        self.leads_to |= index;
        let Some((&step, rest)) = place.split_first() else {
            self.ends |= index;
            return;
        };
        let mut children = self.children.iter();
        let at = children.position(|node| node.step == step);
        let at = at.unwrap_or_else(|| {
            self.children.push(Self {
                step,
                ..Self::default()
            });
            self.children.len() - 1
        });
        self.children[at].add(index, rest);
    }

    /// Whether there is more to look at inside.
    #[inline]
    pub(crate) fn has_children(&self) -> bool {
        !self.children.is_empty()
    }

    /// The member of this name, if it is on the way.
    #[inline]
    pub(crate) fn member(&self, name: &[u8]) -> Option<&Self> {
        let mut children = self.children.iter();
        children.find(|node| node.step.as_bytes() == name)
    }

    /// The item at this place, if it is on the way.
    pub(crate) fn item(&self, index: usize) -> Option<&Self> {
        let mut children = self.children.iter();
        children.find(|node| node.step.parse() == Ok(index))
    }
}
