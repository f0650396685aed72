//! Members that take their types by their names, as `x-members` in a definition of the vendor's overlay says.

use webhook_catalog::name_pattern;

use super::{Document, Keywords, Node, Schema, SchemaId, Source, TimeFormat, TypeSet};
use crate::ident::RustIdent;

/// A definition's type for members with a matching name.
struct MemberType {
    pattern: String,
    id: Option<RustIdent>,
    time: Option<TimeFormat>,
}

impl Document<'_> {
    /// Gives members, or the items of their lists, the types of the definitions that name them. A member of another type, with listed
    /// values, a reference or a type of its own stays as it is.
    pub(super) fn type_members_by_name(&mut self) {
        let rules = member_types(&self.nodes, &self.source);
        if rules.is_empty() {
            return;
        }
        let objects = self.nodes.iter().filter_map(|node| match &node.schema {
            Schema::Keywords(keywords) => keywords.object.as_deref(),
            Schema::Anything | Schema::Nothing => None,
        });
        let members = objects.flat_map(|object| &object.properties);
        let typed: Vec<(SchemaId, &MemberType)> = members
            .filter_map(|(name, id)| {
                let mut matching = rules.iter();
                let rule = matching.find(|rule| name_pattern::matches(&rule.pattern, name))?;
                Some((self.text_in(*id)?, rule))
            })
            .collect();
        for (id, rule) in typed {
            if let Schema::Keywords(keywords) = &mut self.nodes[id.0].schema {
                keywords.id = rule.id.clone();
                keywords.time = rule.time;
            }
        }
    }

    /// The subschema of a text or integer without a type of its own: of a member's value, or of the items of its list.
    fn text_in(&self, member: SchemaId) -> Option<SchemaId> {
        let keywords = self.keywords(member)?;
        if keywords.is_plain(TypeSet::STRING.or(TypeSet::INTEGER)) {
            return Some(member);
        }
        let items = keywords.array.as_ref()?.items?;
        let of_items = self.keywords(items)?;
        let is_list = keywords.is_plain(TypeSet::ARRAY) && of_items.is_plain(TypeSet::STRING);
        is_list.then_some(items)
    }
}

impl Keywords {
    /// True if the values have no other type than these or null, and nothing else describes them.
    fn is_plain(&self, types: TypeSet) -> bool {
        let has_types = |found: TypeSet| found.is_within(types.or(TypeSet::NULL));
        self.types.is_some_and(has_types)
            && self.values.is_empty()
            && self.references.is_empty()
            && self.all_of.is_empty()
            && self.any_of.is_empty()
            && self.one_of.is_empty()
            && self.id.is_none()
            && self.time.is_none()
            && !self.is_untyped
    }
}

/// The types of the vendor's definitions, those with the most specific patterns first.
fn member_types(nodes: &[Node], source: &Source<'_>) -> Vec<MemberType> {
    let mut rules = Vec::new();
    for node in nodes {
        let Schema::Keywords(keywords) = &node.schema else {
            continue;
        };
        if !keywords.members.is_empty() && source.shared_name(&node.pointer).is_some() {
            rules.extend(keywords.members.iter().map(|pattern| MemberType {
                pattern: pattern.clone(),
                id: keywords.id.clone(),
                time: keywords.time,
            }));
        }
    }
    let is_open = |rule: &MemberType| rule.pattern.contains('*');
    rules.sort_by_key(|rule| {
        let literals = name_pattern::literals(&rule.pattern);
        (is_open(rule), usize::MAX - literals)
    });
    rules
}
