//! Access to the headers of a request, of any type.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use super::ParseError;

/// The headers of a request.
///
/// Implemented for slices, arrays, vectors and maps of names and values, for [`Pairs`] of any iterator, and with the feature `http`
/// for `http::HeaderMap` of version 1. Names are compared without regard to case.
///
/// A closure from a header's name to its value serves as headers, too, so that the types of any framework do:
///
/// ```
/// # use webhook_events::Headers;
/// # struct Request(std::collections::HashMap<String, String>);
/// # impl Request {
/// #     fn header(&self, name: &str) -> Option<&str> {
/// #         self.0.get(name).map(String::as_str)
/// #     }
/// # }
/// # let request = Request([("x-kind".to_owned(), "push".to_owned())].into());
/// let headers = |name: &str| request.header(name).map(str::as_bytes);
/// # fn receive(headers: &impl Headers) {
/// #     headers.each_value("x-kind", &mut |value| assert_eq!(value, b"push"));
/// # }
/// receive(&headers);
/// ```
///
/// A closure gives one value for each name. Headers that are repeated with different values are refused where a signature or the
/// event's name depends on them, which a closure hides.
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no access to headers",
    note = "pass pairs of names and values, or a closure such as `|name: &str| headers.get(name).map(|value| value.as_bytes())`",
    note = "`http::HeaderMap` of version 1 needs the feature `http`"
)]
pub trait Headers {
    /// Calls `found` with every value of the header `name`.
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8]));
}

/// Headers from an iterator of pairs of name and value, which is cloned for each lookup.
#[derive(Debug, Clone, Copy)]
pub struct Pairs<I>(pub I);

/// Naming of events by a header.
pub(crate) struct HeaderNaming {
    /// Name of the header.
    pub(crate) header: &'static str,
    /// Values that differ from the event's name, each with that name.
    pub(crate) aliases: &'static [(&'static str, &'static str)],
}

impl HeaderNaming {
    /// The name of a request's event.
    pub(crate) fn event_name<H: Headers + ?Sized>(
        &self,
        vendor: &'static str,
        headers: &H,
    ) -> Result<Cow<'static, str>, ParseError> {
        let refused = |problem| ParseError::of_header(vendor, self.header, problem);
        let value = single_value(headers, self.header).map_err(|fault| {
            refused(match fault {
                HeaderFault::Missing => "is missing",
                HeaderFault::Repeated => "is there several times, with different values",
            })
        })?;
        let value = String::from_utf8(value).map_err(|_| refused("is not UTF-8"))?;
        if value.is_empty() {
            return Err(refused("is empty"));
        }
        let mut aliases = self.aliases.iter();
        let alias = aliases.find(|(alias, _)| *alias == value);
        Ok(alias.map_or(Cow::Owned(value), |(_, event_name)| {
            Cow::Borrowed(event_name)
        }))
    }
}

/// Fault of a header that must have one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeaderFault {
    /// It is absent.
    Missing,
    /// It is repeated with different values.
    Repeated,
}

/// The value of a header that must have one value; it may be repeated with the same value.
pub(crate) fn single_value<H: Headers + ?Sized>(
    headers: &H,
    name: &str,
) -> Result<Vec<u8>, HeaderFault> {
    let mut first: Option<Vec<u8>> = None;
    let mut differ = false;
    headers.each_value(name, &mut |value| match &first {
        Some(first) => differ |= first != value,
        None => first = Some(value.to_owned()),
    });
    match first {
        Some(_) if differ => Err(HeaderFault::Repeated),
        Some(value) => Ok(value),
        None => Err(HeaderFault::Missing),
    }
}

fn each_match<N: AsRef<str>, V: AsRef<[u8]>>(
    pairs: impl IntoIterator<Item = (N, V)>,
    name: &str,
    found: &mut dyn FnMut(&[u8]),
) {
    for (candidate, value) in pairs {
        if candidate.as_ref().eq_ignore_ascii_case(name) {
            found(value.as_ref());
        }
    }
}

/// A closure that returns the value of a header.
impl<'h, F: Fn(&str) -> Option<&'h [u8]> + ?Sized> Headers for F {
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        self(name).into_iter().for_each(found);
    }
}

/// References to headers. An impl for references to all types would overlap with that for closures.
macro_rules! references {
    ($([$($parameters:tt)*] $headers:ty;)*) => {$(
        impl<$($parameters)*> Headers for &$headers {
            fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
                (**self).each_value(name, found);
            }
        }
    )*};
}

references! {
    [] dyn Headers + '_;
    [N: AsRef<str>, V: AsRef<[u8]>] [(N, V)];
    [N: AsRef<str>, V: AsRef<[u8]>, const L: usize] [(N, V); L];
    [N: AsRef<str>, V: AsRef<[u8]>] Vec<(N, V)>;
    [N: AsRef<str>, V: AsRef<[u8]>, S: BuildHasher] HashMap<N, V, S>;
    [N: AsRef<str>, V: AsRef<[u8]>] BTreeMap<N, V>;
    [I: IntoIterator<Item = (N, V)> + Clone, N: AsRef<str>, V: AsRef<[u8]>] Pairs<I>;
}

#[cfg(feature = "http")]
references!([] http::HeaderMap;);

impl<I, N, V> Headers for Pairs<I>
where
    I: IntoIterator<Item = (N, V)> + Clone,
    N: AsRef<str>,
    V: AsRef<[u8]>,
{
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        each_match(self.0.clone(), name, found);
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for [(N, V)] {
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        each_match(self.iter().map(|(name, value)| (name, value)), name, found);
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>, const L: usize> Headers for [(N, V); L] {
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        self.as_slice().each_value(name, found);
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for Vec<(N, V)> {
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        self.as_slice().each_value(name, found);
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>, S: BuildHasher> Headers for HashMap<N, V, S> {
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        each_match(self, name, found);
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for BTreeMap<N, V> {
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        each_match(self, name, found);
    }
}

#[cfg(feature = "http")]
impl Headers for http::HeaderMap {
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        for value in self.get_all(name) {
            found(value.as_bytes());
        }
    }
}
