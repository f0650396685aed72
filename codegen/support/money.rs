//! Amounts of money in texts for people.

use std::fmt;

/// An amount of money as written in a text for people, such as `$5.99` or `1.234,56 €`.
///
/// The text is interpreted only where it has one possible meaning; it is always available as [`text`](Self::text).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Money {
    /// The original text, such as `$5.99`.
    pub text: String,
    /// The amount, in units of the currency. `None` if the text is ambiguous, as `$1,234` is, or is not an amount.
    pub amount: Option<Amount>,
    /// The currency's symbol or code as written, such as `$`, `US$` or `EUR`. A symbol can stand for several currencies.
    pub currency: Option<String>,
}

/// A decimal number with its number of decimals: `5.90` and `5.9` are not equal.
///
/// Its `Display` form, such as `-1234.56`, can be parsed by any decimal type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Amount {
    /// All digits without the decimal point: 599 for `5.99`. Negative for a negative amount.
    pub digits: i128,
    /// Number of digits after the decimal point: 2 for `5.99`.
    pub decimals: u32,
}

impl Money {
    /// Interprets a text.
    pub(crate) fn from_text(text: &str) -> Self {
        let parts = Parts::split(text);
        Self {
            text: text.to_owned(),
            amount: parts.as_ref().and_then(Parts::amount),
            currency: parts.and_then(|parts| parts.currency).map(str::to_owned),
        }
    }
}

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

/// Parts of a text that is an amount of money.
struct Parts<'t> {
    is_negative: bool,
    /// From the first digit to the last.
    number: &'t str,
    currency: Option<&'t str>,
}

impl<'t> Parts<'t> {
    /// `None` if the text has anything beside a number, its sign and one currency.
    fn split(text: &'t str) -> Option<Self> {
        let start = text.find(|char: char| char.is_ascii_digit())?;
        let end = text.rfind(|char: char| char.is_ascii_digit())? + 1;
        let (before, after) = (&text[..start], &text[end..]);
        // A decimal point next to the digits is part of the number: `$.99` is not 99 dollars.
        if before.ends_with(POINTS) || after.starts_with(POINTS) {
            return None;
        }
        let (before, after) = (before.trim(), after.trim());
        let unsigned = before
            .strip_prefix(MINUS)
            .or_else(|| before.strip_suffix(MINUS));
        let currency = match (unsigned.unwrap_or(before).trim(), after) {
            ("", "") => None,
            (currency, "") | ("", currency) => Some(currency),
            _ => return None,
        };
        currency.is_none_or(is_currency).then_some(Self {
            is_negative: unsigned.is_some(),
            number: &text[start..end],
            currency,
        })
    }

    /// The amount; `None` if its separators are ambiguous.
    fn amount(&self) -> Option<Amount> {
        let (whole, fraction) = self.integer_and_fraction()?;
        let digits = whole.chars().chain(fraction.chars());
        let digits: String = digits.filter(char::is_ascii_digit).collect();
        let digits: i128 = digits.parse().ok()?;
        Some(Amount {
            digits: if self.is_negative { -digits } else { digits },
            decimals: fraction.len().try_into().ok()?,
        })
    }

    /// Integer part and fraction.
    fn integer_and_fraction(&self) -> Option<(&'t str, &'t str)> {
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
            // Three digits may be thousands or a fraction; longer fractions are not in use.
            None => fraction.len() < 3 || whole == "0",
            Some(other) => is_grouped(whole, *other),
        };
        is_certain.then_some((whole, fraction))
    }
}

const POINTS: [char; 2] = ['.', ','];
const MINUS: [char; 2] = ['-', '\u{2212}'];
/// Separators of groups of three digits: points, apostrophes, spaces.
const GROUPERS: [char; 7] = ['.', ',', '\'', '\u{2019}', ' ', '\u{a0}', '\u{202f}'];

/// True if `number` consists of groups of three digits separated by `separator`.
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

/// Currency abbreviations.
const ABBREVIATIONS: &[&str] = &[
    "Bs", "Fr.", "Ft", "Kč", "R", "RM", "Rp", "Rs", "Rs.", "S/", "TL", "kr", "kr.", "lei", "zł",
    "лв.",
];

/// True for a currency symbol, optionally with a country (`US$`, `$CA`), and for a currency code (`EUR`).
fn is_currency(text: &str) -> bool {
    let is_code = |code: &str| code.bytes().all(|byte| byte.is_ascii_uppercase());
    if ABBREVIATIONS.contains(&text) || (text.len() == 3 && is_code(text)) {
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
