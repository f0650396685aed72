//! Values at one place: whether `null` is allowed, and what they look like.

use super::Comparison;
use super::place::{Place, rust_type};
use crate::diff::change::ValueChange;
use crate::diff::reads;
use crate::diff::report::Scope;
use crate::model::{Item, ModulePath, RustType, Shape, TypeDef, TypeId, Vendor};

impl Comparison<'_> {
    /// Values that may be `null`. `is_retyped` tells whether the Rust type of the item around them differs.
    pub(super) fn item(&mut self, place: &Place, baseline: &Item, current: &Item) {
        let Item { shape, nullable } = current;
        let is_any = |shape: &Shape| matches!(shape, Shape::Any { .. });
        // A JSON value is told by its shape, `null` and all.
        let is_told_by_shape = is_any(shape) || is_any(&baseline.shape);
        if baseline.nullable != *nullable && !is_told_by_shape {
            let word = |is_allowed: bool| {
                Some(
                    if is_allowed {
                        "null allowed"
                    } else {
                        "never null"
                    }
                    .to_owned(),
                )
            };
            let is_retyped = is_retyped(place);
            let kind = if *nullable {
                ValueChange::NullAllowed {
                    baseline_reads: reads::reads_null(self.baseline, &baseline.shape),
                    is_retyped,
                }
            } else {
                ValueChange::NullRemoved { is_retyped }
            };
            self.push(place, word(baseline.nullable), word(*nullable), kind);
        }
        self.shape(place, baseline, current);
    }

    fn shape(&mut self, place: &Place, baseline: &Item, current: &Item) {
        match (&baseline.shape, &current.shape) {
            (Shape::Any { reason: before }, Shape::Any { reason: after }) => {
                let [before, after] =
                    [before, after].map(|reason| reason.map(|reason| reason.to_string()));
                self.text(place, before, after, ValueChange::Fallback);
            }
            (Shape::Boolean, Shape::Boolean)
            | (Shape::Integer, Shape::Integer)
            | (Shape::Number, Shape::Number)
            | (Shape::String, Shape::String) => {}
            (
                before @ (Shape::String | Shape::Constant(_)),
                after @ (Shape::String | Shape::Constant(_)),
            ) => {
                let [before, after] = [before, after].map(|shape| match shape {
                    Shape::Constant(text) => Some(text.clone()),
                    _ => None,
                });
                self.text(place, before, after, ValueChange::Constant);
            }
            (Shape::List(before), Shape::List(after)) | (Shape::Map(before), Shape::Map(after)) => {
                self.item(&place.inside("*"), before, after);
            }
            (Shape::Named(before), Shape::Named(after))
                if is_same(self.baseline, *before, self.current, *after) => {}
            (
                Shape::Any { .. }
                | Shape::Boolean
                | Shape::Integer
                | Shape::Number
                | Shape::String
                | Shape::Constant(_)
                | Shape::List(_)
                | Shape::Map(_)
                | Shape::Named(_),
                _,
            ) => self.reshaped(place, baseline, current),
        }
    }

    fn reshaped(&mut self, place: &Place, baseline: &Item, current: &Item) {
        let [before, after] = self.vendors();
        let is_any = |item: &Item| matches!(item.shape, Shape::Any { .. });
        // Where `null` is told by itself, the shape answers for everything else.
        let has_null = is_any(baseline) || is_any(current);
        let reads = |reader: &Vendor, writer: &Vendor, reading: &Item, written: &Item| {
            if has_null {
                reads::reads_item(reader, writer, reading, written)
            } else {
                reads::reads_shape(reader, writer, &reading.shape, &written.shape)
            }
        };
        let kind = ValueChange::Shape {
            baseline_reads: reads(before, after, baseline, current),
            current_reads: reads(after, before, current, baseline),
            is_retyped: is_retyped(place),
        };
        let module_path = home_of(place);
        let text = |vendor: &Vendor, item: &Item| {
            let item = Item {
                nullable: item.nullable && has_null,
                shape: item.shape.clone(),
            };
            Some(RustType::of_item(vendor, &module_path, &item).to_string())
        };
        self.push(place, text(before, baseline), text(after, current), kind);
    }
}

/// Whether the Rust item at a place has another type.
pub(super) fn is_retyped(place: &Place) -> bool {
    rust_type(&place.baseline) != rust_type(&place.current)
}

/// Whether two types are the same one on both sides.
pub(super) fn is_same(baseline: &Vendor, before: TypeId, current: &Vendor, after: TypeId) -> bool {
    let key = |def: &TypeDef| (def.module_path.clone(), def.path.clone());
    key(&baseline.types[before.0]) == key(&current.types[after.0])
}

/// The module in whose file a place's types are spelled.
fn home_of(place: &Place) -> ModulePath {
    match &place.scope {
        // `mod.rs` spells types as the envelope does.
        Scope::Vendor | Scope::Envelope => ModulePath::Envelope,
        Scope::Shared => ModulePath::Shared,
        Scope::Event(name) => ModulePath::Event(name.clone()),
    }
}
