//! Which types anything leads to, and which of their members a tag around them takes away.

use std::collections::{BTreeMap, BTreeSet};

use webhook_codegen::model::{Item, Presence, Shape, TypeId, TypeKind, Vendor};

/// The types that the envelope and the events lead to.
#[derive(Default)]
pub(super) struct Reached(BTreeMap<TypeId, BTreeSet<Taken>>);

/// The members that are read as tags of enums around an object, which therefore does not see them.
type Taken = BTreeSet<String>;

impl Reached {
    /// A type, and all that it leads to, where it is a value of its own.
    pub(super) fn plain(&mut self, vendor: &Vendor, id: TypeId) {
        self.visit(vendor, id, Taken::new());
    }

    /// A type, and all that it leads to, where it is a variant of an enum with a tag.
    pub(super) fn tagged(&mut self, vendor: &Vendor, id: TypeId, tag: &str) {
        self.visit(vendor, id, Taken::from([tag.to_owned()]));
    }

    /// Whether anything leads to the type.
    pub(super) fn contains(&self, id: TypeId) -> bool {
        self.0.contains_key(&id)
    }

    /// Whether an object sees its member: `None` where a tag always takes it, `Optional` where one does in places.
    pub(super) fn presence(&self, id: TypeId, member: &str, own: Presence) -> Option<Presence> {
        let ways = self.0.get(&id).map(BTreeSet::iter).into_iter().flatten();
        let (mut taken, mut seen) = (false, false);
        for way in ways {
            if way.contains(member) {
                taken = true;
            } else {
                seen = true;
            }
        }
        match (taken, seen) {
            (true, false) => None,
            (true, true) => Some(Presence::Optional),
            (false, _) => Some(own),
        }
    }

    fn visit(&mut self, vendor: &Vendor, id: TypeId, taken: Taken) {
        if !self.0.entry(id).or_default().insert(taken.clone()) {
            return;
        }
        match &vendor.types[id.0].kind {
            TypeKind::Object(object) => {
                for property in &object.properties {
                    self.item(vendor, &property.item, Taken::new());
                }
            }
            TypeKind::Union(union) => {
                for alternative in &union.alternatives {
                    let mut taken = taken.clone();
                    if let (Some(tag), Some(_)) = (&union.tag, &alternative.tag) {
                        taken.insert(tag.member.clone());
                    }
                    self.shape(vendor, &alternative.shape, taken);
                }
            }
            TypeKind::Newtype(item) => self.item(vendor, item, taken),
            // The twin keeps a tuple's items as JSON.
            TypeKind::StringEnum(_) | TypeKind::Tuple(_) => {}
        }
    }

    fn item(&mut self, vendor: &Vendor, item: &Item, taken: Taken) {
        self.shape(vendor, &item.shape, taken);
    }

    fn shape(&mut self, vendor: &Vendor, shape: &Shape, taken: Taken) {
        match shape {
            Shape::Named(id) => self.visit(vendor, *id, taken),
            Shape::List(item) | Shape::Map(item) => self.item(vendor, item, Taken::new()),
            Shape::Any { .. }
            | Shape::Boolean
            | Shape::Integer
            | Shape::Number
            | Shape::String
            | Shape::Constant(_) => {}
        }
    }
}
