//! Values: presence, `null`, shape and boxing.

use super::{BASELINE, Comparison};
use crate::diff::change::ValueChange;
use crate::diff::misfit_effect::{MisfitEffect, Reading};
use crate::diff::read_check::{read_item, read_shape, reads_null};
use crate::diff::report::{Scope, Subject, Wire};
use crate::model::{Fallback, Item, ModulePath, Presence, RustType, Shape, Vendor};

impl Comparison<'_> {
    pub(super) fn presence(
        &mut self,
        subject: &Subject,
        effect: MisfitEffect,
        presences: [Presence; 2],
    ) {
        let is_retyped = subject.is_retyped();
        let kind = match presences {
            [_, Presence::Required] => ValueChange::BecameRequired { is_retyped },
            [_, Presence::Optional] => ValueChange::BecameOptional {
                wire: effect.wire(Reading::Fails),
                is_retyped,
            },
        };
        self.push_if_changed(subject, presences.map(presence_text), kind);
    }

    pub(super) fn boxed(&mut self, subject: &Subject, boxed: [bool; 2]) {
        let texts = boxed.map(|is_boxed| {
            Some(if is_boxed {
                "boxed".to_owned()
            } else {
                "in place".to_owned()
            })
        });
        self.push_if_changed(subject, texts, ValueChange::Boxed);
    }

    /// Values that may be `null`.
    pub(super) fn item(&mut self, subject: &Subject, effect: MisfitEffect, items: [&Item; 2]) {
        let [baseline, current] = items;
        // JSON includes `null`; then the shape accounts for it.
        if baseline.nullable != current.nullable && !items.iter().any(|item| is_json(item)) {
            let is_retyped = subject.is_retyped();
            let kind = if current.nullable {
                let is_read = reads_null(self.vendors[BASELINE], &baseline.shape);
                ValueChange::NullAllowed {
                    wire: effect.wire(Reading::fails_unless(is_read)),
                    is_retyped,
                }
            } else {
                ValueChange::NullRemoved { is_retyped }
            };
            let texts = items.map(|item| {
                Some(if item.nullable {
                    "null allowed".to_owned()
                } else {
                    "never null".to_owned()
                })
            });
            self.push(subject, texts, kind);
        }
        self.shape(subject, effect, items);
    }

    fn shape(&mut self, subject: &Subject, effect: MisfitEffect, items: [&Item; 2]) {
        let [baseline, current] = items;
        match (&baseline.shape, &current.shape) {
            (Shape::Any { reason: before }, Shape::Any { reason: after }) => {
                let texts = [before, after].map(|reason| reason.map(|reason| reason.to_string()));
                self.push_if_changed(subject, texts, ValueChange::Fallback);
            }
            (Shape::Boolean, Shape::Boolean)
            | (Shape::Integer, Shape::Integer)
            | (Shape::Number, Shape::Number)
            | (Shape::UnixTime, Shape::UnixTime)
            | (Shape::String, Shape::String) => {}
            (Shape::Text(before), Shape::Text(after)) if before == after => {}
            (Shape::String, Shape::Constant(text)) => {
                let texts = [None, Some(text.clone())];
                self.push(subject, texts, ValueChange::Constant);
            }
            (Shape::Constant(text), Shape::String) => {
                let texts = [Some(text.clone()), None];
                self.push(subject, texts, ValueChange::Constant);
            }
            (Shape::Constant(before), Shape::Constant(after)) => {
                let texts = [before, after].map(|text| Some(text.clone()));
                self.push_if_changed(subject, texts, ValueChange::Constant);
            }
            (Shape::List(before), Shape::List(after)) | (Shape::Map(before), Shape::Map(after)) => {
                self.item(&subject.nested("*"), effect, [before, after]);
            }
            (Shape::Lazy(before), Shape::Lazy(after)) => {
                self.item(subject, MisfitEffect::KEPT, [before, after]);
            }
            (Shape::Named(before), Shape::Named(after)) if self.is_same_type([*before, *after]) => {
                self.meet([*before, *after]);
            }
            (Shape::Named(before), Shape::Named(after)) if self.has_moved([*before, *after]) => {
                self.meet([*before, *after]);
                if subject.is_retyped() {
                    self.reshaped(subject, items, Wire::Fits, true);
                }
            }
            (
                Shape::Any { .. }
                | Shape::Boolean
                | Shape::Integer
                | Shape::UnixTime
                | Shape::Number
                | Shape::String
                | Shape::Text(_)
                | Shape::Constant(_)
                | Shape::List(_)
                | Shape::Map(_)
                | Shape::Lazy(_)
                | Shape::Named(_),
                _,
            ) => {
                let [baseline_reads, current_reads] = self.readings(items);
                let current_reads = current_reads == Reading::Fits;
                self.reshaped(subject, items, effect.wire(baseline_reads), current_reads);
            }
        }
    }

    /// The reading of each side's values by the other. `null` counts only if it is not compared by itself.
    fn readings(&self, [before, after]: [&Item; 2]) -> [Reading; 2] {
        let includes_null = is_json(before) || is_json(after);
        let read = |[reader, writer]: [&Vendor; 2], [reading, written]: [&Item; 2]| {
            if includes_null {
                read_item(reader, writer, reading, written)
            } else {
                read_shape(reader, writer, &reading.shape, &written.shape)
            }
        };
        let [baseline, current] = self.vendors;
        [
            read([baseline, current], [before, after]),
            // JSON reads everything, also where hardly a value is allowed.
            if is_exhausted(after) {
                Reading::Fails
            } else {
                read([current, baseline], [after, before])
            },
        ]
    }

    fn reshaped(&mut self, subject: &Subject, items: [&Item; 2], wire: Wire, current_reads: bool) {
        let includes_null = items.iter().any(|item| is_json(item));
        let ([baseline, current], [before, after]) = (self.vendors, items);
        let kind = ValueChange::Shape {
            wire,
            current_reads,
            is_retyped: subject.is_retyped(),
        };
        let scope = module_path(&subject.scope);
        let texts = [(baseline, before), (current, after)].map(|(vendor, item)| {
            let item = Item {
                nullable: item.nullable && includes_null,
                shape: item.shape.clone(),
            };
            Some(RustType::of_item(vendor, &scope, &item).to_string())
        });
        self.push(subject, texts, kind);
    }
}

/// A presence as a side of a change.
pub(super) fn presence_text(presence: Presence) -> Option<String> {
    Some(match presence {
        Presence::Required => "required".to_owned(),
        Presence::Optional => "optional".to_owned(),
    })
}

fn is_json(item: &Item) -> bool {
    matches!(item.shape, Shape::Any { .. })
}

/// True for JSON where the schema allows no value, or none but `null`.
fn is_exhausted(item: &Item) -> bool {
    let reasons = [Fallback::NoValue, Fallback::OnlyNull].map(Some);
    matches!(item.shape, Shape::Any { reason } if reasons.contains(&reason))
}

/// The module whose imports determine how types are written.
fn module_path(scope: &Scope) -> ModulePath {
    match scope {
        // `mod.rs` writes types as the envelope's file does.
        Scope::Vendor | Scope::Envelope => ModulePath::Envelope,
        Scope::Shared => ModulePath::Shared,
        Scope::Event(name) => ModulePath::Event(name.clone()),
    }
}
