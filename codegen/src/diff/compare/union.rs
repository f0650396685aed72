//! Unions: alternatives by their tag, or by what users call them, and the methods that come with a tag.

use std::collections::{BTreeMap, BTreeSet};

use super::Comparison;
use super::place::Place;
use super::types::{Both, reads_whole};
use crate::diff::change::TypeChange;
use crate::diff::reads;
use crate::diff::report::ItemKind;
use crate::model::{
    Accessor, Alternative, Guard, Item, RustType, Shape, Tag, TypeId, TypeKind, Union, Vendor,
};

impl Comparison<'_> {
    pub(super) fn union(&mut self, both: &Both<'_>, baseline: &Union, current: &Union) {
        let Union {
            tag,
            alternatives,
            accessors,
        } = current;
        self.tag(both, baseline.tag.as_ref(), tag.as_ref());
        let variant = |vendor: &Vendor, id: TypeId, one: &Alternative| {
            let rust_type = RustType::of_alternative(vendor, &vendor.types[id.0].module_path, one);
            Some(self.member_item(vendor, id, one.ident.as_str(), rust_type))
        };
        let mut found = Vec::new();
        let mut order = Vec::new();
        for (index, one) in baseline.alternatives.iter().enumerate() {
            let same = alternatives.iter().position(|other| is_alike(one, other));
            let place = both.place.inside(&format!("|{index}")).of(
                variant(self.baseline, both.before, one),
                same.and_then(|same| variant(self.current, both.after, &alternatives[same])),
            );
            order.extend(same);
            found.push((place, Some(one), same.map(|same| &alternatives[same])));
        }
        for (index, other) in alternatives.iter().enumerate() {
            if !baseline.alternatives.iter().any(|one| is_alike(one, other)) {
                let place = both.place.inside(&format!("|{index}"));
                let place = place.of(None, variant(self.current, both.after, other));
                found.push((place, None, Some(other)));
            }
        }
        for (place, before, after) in found {
            match (before, after) {
                (Some(before), Some(after)) => self.alternative(both, &place, before, after),
                (Some(before), None) => {
                    let text = Some(alternative_text(before));
                    self.push(&place, text, None, TypeChange::AlternativeRemoved);
                }
                (None, Some(after)) => {
                    let baseline_reads = self.is_read_by_union(both, after);
                    let text = Some(alternative_text(after));
                    self.push(
                        &place,
                        None,
                        text,
                        TypeChange::AlternativeAdded { baseline_reads },
                    );
                }
                (None, None) => {}
            }
        }
        // Where a tag decides, the order does not matter.
        if baseline.tag.is_none() && tag.is_none() && !order.is_sorted() {
            let names = |union: &Union| {
                let names = union.alternatives.iter().map(|one| one.ident.as_str());
                Some(names.collect::<Vec<_>>().join(", "))
            };
            let (before, after) = (names(baseline), names(current));
            self.push(both.place, before, after, TypeChange::AlternativesReordered);
        }
        self.accessors(both, &baseline.accessors, accessors);
    }

    /// Whether the union as it was takes what an alternative allows now.
    fn is_read_by_union(&self, both: &Both<'_>, now: &Alternative) -> bool {
        let reading = &self.baseline.types[both.before.0].kind;
        if let TypeKind::Union(Union { tag: Some(tag), .. }) = reading {
            let known = &self.current.types[both.after.0].kind;
            let is_same_tag = matches!(known, TypeKind::Union(Union { tag: Some(now), .. }) if now.member == tag.member);
            if is_same_tag && now.tag.is_some() {
                return reads::reads_tagged(self.baseline, self.current, both.before, now);
            }
        }
        let union = Shape::Named(both.before);
        reads::reads_shape(self.baseline, self.current, &union, &now.shape)
    }

    fn tag(&mut self, both: &Both<'_>, baseline: Option<&Tag>, current: Option<&Tag>) {
        let member = |tag: Option<&Tag>| {
            tag.map(|tag| {
                let Tag { member, unknown: _ } = tag;
                member.clone()
            })
        };
        let [before, after] = self.vendors();
        let baseline_reads = reads_whole(before, after, both.before, both.after);
        self.text(
            both.place,
            member(baseline),
            member(current),
            TypeChange::Tag { baseline_reads },
        );
        let unknown = |vendor: &Vendor, id: TypeId, tag: &Tag| {
            let name = tag.unknown.as_str();
            Some(self.member_item(vendor, id, name, ItemKind::Variant))
        };
        if let (Some(one), Some(other)) = (baseline, current)
            && one.unknown != other.unknown
        {
            let place = both.place.of(
                unknown(self.baseline, both.before, one),
                unknown(self.current, both.after, other),
            );
            self.name(&place);
        }
    }

    fn alternative(
        &mut self,
        both: &Both<'_>,
        place: &Place,
        baseline: &Alternative,
        current: &Alternative,
    ) {
        let Alternative {
            shape,
            guard,
            // Matched by it where there is one.
            tag: _,
            boxed,
            docs,
            ident,
        } = current;
        if baseline.ident != *ident {
            self.name(place);
        }
        let never_null = |shape: &Shape| Item {
            shape: shape.clone(),
            nullable: false,
        };
        self.item(place, &never_null(&baseline.shape), &never_null(shape));
        self.boxed(place, baseline.boxed, *boxed);
        self.docs(place, &baseline.docs, docs);
        let baseline_reads = self.is_read_by_union(both, current);
        let (before, after) = (guard_text(&baseline.guard), guard_text(guard));
        self.text(place, before, after, TypeChange::Guard { baseline_reads });
    }

    /// The methods that a union has beside its variants.
    fn accessors(&mut self, both: &Both<'_>, baseline: &[Accessor], current: &[Accessor]) {
        let methods = |accessors: &[Accessor]| -> BTreeMap<String, String> {
            let method = |one: &Accessor| (one.name.to_string(), one.output.to_string());
            accessors.iter().map(method).collect()
        };
        let owners = [both.before, both.after];
        self.method_lists(both.place, owners, &methods(baseline), &methods(current));
    }

    fn method_lists(
        &mut self,
        place: &Place,
        [one, other]: [TypeId; 2],
        before: &BTreeMap<String, String>,
        after: &BTreeMap<String, String>,
    ) {
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in names {
            let item = |vendor: &Vendor, owner: TypeId, output: Option<&String>| {
                output.map(|output| {
                    self.member_item(vendor, owner, name, ItemKind::Method(output.clone()))
                })
            };
            let (was, is) = (before.get(name), after.get(name));
            let place = place.of(item(self.baseline, one, was), item(self.current, other, is));
            let told =
                |output: Option<&String>| output.map(|output| format!("{name}() -> {output}"));
            self.method(&place, told(was), told(is));
        }
    }

    /// One method on both sides, told by what it returns.
    pub(super) fn method(&mut self, place: &Place, before: Option<String>, after: Option<String>) {
        let kind = match (&before, &after) {
            (Some(_), Some(_)) => TypeChange::MethodRetyped,
            (Some(_), None) => TypeChange::MethodRemoved,
            (None, _) => TypeChange::MethodAdded,
        };
        self.text(place, before, after, kind);
    }
}

/// Alternatives are the same where they have the same tag, and without one where users call them alike.
fn is_alike(one: &Alternative, other: &Alternative) -> bool {
    match (&one.tag, &other.tag) {
        (Some(one), Some(other)) => one == other,
        _ => one.ident == other.ident,
    }
}

fn alternative_text(one: &Alternative) -> String {
    match &one.tag {
        Some(tag) => format!("{} (`{tag}`)", one.ident),
        None => one.ident.to_string(),
    }
}

/// What a value must look like before an alternative is tried.
fn guard_text(guard: &Guard) -> Option<String> {
    let Guard {
        json_type,
        constants,
        required,
    } = guard;
    let json_type = json_type.map(|json_type| format!("{json_type:?}").to_lowercase());
    let constants = constants
        .iter()
        .map(|(name, text)| format!("`{name}` is `{text}`"));
    let required = required.iter().map(|name| format!("has `{name}`"));
    let parts: Vec<String> = json_type
        .into_iter()
        .chain(constants)
        .chain(required)
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
