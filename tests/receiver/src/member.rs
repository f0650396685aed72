//! Single members of a JSON body.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// The text of a member of a JSON object.
pub(crate) fn text_at(body: &[u8], path: &[&str]) -> Option<String> {
    let mut value: &RawValue = serde_json::from_slice(body).ok()?;
    for name in path {
        let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(value.get()).ok()?;
        value = members.remove(*name)?;
    }
    serde_json::from_str(value.get()).ok()
}
