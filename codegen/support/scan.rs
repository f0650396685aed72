//! Scanning of JSON text without building values.
//!
//! Skipped values are not validated; callers that need valid JSON must decode the text as well.

use std::borrow::Cow;
use std::ops::Range;

/// A position in a JSON text. Depth is counted without recursion, so no input can exhaust the stack.
#[derive(Clone)]
pub(crate) struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t [u8], at: usize) -> Self {
        Self { text, at }
    }

    /// The current byte offset.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Moves to a byte offset.
    pub(crate) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// The next byte that is not white space, without consuming it.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        self.skip_space();
        self.byte()
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Consumes this byte, if it is next.
    #[inline]
    pub(crate) fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Consumes a comma, or the bracket that closes the array or object; `false` in the latter case.
    #[inline]
    pub(crate) fn next(&mut self, bracket: u8) -> Option<bool> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b',' => Some(true),
            _ => (byte == bracket).then_some(false),
        }
    }

    #[inline]
    pub(crate) fn skip_space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    /// Skips a string and returns its range, quotes included.
    pub(crate) fn skip_string(&mut self) -> Option<Range<usize>> {
        let (inside, _) = self.quoted()?;
        Some(inside.start - 1..inside.end + 1)
    }

    /// Skips a string; returns the range between its quotes, and true if it has no escapes.
    #[inline(always)]
    fn quoted(&mut self) -> Option<(Range<usize>, bool)> {
        self.eat(b'"')?;
        let (start, mut is_plain) = (self.at, true);
        loop {
            self.at = to_quote(self.text, self.at)? + 1;
            if self.text[self.at - 1] == b'"' {
                return Some((start..self.at - 1, is_plain));
            }
            // Skip the escaped character.
            is_plain = false;
            self.at += 1;
        }
    }

    /// Reads a string, borrowed if it has no escapes.
    pub(crate) fn string(&mut self) -> Option<Cow<'t, str>> {
        match self.name()? {
            Cow::Borrowed(text) => std::str::from_utf8(text).ok().map(Cow::Borrowed),
            Cow::Owned(text) => String::from_utf8(text).ok().map(Cow::Owned),
        }
    }

    /// Reads a string as bytes, which are not checked to be UTF-8.
    #[inline(always)]
    pub(crate) fn name(&mut self) -> Option<Cow<'t, [u8]>> {
        let (inside, is_plain) = self.quoted()?;
        if is_plain {
            return Some(Cow::Borrowed(&self.text[inside]));
        }
        let quoted = &self.text[inside.start - 1..inside.end + 1];
        let text: String = serde_json::from_slice(quoted).ok()?;
        Some(Cow::Owned(text.into_bytes()))
    }

    /// Skips a value of any type.
    #[inline]
    pub(crate) fn skip_value(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => self.quoted().map(|_| ()),
            b'{' | b'[' => self.skip_inside(),
            b'}' | b']' | b',' | b':' => None,
            _ => {
                let ends = |byte: u8| {
                    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':')
                        || matches!(byte, b'"' | b'[' | b']' | b'{' | b'}')
                };
                while self.byte().is_some_and(|byte| !ends(byte)) {
                    self.at += 1;
                }
                Some(())
            }
        }
    }

    /// Reads the text of a number or a literal.
    pub(crate) fn scalar(&mut self) -> Option<&'t str> {
        self.skip_space();
        let start = self.at;
        self.skip_value()?;
        std::str::from_utf8(&self.text[start..self.at]).ok()
    }

    /// Skips an object or an array up to its closing bracket.
    fn skip_inside(&mut self) -> Option<()> {
        let (mut depth, mut is_in_string) = (0usize, false);
        'words: while self.at < self.text.len() {
            let mut found = brackets_and_quotes(self.word());
            while found != 0 {
                let place = self.at + (found.trailing_zeros() / 8) as usize;
                found &= found - 1;
                match self.text[place] {
                    b'"' => is_in_string = !is_in_string,
                    b'\\' => {
                        // Skip the escaped character.
                        self.at = place + 2;
                        continue 'words;
                    }
                    _ if is_in_string => {}
                    b'{' | b'[' => depth += 1,
                    _ => {
                        depth -= 1;
                        if depth == 0 {
                            self.at = place + 1;
                            return Some(());
                        }
                    }
                }
            }
            self.at += 8;
        }
        None
    }

    /// The next eight bytes, padded with zeros at the end of the text.
    fn word(&self) -> u64 {
        let rest = &self.text[self.at..];
        let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut bytes = [0; 8];
            bytes[..rest.len()].copy_from_slice(rest);
            bytes
        });
        u64::from_le_bytes(bytes)
    }

    /// Names and value ranges of the members of an object. Ends early if the text is not valid JSON.
    pub(crate) fn members(self) -> impl Iterator<Item = (Cow<'t, str>, Range<usize>)> {
        self.members_skipping(Self::skip_value)
    }

    /// The same with another function that skips a value.
    pub(crate) fn members_skipping(
        mut self,
        skip: impl Fn(&mut Self) -> Option<()>,
    ) -> impl Iterator<Item = (Cow<'t, str>, Range<usize>)> {
        let mut before = b'{';
        std::iter::from_fn(move || {
            self.eat(before)?;
            before = b',';
            let name = self.string()?;
            self.eat(b':')?;
            self.skip_space();
            let start = self.at;
            skip(&mut self)?;
            Some((name, start..self.at))
        })
    }

    /// Advances past the next bracket or brace outside of strings, and returns its offset.
    pub(crate) fn next_bracket(&mut self) -> Option<usize> {
        loop {
            match self.byte()? {
                b'"' => {
                    self.skip_string()?;
                }
                b'{' | b'}' | b'[' | b']' => {
                    self.at += 1;
                    return Some(self.at - 1);
                }
                _ => self.at += 1,
            }
        }
    }

    /// Advances to the value of the `nth` member called `name`; returns the range of that name.
    pub(crate) fn enter_member(&mut self, name: &str, nth: usize) -> Option<Range<usize>> {
        self.eat(b'{')?;
        let mut seen = 0;
        loop {
            let key = self.skip_string()?;
            let has_name = serde_json::from_slice::<String>(&self.text[key.clone()])
                .is_ok_and(|text| text == name);
            self.eat(b':')?;
            seen += usize::from(has_name);
            if has_name && seen == nth {
                return Some(key);
            }
            self.skip_value()?;
            self.eat(b',')?;
        }
    }

    /// Advances to the item at this index.
    pub(crate) fn enter_item(&mut self, index: usize) -> Option<()> {
        self.eat(b'[')?;
        for _ in 0..index {
            self.skip_value()?;
            self.eat(b',')?;
        }
        Some(())
    }
}

/// Offset of the first quote or backslash from `at` on.
#[inline]
fn to_quote(text: &[u8], at: usize) -> Option<usize> {
    let place = first_place(
        text,
        at,
        |word| bytes_that_are(word, b'"') | bytes_that_are(word, b'\\'),
        |byte| matches!(byte, b'"' | b'\\'),
    );
    (place < text.len()).then_some(place)
}

/// Offset of the first quote, backslash or control character from `at` on, which ends the part of a string that can be copied as it
/// is; the length of `text` if there is none.
#[inline]
pub(crate) fn to_end_of_plain(text: &[u8], at: usize) -> usize {
    first_place(
        text,
        at,
        |word| bytes_that_are(word, b'"') | bytes_that_are(word, b'\\') | control_bytes(word),
        |byte| matches!(byte, b'"' | b'\\' | ..b' '),
    )
}

/// Offset of the first wanted byte from `at` on, or the length of `text`. `wanted_in` sets the highest bit of the lowest wanted byte
/// of a word.
///
/// Compares eight bytes at a time: strings in bodies are too short for the set-up cost of a general search.
#[inline(always)]
fn first_place(
    text: &[u8],
    mut at: usize,
    wanted_in: impl Fn(u64) -> u64,
    is_wanted: impl Fn(u8) -> bool,
) -> usize {
    while let Some(bytes) = text.get(at..at + 8).and_then(<[u8]>::first_chunk) {
        let found = wanted_in(u64::from_le_bytes(*bytes));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while text.get(at).is_some_and(|byte| !is_wanted(*byte)) {
        at += 1;
    }
    at
}

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGHEST: u64 = ONES << 7;

/// Sets the highest bit of the lowest byte of `word` that equals `byte`, and possibly of bytes above it; zero if none is equal.
fn bytes_that_are(word: u64, byte: u8) -> u64 {
    let zeros = word ^ (ONES * u64::from(byte));
    zeros.wrapping_sub(ONES) & !zeros & HIGHEST
}

/// The same for bytes below a space.
fn control_bytes(word: u64) -> u64 {
    word.wrapping_sub(ONES * u64::from(b' ')) & !word & HIGHEST
}

/// Sets the highest bit of exactly the bytes of `word` that are a bracket, a brace, a quote or a backslash.
fn brackets_and_quotes(word: u64) -> u64 {
    // The highest bit is clear in exactly the bytes equal to `byte`.
    let differs = |word: u64, byte: u8| {
        let zeros = word ^ (ONES * u64::from(byte));
        ((zeros & !HIGHEST) + !HIGHEST) | zeros
    };
    // A brace is a bracket with bit 5 set.
    let folded = word | ONES << 5;
    let differ = differs(folded, b'{') & differs(folded, b'}');
    !(differ & differs(word, b'"') & differs(word, b'\\')) & HIGHEST
}
