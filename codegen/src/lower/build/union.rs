//! Unions: alternatives with guards, and the tag that distinguishes them.

use webhook_catalog::codes;

use super::{Builder, Location};
use crate::ident::RustIdent;
use crate::lower::all_of::ExpandedSet;
use crate::lower::candidates::{SchemaShape, ShapeCandidate};
use crate::model::{Alternative, Guard, Item, PathStep, Shape, Tag, TypeKind, Union};
use crate::schema::Schema;

impl Builder<'_, '_> {
    pub(super) fn build_union(
        &mut self,
        candidates: Vec<ShapeCandidate>,
        tag: Option<String>,
        location: &Location,
    ) -> TypeKind {
        let tags = tag
            .as_deref()
            .and_then(|member| self.tags_of(&candidates, member));
        let mut alternatives = Vec::new();
        for (index, candidate) in candidates.into_iter().enumerate() {
            let tag = tags.as_ref().and_then(|tags| tags[index].clone());
            let guard = self.context.guard(&candidate.shape);
            let built =
                self.build_alternative(candidate, &location.below(PathStep::Alternative(index)));
            // `null` belongs to the union's item.
            let Item { shape, nullable: _ } = built.item;
            let guard = if matches!(shape, Shape::Any { .. }) {
                Guard::default()
            } else {
                guard
            };
            alternatives.push(Alternative {
                shape,
                guard,
                tag,
                boxed: false,
                docs: built.docs,
                ident: RustIdent::default(),
            });
        }
        let tag = tag.filter(|_| tags.is_some()).map(|member| Tag {
            member,
            unknown: RustIdent::default(),
        });
        TypeKind::Union(Union {
            tag,
            alternatives,
            accessors: Vec::new(),
        })
    }

    /// The value of the tag in each alternative; `None` for the one alternative that may lack the member. Returns `None`
    /// and warns if the tag does not distinguish the alternatives.
    fn tags_of(
        &mut self,
        candidates: &[ShapeCandidate],
        member: &str,
    ) -> Option<Vec<Option<String>>> {
        let mut tags = Vec::new();
        for candidate in candidates {
            match self.tag_of(candidate, member) {
                Some(tag) if !tags.contains(&tag) => tags.push(tag),
                _ => {
                    let pointer = candidate.origin.pointer(self.document());
                    let message = format!(
                        "the discriminator `{}` does not tell this alternative from the others",
                        crate::docs::one_line(member)
                    );
                    let help = "give the property a `const` of its own and require it, or, in one alternative, make it `false`";
                    self.report().warning(
                        codes::USELESS_DISCRIMINATOR,
                        &pointer,
                        message,
                        help,
                        None,
                    );
                    return None;
                }
            }
        }
        Some(tags)
    }

    /// The text that an alternative requires as the value of a member; `Some(None)` if it forbids the member.
    fn tag_of(&mut self, candidate: &ShapeCandidate, member: &str) -> Option<Option<String>> {
        let SchemaShape::Object(members) = &candidate.shape else {
            return None;
        };
        match members.get(member) {
            Some(tag) if tag.is_required => self.context.constant(&tag.seeds).map(Some),
            Some(_) => None,
            None => self.forbids(&candidate.origin, member).then_some(None),
        }
    }

    /// True if one of the subschemas declares the member as `false`.
    fn forbids(&self, expanded: &ExpandedSet, member: &str) -> bool {
        let document = self.document();
        let mut objects = expanded
            .nodes
            .iter()
            .filter_map(|id| document.keywords(*id)?.object.as_deref());
        objects.any(|object| {
            let declared = object.properties.get(member);
            declared.is_some_and(|id| matches!(document.node(*id).schema, Schema::Nothing))
        })
    }
}
