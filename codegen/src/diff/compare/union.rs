//! Unions: alternatives by tag, or by variant name without one, and the accessors of tagged unions.

use webhook_catalog::pointer;

use super::types::TypePair;
use super::{BASELINE, CURRENT, Comparison};
use crate::diff::change::TypeChange;
use crate::diff::misfit_effect::MisfitEffect;
use crate::diff::read_check::{read_alternative, read_shape};
use crate::diff::report::{ItemKind, Subject, Wire};
use crate::model::{Accessor, Alternative, Guard, Item, MemberValues, RustType, Shape, Tag, Union};
use crate::schema::canonical;

impl Comparison<'_> {
    pub(super) fn union(&mut self, types: &TypePair<'_>, unions: [&Union; 2]) {
        let [baseline, current] = unions;
        let Union {
            tag,
            alternatives,
            unknown,
            accessors: _,
        } = current;
        self.tag(types, [baseline.tag.as_ref(), tag.as_ref()]);
        match (&baseline.unknown, unknown) {
            (Some(before), Some(after)) => self.unknown_variant(types, [before, after]),
            (Some(before), None) => {
                let items = self.member_items(types, |side, _, _| {
                    (side == BASELINE).then_some((before.as_str(), ItemKind::Variant))
                });
                let subject = types.subject.with_items(items);
                let texts = [Some(before.unraw().to_owned()), None];
                self.push(&subject, texts, TypeChange::UnknownRemoved);
            }
            // Enums of unions are not exhaustive, so that a new variant breaks nothing; the alternative that it is in place of is
            // told as removed.
            (None, _) => {}
        }
        let mut order = Vec::new();
        for before in &baseline.alternatives {
            let position = counterpart(before, baseline, current);
            order.extend(position);
            let after = position.map(|position| &alternatives[position]);
            self.alternative(types, unions, [Some(before), after]);
        }
        for after in alternatives {
            if counterpart(after, current, baseline).is_none() {
                self.alternative(types, unions, [None, Some(after)]);
            }
        }
        // A tag makes the order irrelevant.
        if baseline.tag.is_none() && tag.is_none() && !order.is_sorted() && order_matters(unions) {
            let texts = unions.map(|union| {
                let names = union
                    .alternatives
                    .iter()
                    .map(|alternative| alternative.ident.as_str());
                Some(names.collect::<Vec<_>>().join(", "))
            });
            self.push(types.subject, texts, TypeChange::AlternativesReordered);
        }
        let owners = [BASELINE, CURRENT]
            .map(|side| self.vendors[side].public_path(self.crate_ident, types.ids[side]));
        let accessors = unions.map(|union| {
            let accessors = union.accessors.iter();
            accessors
                .map(|Accessor { name, output, .. }| (name, output))
                .collect()
        });
        self.methods(types.subject, owners, accessors);
    }

    fn alternative(
        &mut self,
        types: &TypePair<'_>,
        unions: [&Union; 2],
        alternatives: [Option<&Alternative>; 2],
    ) {
        let items = self.member_items(types, |side, vendor, scope| {
            let alternative = alternatives[side]?;
            let rust_type = RustType::of_alternative(vendor, scope, alternative);
            Some((alternative.ident.as_str(), rust_type.into()))
        });
        let label = alternatives.into_iter().flatten().next();
        let label = label.map_or("", |alternative| &alternative.label);
        let step = format!("|{}", pointer::escape(label));
        let subject = types.subject.nested(&step).with_items(items);
        let texts = alternatives.map(|alternative| alternative.map(alternative_text));
        match alternatives {
            [Some(baseline), Some(current)] => {
                let wire = self.wire_of_alternative(types, unions, current);
                if let [Some(before), Some(after)] = [&baseline.tag, &current.tag]
                    && before != after
                {
                    self.push_respelled(&subject, [before, after], wire);
                    return;
                }
                let effect = self.effect_in(types).in_alternative(unions[BASELINE]);
                self.alternative_pair(&subject, effect, [baseline, current], wire);
            }
            [None, Some(added)] => {
                let wire = self.wire_of_alternative(types, unions, added);
                self.push(&subject, texts, TypeChange::AlternativeAdded { wire });
            }
            [_, None] => self.push(&subject, texts, TypeChange::AlternativeRemoved),
        }
    }

    /// The reading of a current alternative's values by the baseline's union.
    fn wire_of_alternative(
        &self,
        types: &TypePair<'_>,
        [baseline, current]: [&Union; 2],
        alternative: &Alternative,
    ) -> Wire {
        let [reader, writer] = self.vendors;
        let reading = match (&baseline.tag, &current.tag) {
            (Some(before), Some(after))
                if before.member == after.member && alternative.tag.is_some() =>
            {
                read_alternative(reader, writer, baseline, alternative)
            }
            _ => {
                let union = Shape::Named(types.ids[BASELINE]);
                read_shape(reader, writer, &union, &alternative.shape)
            }
        };
        self.effect_in(types).wire(reading)
    }

    fn tag(&mut self, types: &TypePair<'_>, tags: [Option<&Tag>; 2]) {
        let members = tags.map(|tag| {
            let Tag { member, unknown: _ } = tag?;
            Some(member.clone())
        });
        if members[BASELINE] != members[CURRENT] {
            let kind = TypeChange::Tag {
                wire: self.wire_of_type(types),
            };
            self.push(types.subject, members, kind);
        }
        if let [Some(baseline), Some(current)] = tags {
            self.unknown_variant(types, [&baseline.unknown, &current.unknown]);
        }
    }

    fn alternative_pair(
        &mut self,
        subject: &Subject,
        effect: MisfitEffect,
        [baseline, current]: [&Alternative; 2],
        wire: Wire,
    ) {
        let Alternative {
            shape,
            guard,
            // Alternatives with a tag are matched by it.
            tag: _,
            label: _,
            boxed,
            docs,
            ident,
        } = current;
        if baseline.ident != *ident {
            self.push_renamed(subject);
        }
        let [before, after] = [&baseline.shape, shape].map(|shape| Item {
            shape: shape.clone(),
            nullable: false,
        });
        self.item(subject, effect, [&before, &after]);
        self.boxed(subject, [baseline.boxed, *boxed]);
        self.docs(subject, [&baseline.docs, docs]);
        let texts = [&baseline.guard, guard].map(guard_text);
        self.push_if_changed(subject, texts, TypeChange::Guard { wire });
    }
}

/// True if the tags are equal, or the variant names if one of the alternatives has no tag.
fn is_same(one: &Alternative, other: &Alternative) -> bool {
    match (&one.tag, &other.tag) {
        (Some(one), Some(other)) => one == other,
        _ => one.ident == other.ident,
    }
}

/// The position of the alternative of `theirs` that `ours` has as `alternative`: the same one, or the one of the same name if
/// neither is in both.
fn counterpart(alternative: &Alternative, ours: &Union, theirs: &Union) -> Option<usize> {
    let is_known = |other: &Alternative| ours.alternatives.iter().any(|one| is_same(one, other));
    let mut alternatives = theirs.alternatives.iter();
    let same = alternatives.position(|other| is_same(alternative, other));
    same.or_else(|| {
        let mut alternatives = theirs.alternatives.iter();
        alternatives.position(|other| alternative.ident == other.ident && !is_known(other))
    })
}

fn alternative_text(alternative: &Alternative) -> String {
    match &alternative.tag {
        Some(tag) => format!("{} (`{tag}`)", alternative.ident),
        None => alternative.ident.to_string(),
    }
}

/// True if some value passes the guards of two alternatives, so that the first of these decides.
fn order_matters(unions: [&Union; 2]) -> bool {
    unions.into_iter().any(|union| {
        let mut alternatives = union.alternatives.iter().enumerate();
        alternatives.any(|(index, later)| {
            let mut earlier = union.alternatives[..index].iter();
            earlier.any(|earlier| !earlier.guard.excludes(&later.guard))
        })
    })
}

/// The conditions of a guard.
fn guard_text(guard: &Guard) -> Option<String> {
    let Guard {
        json_type,
        values,
        required,
    } = guard;
    let json_type = json_type.map(|json_type| format!("{json_type:?}").to_lowercase());
    let values = values.iter().map(member_values_text);
    let required = required.iter().map(|name| format!("has `{name}`"));
    let conditions: Vec<String> = json_type
        .into_iter()
        .chain(values)
        .chain(required)
        .collect();
    (!conditions.is_empty()).then(|| conditions.join(", "))
}

fn member_values_text(member: &MemberValues) -> String {
    if let Some((name, text)) = member.constant() {
        return format!("`{name}` is `{text}`");
    }
    let MemberValues {
        path,
        is_required,
        values,
    } = member;
    let values: Vec<String> = values
        .iter()
        .map(|value| format!("`{}`", canonical(value)))
        .collect();
    let absent = if *is_required { "" } else { ", if it is there" };
    format!("`{}` is {}{absent}", path.join("/"), values.join(" or "))
}
