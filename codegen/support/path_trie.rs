//! Paths into a body, and a trie of them.

use std::sync::OnceLock;

use serde_json::Value;

/// Path from the body to a value in it; a step is the name of a member or the index of an item.
pub(crate) type BodyPath = &'static [&'static str];

/// The member or the item of `value` that `step` selects.
pub(super) fn child<'v>(value: &'v Value, step: &str) -> Option<&'v Value> {
    match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        value => value.get(step),
    }
}

/// Trie of the paths that are looked up in a body, built on first use.
pub(crate) struct PathTrie(OnceLock<TrieNode>);

impl PathTrie {
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// The root of the trie, which the first call builds from `paths`, each with its index.
    pub(crate) fn root(&self, paths: impl Iterator<Item = (usize, BodyPath)>) -> &TrieNode {
        self.0.get_or_init(|| {
            let mut root = TrieNode::default();
            for (index, path) in paths {
                root.add(1 << index, path);
            }
            root
        })
    }
}

/// A trie node: a value that paths lead to or through. `ends` and `leads_to` are bit sets of path indices.
#[derive(Default)]
pub(crate) struct TrieNode {
    /// Step from the parent.
    step: &'static str,
    /// Paths that end at this value.
    pub(crate) ends: u16,
    /// Paths that end at this value or inside it.
    pub(crate) leads_to: u16,
    children: Vec<TrieNode>,
}

impl TrieNode {
    fn add(&mut self, bit: u16, path: BodyPath) {
        self.leads_to |= bit;
        let Some((&step, rest)) = path.split_first() else {
            self.ends |= bit;
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
        self.children[at].add(bit, rest);
    }

    /// True if paths lead further into the value.
    #[inline]
    pub(crate) fn has_children(&self) -> bool {
        !self.children.is_empty()
    }

    /// The child for the member of this name.
    #[inline]
    pub(crate) fn member(&self, name: &[u8]) -> Option<&Self> {
        let mut children = self.children.iter();
        children.find(|node| node.step.as_bytes() == name)
    }

    /// The child for the item at this index.
    pub(crate) fn item(&self, index: usize) -> Option<&Self> {
        let mut children = self.children.iter();
        children.find(|node| node.step.parse() == Ok(index))
    }
}
