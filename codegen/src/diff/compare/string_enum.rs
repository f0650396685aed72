//! Enums of texts: values by their text.

use super::Comparison;
use super::types::Both;
use crate::diff::change::{ModelChangeKind, TypeChange};
use crate::diff::report::ItemKind;
use crate::model::{EnumValue, StringEnum, TypeId, Vendor};

impl Comparison<'_> {
    pub(super) fn string_enum(
        &mut self,
        both: &Both<'_>,
        baseline: &StringEnum,
        current: &StringEnum,
    ) {
        let StringEnum { values, unknown } = current;
        let variant = |vendor: &Vendor, id: TypeId, name: &str| {
            Some(self.member_item(vendor, id, name, ItemKind::Variant))
        };
        let before = |value: &EnumValue| variant(self.baseline, both.before, value.ident.as_str());
        let after = |value: &EnumValue| variant(self.current, both.after, value.ident.as_str());
        let mut found = Vec::new();
        for value in &baseline.values {
            let same = values.iter().find(|other| other.value == value.value);
            let place = both.place.of(before(value), same.and_then(after));
            let EnumValue { value: text, ident } = value;
            match same {
                None => found.push((
                    place,
                    Some(text.clone()),
                    None,
                    TypeChange::EnumValueRemoved.into(),
                )),
                Some(same) if same.ident != *ident => {
                    found.push((place, None, None, ModelChangeKind::Renamed));
                }
                Some(_) => {}
            }
        }
        for value in values {
            if !baseline
                .values
                .iter()
                .any(|other| other.value == value.value)
            {
                let place = both.place.of(None, after(value));
                let text = Some(value.value.clone());
                found.push((place, None, text, TypeChange::EnumValueAdded.into()));
            }
        }
        if baseline.unknown != *unknown {
            let place = both.place.of(
                variant(self.baseline, both.before, baseline.unknown.as_str()),
                variant(self.current, both.after, unknown.as_str()),
            );
            found.push((place, None, None, ModelChangeKind::Renamed));
        }
        for (place, before, after, kind) in found {
            match kind {
                ModelChangeKind::Renamed => self.name(&place),
                kind => self.push(&place, before, after, kind),
            }
        }
    }
}
