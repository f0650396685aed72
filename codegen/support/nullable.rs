//! Members that may be absent or `null`, as two distinct states.

/// An optional member that may also be `null`.
///
/// A vendor may give absence and `null` different meanings, such as "not changed" and "removed", so they are distinct variants:
///
/// | JSON | value |
/// | --- | --- |
/// | `{}` | `Absent` |
/// | `{"name": null}` | `Null` |
/// | `{"name": "x"}` | `Value("x")` |
///
/// Where the difference does not matter, [`value`](Self::value) gives an `Option`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// The member is absent.
    #[default]
    Absent,
    /// The member is `null`.
    Null,
    /// The member has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value; `None` if the member is absent or `null`.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Converts into the value; `None` if the member is absent or `null`.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns true if the member is absent.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns true if the member is present and `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}
