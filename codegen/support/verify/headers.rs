//! The headers of a request, whatever type they have.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use super::VerifyError;

/// The headers of a request.
///
/// There for lists and maps of pairs of a name and a value, for [`Pairs`] of any iterator, and behind the feature `http` for
/// `http::HeaderMap`. Names are compared without case.
pub trait Headers {
    /// Calls `found` with every value of the header `name`.
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8]));
}

/// The headers that an iterator gives, each as a name and a value. It is walked once for each header that is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Pairs<I>(pub I);

/// The value of a header that may be there once only; the same value again does no harm.
pub(super) fn only<H: Headers + ?Sized>(
    headers: &H,
    name: &'static str,
) -> Result<Vec<u8>, VerifyError> {
    let mut first: Option<Vec<u8>> = None;
    let mut differ = false;
    headers.each_value(name, &mut |value| match &first {
        Some(first) => differ |= first != value,
        None => first = Some(value.to_owned()),
    });
    match first {
        Some(_) if differ => Err(VerifyError::RepeatedHeader { header: name }),
        Some(value) => Ok(value),
        None => Err(VerifyError::MissingHeader { header: name }),
    }
}

fn walk<N: AsRef<str>, V: AsRef<[u8]>>(
    pairs: impl IntoIterator<Item = (N, V)>,
    name: &str,
    found: &mut dyn FnMut(&[u8]),
) {
    for (one, value) in pairs {
        if one.as_ref().eq_ignore_ascii_case(name) {
            found(value.as_ref());
        }
    }
}

impl<H: Headers + ?Sized> Headers for &H {
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        (**self).each_value(name, found);
    }
}

impl<I, N, V> Headers for Pairs<I>
where
    I: IntoIterator<Item = (N, V)> + Clone,
    N: AsRef<str>,
    V: AsRef<[u8]>,
{
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        walk(self.0.clone(), name, found);
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for [(N, V)] {
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        walk(self.iter().map(|(one, value)| (one, value)), name, found);
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
        walk(self, name, found);
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for BTreeMap<N, V> {
    fn each_value(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        walk(self, name, found);
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
