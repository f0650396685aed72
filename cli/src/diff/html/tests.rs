//! Escaping and readability of texts from a catalogue.

use super::markup::Html;
use super::sides::sides;

fn text(text: &str) -> String {
    let mut page = Html::default();
    page.text(text);
    page.into_string()
}

fn prose(text: &str) -> String {
    let mut page = Html::default();
    page.prose(text);
    page.into_string()
}

fn number(number: usize) -> String {
    let mut page = Html::default();
    page.number(number);
    page.into_string()
}

fn both(before: &str, after: &str) -> String {
    let mut page = Html::default();
    sides(&mut page, Some(before), Some(after));
    page.into_string()
}

#[test]
fn markup_is_escaped() {
    for (given, shown) in [
        ("plain", "plain"),
        ("<b>", "&lt;b&gt;"),
        ("\" onload=\"x", "&quot; onload=&quot;x"),
        ("' x='", "&#39; x=&#39;"),
        ("&lt;", "&amp;lt;"),
        ("<!-- ]]>", "&lt;!-- ]]&gt;"),
        ("{{style}}", "{{style}}"),
        ("変更 📨 é", "変更 📨 é"),
    ] {
        assert_eq!(text(given), shown);
    }
}

#[test]
fn invisible_characters_are_written_out() {
    for (given, shown) in [
        ("a\nb\tc", "a\nb\tc"),
        ("a\r\0\u{1b}", r"a\r\u{0}\u{1b}"),
        ("\u{202e}abc\u{2066}", r"\u{202e}abc\u{2066}"),
        ("a\u{200b}b\u{feff}", r"a\u{200b}b\u{feff}"),
        ("\u{2028}", r"\u{2028}"),
        ("\u{e0041}", r"\u{e0041}"),
    ] {
        assert_eq!(text(given), shown);
    }
}

#[test]
fn no_character_breaks_the_markup() {
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    for part in all.chunks(1_000) {
        let shown = text(&part.iter().collect::<String>());
        assert_eq!(shown.find(['<', '>', '"', '\'', '\r', '\0']), None);
        for entity in shown.split('&').skip(1) {
            let is_ours = ["amp;", "lt;", "gt;", "quot;", "#39;"]
                .iter()
                .any(|ours| entity.starts_with(ours));
            assert!(is_ours, "{entity}");
        }
    }
}

#[test]
fn long_texts_are_cut_and_say_so() {
    let longest = "ä".repeat(4_000);
    assert_eq!(text(&longest), longest);
    assert_eq!(
        text(&format!("{longest}<")),
        format!("{longest} … and 1 more character")
    );
    let cut = text(&"ä".repeat(1_234_567));
    assert_eq!(cut, format!("{longest} … and 1,230,567 more characters"));
}

#[test]
fn thousands_are_separated() {
    for (given, shown) in [
        (0, "0"),
        (999, "999"),
        (1_000, "1,000"),
        (10_000, "10,000"),
        (1_234_567, "1,234,567"),
    ] {
        assert_eq!(number(given), shown);
    }
}

#[test]
fn pairs_of_backticks_are_code() {
    for (given, shown) in [
        ("a `b` c", "a <code>b</code> c"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
        ("an odd ` one", "an odd ` one"),
        ("a `b` and ` one", "a `b` and ` one"),
    ] {
        assert_eq!(prose(given), shown);
    }
}

#[test]
fn paths_break_after_separators() {
    let mut page = Html::default();
    page.breakable("a::b<wbr>::C", "::");
    assert_eq!(page.into_string(), "a::<wbr>b&lt;wbr&gt;::<wbr>C");
}

#[test]
fn differences_are_marked() {
    let shown = both("Option<String>", "String");
    assert!(
        shown.contains("<pre>\n<del>Option&lt;</del>String<del>&gt;</del></pre>"),
        "{shown}"
    );
    assert!(shown.contains("<pre>\nString</pre>"), "{shown}");

    let shown = both("active, away", "active, <i>, away");
    assert!(
        shown.contains("active, <ins>&lt;i&gt;, </ins>away"),
        "{shown}"
    );
}

#[test]
fn texts_with_little_in_common_have_no_marks() {
    let long = "word ".repeat(600);
    for (before, after) in [
        ("one two three", "quite another text"),
        (&*long, &*format!("{long}end")),
    ] {
        let shown = both(before, after);
        assert!(!shown.contains("<ins>"), "{shown}");
        assert!(!shown.contains("<del>"), "{shown}");
        assert!(shown.contains(before) && shown.contains(after), "{shown}");
    }
}

#[test]
fn an_absent_side() {
    let mut page = Html::default();
    sides(&mut page, None, Some(""));
    let shown = page.into_string();
    assert_eq!(shown.matches("nothing</p>").count(), 1, "{shown}");
    assert_eq!(shown.matches("<pre>").count(), 1, "{shown}");

    let mut page = Html::default();
    sides(&mut page, None, None);
    assert_eq!(page.into_string(), "");
}
