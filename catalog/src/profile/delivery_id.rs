//! The id of a delivery: the key `delivery_id` of a profile.

use super::{CODES, is_header_name};
use crate::pointer;
use crate::text::shown;
use crate::toml_file::TomlTable;

/// Place of a delivery's id, which stays the same when the vendor sends the delivery again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryId {
    /// A header, as the vendor spells it.
    Header(String),
    /// JSON pointer to a text in the body.
    Body(String),
}

/// Reads the key `delivery_id`.
pub(super) fn read_delivery_id(table: &TomlTable<'_>) -> Option<DeliveryId> {
    let text = table.text("delivery_id")?;
    if text.starts_with('/') && pointer::parse(text).is_ok() {
        return Some(DeliveryId::Body(text.to_owned()));
    }
    if !text.is_empty() && is_header_name(text) {
        return Some(DeliveryId::Header(text.to_owned()));
    }
    table.refuse(
        "delivery_id",
        CODES.bad_value,
        format!("{} is neither a JSON pointer nor a header", shown(text)),
        "write the header that holds the id, or `\"/key\"` for a member of the body",
    );
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{found, read};

    #[test]
    fn an_id_is_a_header_or_a_member() {
        let id = |line: &str| read(&format!("[acme]\n{line}")).0.remove(0).delivery_id;
        let header = DeliveryId::Header("X-Acme-Id".to_owned());
        assert_eq!(id("delivery_id = \"X-Acme-Id\""), Some(header));
        let member = DeliveryId::Body("/event/id".to_owned());
        assert_eq!(id("delivery_id = \"/event/id\""), Some(member));
        assert_eq!(id(""), None);
        for wrong in ["", "x id", "/~2"] {
            let found = found(&format!("delivery_id = \"{wrong}\""));
            assert!(
                found[0].starts_with("E052 /acme/delivery_id: "),
                "{found:?}"
            );
        }
    }
}
