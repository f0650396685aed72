//! Amounts of money in texts.

use crate::support::Money;

/// The amount and the currency of a text, `-` where there is none.
fn interpret(text: &str) -> (String, String) {
    let money = Money::from_text(text);
    assert_eq!(money.text, text);
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    (
        or_dash(money.amount.map(|amount| amount.to_string())),
        or_dash(money.currency),
    )
}

#[track_caller]
fn assert_reads(table: &[(&str, &str, &str)]) {
    for (text, amount, currency) in table {
        assert_eq!(
            interpret(text),
            ((*amount).to_owned(), (*currency).to_owned()),
            "{text}"
        );
    }
}

#[test]
fn currencies_before_and_after_the_number() {
    assert_reads(&[
        ("$5.99", "5.99", "$"),
        ("€4,99", "4.99", "€"),
        ("¥600", "600", "¥"),
        ("US$ 5.99", "5.99", "US$"),
        ("$CA5.90", "5.90", "$CA"),
        ("5.99 EUR", "5.99", "EUR"),
        ("EUR5.99", "5.99", "EUR"),
        ("4,99\u{a0}€", "4.99", "€"),
        ("49 kr", "49", "kr"),
        ("Rs. 500", "500", "Rs."),
        ("5.99", "5.99", "-"),
        (" $5.99 ", "5.99", "$"),
    ]);
}

#[test]
fn signs() {
    assert_reads(&[
        ("-$5.99", "-5.99", "$"),
        ("$-5.99", "-5.99", "$"),
        ("\u{2212}5,99 €", "-5.99", "€"),
        ("-$0.05", "-0.05", "$"),
        ("5.99-", "-", "-"),
        ("--5.99", "-", "-"),
        ("($5.99)", "-", "-"),
    ]);
}

#[test]
fn groups_of_three_digits() {
    assert_reads(&[
        ("$1,234.56", "1234.56", "$"),
        ("1.234,56 €", "1234.56", "€"),
        ("1\u{202f}234,56 €", "1234.56", "€"),
        ("CHF 1'234.50", "1234.50", "CHF"),
        ("$1,234,567", "1234567", "$"),
        ("1 234 kr", "1234", "kr"),
        ("$1,234.567", "1234.567", "$"),
    ]);
}

#[test]
fn ambiguous_separators_give_no_amount() {
    assert_reads(&[
        ("$1,234", "-", "$"),
        ("1.234 €", "-", "€"),
        ("$1234.567", "-", "$"),
        ("$1,2345", "-", "$"),
        ("$12,34.56", "-", "$"),
        ("$1,23,456.78", "-", "$"),
        ("$0,123,456", "-", "$"),
        ("$1,234 567.89", "-", "$"),
        ("$5..99", "-", "$"),
        ("$0.123", "0.123", "$"),
    ]);
}

#[test]
fn texts_without_an_amount() {
    for text in [
        "",
        "$",
        "free",
        "$.99",
        "$5.",
        "Rs.50",
        "5 coins",
        "2 x $5.99",
        "$5.99 USD",
        "about $5.99",
        "$5.99 (was $9.99)",
        "٥٫٩٩",
        "1e3",
        "\u{202e}5.99",
    ] {
        let money = Money::from_text(text);
        assert_eq!(money.amount, None, "{text}");
    }
    assert_reads(&[("$5-6", "-", "$")]);
    let overflow = "9".repeat(40);
    assert_reads(&[(&overflow, "-", "-")]);
}

#[test]
fn an_amount_keeps_its_digits() {
    let amount = Money::from_text("-$0.50").amount.expect("it is an amount");
    assert_eq!((amount.digits, amount.decimals), (-50, 2));
    assert_ne!(
        Money::from_text("5.9").amount,
        Money::from_text("5.90").amount
    );
}
