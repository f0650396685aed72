//! Identifiers of the catalogue: vendors and event names.

use std::error::Error;
use std::fmt;

/// A vendor's slug such as `help-scout`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VendorId(String);

/// Error: the text is not a vendor slug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidVendorId;

impl fmt::Display for InvalidVendorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a vendor is written in lower-case letters, digits and inner hyphens, at least two characters long",
        )
    }
}

impl Error for InvalidVendorId {}

impl VendorId {
    /// Checks a slug: `^[a-z0-9][a-z0-9-]*[a-z0-9]$`.
    pub fn new(slug: &str) -> Result<Self, InvalidVendorId> {
        let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        match slug.as_bytes() {
            [first, inner @ .., last]
                if plain(first)
                    && plain(last)
                    && inner.iter().all(|byte| plain(byte) || *byte == b'-') =>
            {
                Ok(Self(slug.to_owned()))
            }
            _ => Err(InvalidVendorId),
        }
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VendorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The vendor's own name of an event, such as `invoice.paid`, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventName(String);

/// Error: the event name is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmptyEventName;

impl fmt::Display for EmptyEventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event name cannot be empty")
    }
}

impl Error for EmptyEventName {}

impl EventName {
    /// Accepts any text that is not empty; nothing is trimmed or folded.
    pub fn new(name: &str) -> Result<Self, EmptyEventName> {
        if name.is_empty() {
            Err(EmptyEventName)
        } else {
            Ok(Self(name.to_owned()))
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendor_slugs() {
        for good in ["slack", "help-scout", "x1", "a--b", "7-zip"] {
            assert_eq!(
                VendorId::new(good).map(|vendor| vendor.to_string()),
                Ok(good.to_owned())
            );
        }
        for bad in [
            "", "a", "-ab", "ab-", "Slack", "a_b", "a b", "é-ab", "a/b", "..",
        ] {
            assert_eq!(VendorId::new(bad), Err(InvalidVendorId), "{bad:?}");
        }
    }

    #[test]
    fn event_names_are_kept_byte_for_byte() {
        assert_eq!(
            EventName::new(" /Event/A: b ").map(|name| name.to_string()),
            Ok(" /Event/A: b ".to_owned())
        );
        assert_eq!(EventName::new(""), Err(EmptyEventName));
    }
}
