//! The layout of typed values in golden files: that of `{:#?}`, with what a tuple holds on the line of its name.

/// The text of `{:#?}` in the layout of golden files, where `Some(` needs no lines of its own and maps are sorted.
pub(crate) fn compact(pretty: &str) -> String {
    let mut lines = pretty.lines().map(str::trim_start);
    let mut text = String::new();
    if let Some(first) = lines.next() {
        push_value(first, &mut lines, 0, &mut text);
    }
    text
}

/// Appends the value that starts with the line `first`, as far as the bracket that ends it.
fn push_value<'t>(
    first: &str,
    rest: &mut impl Iterator<Item = &'t str>,
    depth: usize,
    text: &mut String,
) {
    text.push_str(first);
    if first.ends_with('(') {
        push_tuple(rest, depth, text);
    } else if first.ends_with(['{', '[']) {
        // Of a struct the fields are in order; a map's order depends on the features of `serde_json`.
        let mut entries = Vec::new();
        let last = loop {
            let line = rest.next().expect("a bracket that opens is closed");
            if line.starts_with(['}', ']']) {
                break line;
            }
            let mut entry = String::new();
            push_value(line, rest, depth + 1, &mut entry);
            entries.push(entry);
        };
        if first.ends_with('{') && entries.iter().all(|entry| entry.starts_with('"')) {
            entries.sort_unstable();
        }
        for entry in entries {
            new_line(depth + 1, text);
            text.push_str(&entry);
        }
        new_line(depth, text);
        text.push_str(last);
    }
}

/// Every tuple holds one value: there are newtypes and variants alone.
fn push_tuple<'t>(rest: &mut impl Iterator<Item = &'t str>, depth: usize, text: &mut String) {
    let line = rest.next().expect("a tuple holds a value");
    push_value(line, rest, depth, text);
    let last = rest.next().expect("a bracket that opens is closed");
    assert!(
        last.starts_with(')'),
        "more than one value in a tuple: {last}"
    );
    assert_eq!(
        text.pop(),
        Some(','),
        "a value in a tuple ends with a comma"
    );
    text.push_str(last);
}

fn new_line(depth: usize, text: &mut String) {
    text.push('\n');
    text.push_str(&"    ".repeat(depth));
}
