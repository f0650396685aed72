//! Amounts of money as vendors write them for people.

use std::fmt;

/// An amount of money as a vendor wrote it, with as much of its meaning as is certain.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Money {
    /// As it was written, such as `$5.99`.
    pub text: String,
    /// How much. `None` where the text can be read in two ways, as `$1,234` can, or in none.
    pub amount: Option<Amount>,
    /// The currency's symbol or code as it was written, such as `$`, `US$` or `EUR`.
    pub currency: Option<String>,
}

/// A decimal number, exactly as it was written: `5.90` is not `5.9`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Amount {
    /// All digits, without the decimal point: 599 for `5.99`.
    pub digits: i128,
    /// How many of them stand behind the decimal point.
    pub decimals: u32,
}

impl Money {
    /// Reads an amount of money.
    pub(crate) fn of(text: &str) -> Self {
        let parts = Parts::of(text);
        Self {
            text: text.to_owned(),
            amount: parts.as_ref().and_then(Parts::amount),
            currency: parts.and_then(|parts| parts.currency).map(str::to_owned),
        }
    }
}

/// Such as `-1234.56`, which every decimal type can read.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.decimals as usize;
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = format!("{:0>1$}", self.digits.unsigned_abs(), decimals + 1);
        match digits.split_at(digits.len() - decimals) {
            (whole, "") => write!(f, "{sign}{whole}"),
            (whole, fraction) => write!(f, "{sign}{whole}.{fraction}"),
        }
    }
}

/// The text of an amount of money, taken apart.
struct Parts<'t> {
    is_negative: bool,
    /// From the first digit to the last one.
    number: &'t str,
    currency: Option<&'t str>,
}

impl<'t> Parts<'t> {
    /// `None` if there is anything that is neither a number, nor its sign, nor one currency.
    fn of(text: &'t str) -> Option<Self> {
        let start = text.find(|char: char| char.is_ascii_digit())?;
        let end = text.rfind(|char: char| char.is_ascii_digit())? + 1;
        let (before, after) = (&text[..start], &text[end..]);
        // A separator at the edge belongs to a number that is not whole: `$.99` is not 99 dollars.
        if before.ends_with(POINTS) || after.starts_with(POINTS) {
            return None;
        }
        let (before, after) = (before.trim(), after.trim());
        let unsigned = before
            .strip_prefix(MINUS)
            .or_else(|| before.strip_suffix(MINUS));
        let currency = match (unsigned.unwrap_or(before).trim(), after) {
            ("", "") => None,
            (one, "") | ("", one) => Some(one),
            _ => return None,
        };
        currency.is_none_or(is_currency).then_some(Self {
            is_negative: unsigned.is_some(),
            number: &text[start..end],
            currency,
        })
    }

    /// The amount, if its separators can be read in one way only.
    fn amount(&self) -> Option<Amount> {
        let (whole, fraction) = self.halves()?;
        let digits = whole.chars().chain(fraction.chars());
        let digits: String = digits.filter(char::is_ascii_digit).collect();
        let digits: i128 = digits.parse().ok()?;
        Some(Amount {
            digits: if self.is_negative { -digits } else { digits },
            decimals: fraction.len().try_into().ok()?,
        })
    }

    /// What stands before the decimal point, and what stands after it.
    fn halves(&self) -> Option<(&'t str, &'t str)> {
        let separator = |char: &char| !char.is_ascii_digit();
        let separators: Vec<char> = self.number.chars().filter(separator).collect();
        let Some((last, others)) = separators.split_last() else {
            return Some((self.number, ""));
        };
        if !POINTS.contains(last) || others.contains(last) {
            return is_grouped(self.number, *last).then_some((self.number, ""));
        }
        let (whole, fraction) = self.number.rsplit_once(*last)?;
        let is_certain = match others.first() {
            // Three digits may be thousands or thousandths; more are written by nobody.
            None => fraction.len() < 3 || whole == "0",
            Some(other) => is_grouped(whole, *other),
        };
        is_certain.then_some((whole, fraction))
    }
}

const POINTS: [char; 2] = ['.', ','];
const MINUS: [char; 2] = ['-', '\u{2212}'];
/// What stands between groups of three digits: points, apostrophes, spaces.
const GROUPERS: [char; 7] = ['.', ',', '\'', '\u{2019}', ' ', '\u{a0}', '\u{202f}'];

/// Whether `separator` and no other stands between groups of three digits.
fn is_grouped(number: &str, separator: char) -> bool {
    let mut groups = number.split(separator);
    let first = groups.next().unwrap_or_default();
    let is_first = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let is_group = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    GROUPERS.contains(&separator)
        && is_first
        && is_group(first)
        && groups.all(|group| group.len() == 3 && is_group(group))
}

/// Currencies that are written as a word.
const WORDS: &[&str] = &[
    "Bs", "Fr.", "Ft", "Kč", "R", "RM", "Rp", "Rs", "Rs.", "S/", "TL", "kr", "kr.", "lei", "zł",
    "лв.",
];

/// Whether this is the symbol of a currency, with a country perhaps (`US$`, `$CA`), or a code (`EUR`).
fn is_currency(text: &str) -> bool {
    let is_code = |code: &str| code.bytes().all(|byte| byte.is_ascii_uppercase());
    if WORDS.contains(&text) || (text.len() == 3 && is_code(text)) {
        return true;
    }
    let country = text
        .strip_prefix(is_symbol)
        .or_else(|| text.strip_suffix(is_symbol));
    country.is_some_and(|country| country.len() <= 3 && is_code(country))
}

fn is_symbol(char: char) -> bool {
    matches!(
        char,
        '$' | '\u{a2}'..='\u{a5}' | '\u{58f}' | '\u{60b}' | '\u{9f2}' | '\u{9f3}' | '\u{e3f}' | '\u{17db}'
            | '\u{20a0}'..='\u{20cf}' | '\u{fdfc}' | '\u{ff04}' | '\u{ffe1}' | '\u{ffe5}' | '\u{ffe6}'
    )
}
