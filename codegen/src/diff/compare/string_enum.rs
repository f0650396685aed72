//! Enums of strings: values by their text.

use super::types::TypePair;
use super::{Comparison, Respelled, match_by_key, take_respelled};
use crate::diff::change::TypeChange;
use crate::diff::report::{ItemKind, Wire};
use crate::ident::RustIdent;
use crate::model::{EnumValue, StringEnum};

impl Comparison<'_> {
    pub(super) fn string_enum(&mut self, types: &TypePair<'_>, enums: [&StringEnum; 2]) {
        let mut values = match_by_key(enums.map(|StringEnum { values, unknown: _ }| {
            values
                .iter()
                .map(|EnumValue { value, ident }| (value, ident))
        }));
        for Respelled { keys, values } in take_respelled(&mut values, |_, ident| ident) {
            let items = self.member_items(types, |side, _, _| {
                Some((values[side].as_str(), ItemKind::Variant))
            });
            let subject = types.subject.with_items(items);
            self.push_respelled(&subject, keys.map(String::as_str), Wire::Fits);
        }
        for (value, variants) in values {
            let items = self.member_items(types, |side, _, _| {
                Some((variants[side]?.as_str(), ItemKind::Variant))
            });
            let subject = types.subject.with_items(items);
            let texts = variants.map(|variant| variant.map(|_| value.clone()));
            match variants {
                [Some(baseline), Some(current)] if baseline != current => {
                    self.push_renamed(&subject);
                }
                [Some(_), Some(_)] => {}
                [Some(_), None] => self.push(&subject, texts, TypeChange::EnumValueRemoved),
                [None, _] => self.push(&subject, texts, TypeChange::EnumValueAdded),
            }
        }
        self.unknown_variant(types, enums.map(|string_enum| &string_enum.unknown));
    }

    /// The variant for unknown values or alternatives.
    pub(super) fn unknown_variant(&mut self, types: &TypePair<'_>, variants: [&RustIdent; 2]) {
        let [baseline, current] = variants;
        if baseline != current {
            let items = self.member_items(types, |side, _, _| {
                Some((variants[side].as_str(), ItemKind::Variant))
            });
            self.push_renamed(&types.subject.with_items(items));
        }
    }
}
