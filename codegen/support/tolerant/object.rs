//! Objects and maps in a tolerant pass.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::support::JsonObject;
use crate::support::context::Cause;
use crate::support::list::DecodeEntries;
use crate::support::locate::PathStep;
use crate::support::object::{FieldSlot, PrefixSlot, missing_member};
use crate::support::reader::{DecodeError, JsonReader};

/// Number of members up to which comparing their names is faster than a map of them.
const FEW_MEMBERS: usize = 12;

/// A member of an object.
pub(crate) struct Member<'t> {
    pub(crate) name: Cow<'t, str>,
    pub(crate) value: Range<usize>,
    /// True if an earlier member has the same name.
    is_repeat: bool,
    /// True if a later member has the same name, and counts.
    is_superseded: bool,
}

impl<'t> JsonReader<'t> {
    /// The members of the current object, and the offset after it. The value must be an object.
    pub(crate) fn members(&mut self) -> Result<(Vec<Member<'t>>, usize), DecodeError> {
        if self.peek() != Some(b'{') {
            return Err(self.mismatch("an object"));
        }
        let scanner = self.scanner();
        let brackets = self.pass().brackets();
        let mut end = scanner.clone();
        brackets.skip(&mut end).ok_or(DecodeError)?;
        let mut members: Vec<Member<'t>> = Vec::new();
        let mut latest = HashMap::new();
        for (name, value) in scanner.members_skipping(|scanner| brackets.skip(scanner)) {
            if members.len() == FEW_MEMBERS {
                let names = members.iter().map(|member| member.name.clone());
                latest.extend(names.zip(0..));
            }
            let earlier = if members.len() < FEW_MEMBERS {
                members.iter().rposition(|member| member.name == name)
            } else {
                latest.insert(name.clone(), members.len())
            };
            if let Some(earlier) = earlier {
                members[earlier].is_superseded = true;
            }
            members.push(Member {
                name,
                value,
                is_repeat: earlier.is_some(),
                is_superseded: false,
            });
        }
        Ok((members, end.at()))
    }

    /// The value of the member `name` of the current object; of repeated ones the last. The value must be an object.
    pub(crate) fn member(&mut self, name: &str) -> Result<Option<Range<usize>>, DecodeError> {
        if self.peek() != Some(b'{') {
            return Err(self.mismatch("an object"));
        }
        let scanner = self.scanner();
        let brackets = self.pass().brackets();
        let members = scanner.members_skipping(|scanner| brackets.skip(scanner));
        let named = members.filter(|(found, _)| found == name);
        Ok(named.last().map(|(_, value)| value))
    }

    /// Goes to the value of a member and returns true, unless a later member supersedes it. A repeated member is a misfit.
    fn enter_member(&mut self, member: &Member<'t>) -> Result<bool, DecodeError> {
        let name = || Cow::Owned((*member.name).to_owned());
        if self.is_strict() {
            // Before the value is read: a misfit in a superseded value would be at a place that does not count.
            if member.is_repeat || member.is_superseded {
                self.context.fail(Cause::Repeated);
                self.context.in_member(name());
                return Err(DecodeError);
            }
        } else if member.is_superseded {
            return Ok(false);
        } else if member.is_repeat && !self.only_checks() {
            self.pass().record_at(name(), Cause::Repeated);
        }
        self.go_to(member.value.start);
        Ok(true)
    }
}

/// Decodes an object: declared members that fit into their slots. Returns the others.
#[cold]
pub(crate) fn read_object<'s>(
    reader: &mut JsonReader<'_>,
    required: &mut [FieldSlot<'s>],
    optional: &mut [FieldSlot<'s>],
    prefixed: &mut Option<PrefixSlot<'s>>,
) -> Result<JsonObject, DecodeError> {
    let odd_tags = reader.pass().take_odd_tags();
    let (members, end) = reader.members()?;
    let mut extra = JsonObject::new();
    let mut filled = 0;
    for member in &members {
        if !reader.enter_member(member)? {
            continue;
        }
        let earlier = reader.pass().misfits.len();
        let odd_tag = odd_tags.iter().find(|tag| tag.at == member.value.start);
        let has_name = |slot: &FieldSlot<'s>| slot.0 == member.name;
        if let Some(index) = required.iter().position(has_name) {
            let (name, slot) = &mut required[index];
            read_required(reader, Cow::Borrowed(*name), &mut |reader| {
                slot.fill(reader)
            })?;
            filled += 1;
        } else if let Some(slot) = optional.iter_mut().find(|slot| has_name(slot)) {
            let (name, slot) = slot;
            let fill = &mut |reader: &mut JsonReader<'_>| slot.fill(reader);
            read_optional(reader, Cow::Borrowed(*name), fill, &mut extra)?;
        } else if let Some((prefix, map)) = prefixed
            && member.name.starts_with(*prefix)
        {
            let insert = &mut |reader: &mut JsonReader<'_>| map.insert(&member.name, reader);
            let name = Cow::Owned((*member.name).to_owned());
            read_optional(reader, name, insert, &mut extra)?;
        } else if !reader.only_checks() {
            if odd_tag.is_none() {
                reader.list_undeclared(&member.name);
            }
            extra.insert((*member.name).to_owned(), reader.value()?);
        }
        if let Some(tag) = odd_tag
            && reader.pass().misfits.len() == earlier
        {
            reader.pass().record_at(tag.name.into(), tag.cause);
        }
    }
    if filled < required.len() {
        let is_missing = |slot: &&FieldSlot<'_>| members.iter().all(|member| member.name != slot.0);
        let missing = required.iter().find(is_missing);
        return Err(missing.map_or(DecodeError, |slot| missing_member(reader, slot)));
    }
    reader.go_to(end);
    if reader.only_checks() {
        return Err(reader.fits());
    }
    Ok(extra)
}

/// Decodes the value of the member `name`.
fn read_required(
    reader: &mut JsonReader<'_>,
    name: Cow<'static, str>,
    read: &mut dyn FnMut(&mut JsonReader<'_>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    reader.enter_step(PathStep::Member(name.clone()));
    let read = read(reader);
    let read = reader.settle(read);
    reader.leave_step();
    match read {
        Ok(_) => Ok(()),
        Err(refused) => {
            reader.context.in_member(name);
            Err(refused)
        }
    }
}

/// Decodes the value of an optional member, or keeps it if it does not fit.
fn read_optional(
    reader: &mut JsonReader<'_>,
    name: Cow<'static, str>,
    read: &mut dyn FnMut(&mut JsonReader<'_>) -> Result<(), DecodeError>,
    extra: &mut JsonObject,
) -> Result<(), DecodeError> {
    if reader.is_strict() {
        return read_required(reader, name, read);
    }
    if reader.only_checks() {
        return Ok(());
    }
    reader.enter_step(PathStep::Member(name.clone()));
    let checked = reader.check(read);
    let read = match checked {
        Ok(()) => read(reader),
        Err(failure) => reader.keep(failure).map(|value| {
            extra.insert(name.into_owned(), value);
        }),
    };
    reader.leave_step();
    read
}

/// Decodes the entries of a map.
#[cold]
pub(crate) fn read_entries(
    reader: &mut JsonReader<'_>,
    map: &mut dyn DecodeEntries,
) -> Result<(), DecodeError> {
    let (members, end) = reader.members()?;
    for member in &members {
        if !reader.enter_member(member)? {
            continue;
        }
        reader.enter_step(PathStep::Member((*member.name).to_owned().into()));
        let read = map.insert(&member.name, reader);
        let read = reader.settle(read);
        reader.leave_step();
        if let Err(refused) = read {
            reader.context.in_member((*member.name).to_owned());
            return Err(refused);
        }
    }
    reader.go_to(end);
    Ok(())
}
