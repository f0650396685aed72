//! Walking over JSON without building it.
//!
//! What is skipped is not checked: whoever needs to know whether a text is JSON reads it as well.

use std::borrow::Cow;
use std::ops::Range;

/// A place in a text. Depth is counted, not recursed into, so no input can exhaust the stack.
pub(crate) struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t [u8], at: usize) -> Self {
        Self { text, at }
    }

    /// The place, in bytes.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The next byte that is no space, which stays where it is.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        self.skip_space();
        self.byte()
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Goes past the next byte, if that is this one.
    #[inline]
    pub(crate) fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Goes past a comma, or past the bracket that closes what is entered: then there is nothing more in it.
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

    /// Skips a string and gives its range, quotes included.
    pub(crate) fn skip_string(&mut self) -> Option<Range<usize>> {
        let (inside, _) = self.quoted()?;
        Some(inside.start - 1..inside.end + 1)
    }

    /// Skips a string and gives what stands between its quotes, and whether that is plain: without an escape.
    #[inline]
    fn quoted(&mut self) -> Option<(Range<usize>, bool)> {
        self.eat(b'"')?;
        let (start, mut is_plain) = (self.at, true);
        loop {
            self.at = to_quote(self.text, self.at)? + 1;
            if self.text[self.at - 1] == b'"' {
                return Some((start..self.at - 1, is_plain));
            }
            // What is escaped.
            is_plain = false;
            self.at += 1;
        }
    }

    /// The string that comes next; borrowed where it holds no escape.
    pub(crate) fn string(&mut self) -> Option<Cow<'t, str>> {
        match self.name()? {
            Cow::Borrowed(text) => std::str::from_utf8(text).ok().map(Cow::Borrowed),
            Cow::Owned(text) => String::from_utf8(text).ok().map(Cow::Owned),
        }
    }

    /// The string that comes next, which need not be UTF-8 to be compared.
    #[inline]
    pub(crate) fn name(&mut self) -> Option<Cow<'t, [u8]>> {
        let (inside, is_plain) = self.quoted()?;
        if is_plain {
            return Some(Cow::Borrowed(&self.text[inside]));
        }
        let quoted = &self.text[inside.start - 1..inside.end + 1];
        let text: String = serde_json::from_slice(quoted).ok()?;
        Some(Cow::Owned(text.into_bytes()))
    }

    /// Skips a value of any kind.
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

    /// Skips an object or an array: whatever stands there up to the bracket that closes it.
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
                        // What is escaped counts for nothing.
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

    /// The next eight bytes, with zeros behind the end of the text.
    fn word(&self) -> u64 {
        let rest = &self.text[self.at..];
        let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut bytes = [0; 8];
            bytes[..rest.len()].copy_from_slice(rest);
            bytes
        });
        u64::from_le_bytes(bytes)
    }

    /// The members of the object that comes next, as far as the text is JSON: names, and where the values stand.
    pub(crate) fn members(mut self) -> impl Iterator<Item = (Cow<'t, str>, Range<usize>)> {
        let mut before = b'{';
        std::iter::from_fn(move || {
            self.eat(before)?;
            before = b',';
            let name = self.string()?;
            self.eat(b':')?;
            self.skip_space();
            let start = self.at;
            self.skip_value()?;
            Some((name, start..self.at))
        })
    }

    /// Goes to the value of the `nth` member called `name` and gives the place of that name.
    pub(crate) fn enter_member(&mut self, name: &str, nth: usize) -> Option<Range<usize>> {
        self.eat(b'{')?;
        let mut seen = 0;
        loop {
            let key = self.skip_string()?;
            let is_it = serde_json::from_slice::<String>(&self.text[key.clone()])
                .is_ok_and(|text| text == name);
            self.eat(b':')?;
            seen += usize::from(is_it);
            if is_it && seen == nth {
                return Some(key);
            }
            self.skip_value()?;
            self.eat(b',')?;
        }
    }

    /// Goes to the item at this place.
    pub(crate) fn enter_item(&mut self, index: usize) -> Option<()> {
        self.eat(b'[')?;
        for _ in 0..index {
            self.skip_value()?;
            self.eat(b',')?;
        }
        Some(())
    }
}

/// The place of the first quote or backslash from `at` on.
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

/// The place of the first quote, backslash or control character from `at` on: where a string ends, or is not plain any more.
/// The length of `text` if there is none.
#[inline]
pub(crate) fn to_end_of_plain(text: &[u8], at: usize) -> usize {
    first_place(
        text,
        at,
        |word| bytes_that_are(word, b'"') | bytes_that_are(word, b'\\') | control_bytes(word),
        |byte| matches!(byte, b'"' | b'\\' | ..b' '),
    )
}

/// The place of the first byte from `at` on that is wanted, or the length of `text`. `wanted_in` sets the highest bit of the
/// lowest byte of a word that is wanted.
///
/// Eight bytes at a time: strings in bodies are too short for a general search to be worth its preparations.
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

/// The highest bit of the lowest byte of `word` that is `byte`, and perhaps of some above it; nothing if none is.
fn bytes_that_are(word: u64, byte: u8) -> u64 {
    let zeros = word ^ (ONES * u64::from(byte));
    zeros.wrapping_sub(ONES) & !zeros & HIGHEST
}

/// The same for bytes below a space.
fn control_bytes(word: u64) -> u64 {
    word.wrapping_sub(ONES * u64::from(b' ')) & !word & HIGHEST
}

/// The highest bit of every byte of `word` that is a bracket, a brace, a quote or a backslash, and of no other.
fn brackets_and_quotes(word: u64) -> u64 {
    // Clear in every byte that is this one.
    let differs = |word: u64, byte: u8| {
        let zeros = word ^ (ONES * u64::from(byte));
        ((zeros & !HIGHEST) + !HIGHEST) | zeros
    };
    // Braces are brackets with one more bit.
    let folded = word | ONES << 5;
    let differ = differs(folded, b'{') & differs(folded, b'}');
    !(differ & differs(word, b'"') & differs(word, b'\\')) & HIGHEST
}
