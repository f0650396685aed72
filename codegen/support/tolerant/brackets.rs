//! Index of the arrays and objects of a JSON text, so that they can be skipped without a scan.

use crate::support::scan::Scanner;

/// The arrays and objects of a valid JSON text.
pub(crate) struct Brackets {
    /// Offset of each opening bracket, and the offset after its closing bracket; sorted.
    ranges: Vec<(usize, usize)>,
}

impl Brackets {
    /// Indexes a text. Of a text that is not valid JSON the index may be incomplete.
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        let mut open = Vec::new();
        let mut scanner = Scanner::new(bytes, 0);
        while let Some(at) = scanner.next_bracket() {
            if matches!(bytes[at], b'{' | b'[') {
                open.push(ranges.len());
                ranges.push((at, bytes.len()));
            } else if let Some(index) = open.pop() {
                ranges[index].1 = at + 1;
            }
        }
        Self { ranges }
    }

    /// Skips the next value.
    pub(crate) fn skip(&self, scanner: &mut Scanner<'_>) -> Option<()> {
        if !matches!(scanner.peek()?, b'{' | b'[') {
            return scanner.skip_value();
        }
        let at = scanner.at();
        match self.ranges.binary_search_by_key(&at, |range| range.0) {
            Ok(index) => scanner.go_to(self.ranges[index].1),
            Err(_) => scanner.skip_value()?,
        }
        Some(())
    }
}
