//! Splitting of vendor strings into words.

/// Splits a vendor string into lower-case ASCII words: at punctuation, before a capital that starts a word, and around
/// non-ASCII letters, which become `u` and their code point. The sign of a number, as in `+1`, is a word. Never empty.
pub(crate) fn words(raw: &str) -> Vec<String> {
    let chars: Vec<char> = raw.chars().collect();
    let mut words = vec![String::new()];
    for (index, &char) in chars.iter().enumerate() {
        let previous = index.checked_sub(1).map(|index| chars[index]);
        match char {
            char if char.is_ascii_alphanumeric() => {
                if starts_word(previous, char, &chars[index + 1..]) {
                    words.push(String::new());
                }
                last(&mut words).push(char.to_ascii_lowercase());
            }
            char if char.is_alphanumeric() || !char.is_ascii() => {
                words.push(format!("u{:x}", u32::from(char)));
                words.push(String::new());
            }
            '+' | '-' if index == 0 && chars.get(1).is_some_and(char::is_ascii_digit) => {
                let sign = if char == '+' { "plus" } else { "minus" };
                words.extend([sign.to_owned(), String::new()]);
            }
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    if words.is_empty() {
        // Only punctuation: use code points, so that `@` and `#` get different names.
        words.extend(
            chars
                .iter()
                .take(16)
                .map(|char| format!("u{:x}", u32::from(*char))),
        );
    }
    if words.is_empty() {
        words.push("empty".to_owned());
    }
    words
}

fn last(words: &mut [String]) -> &mut String {
    words
        .last_mut()
        .expect("a list of words always has a last one")
}

/// Returns true if a word starts at `char`: `jobPosting` before `P`, `HTTPServer` before `S`, but `IPs` nowhere.
fn starts_word(previous: Option<char>, char: char, rest: &[char]) -> bool {
    if !char.is_ascii_uppercase() {
        return false;
    }
    match previous {
        Some(previous) if previous.is_ascii_lowercase() || previous.is_ascii_digit() => true,
        Some(previous) if previous.is_ascii_uppercase() => match rest {
            ['s'] => false,
            ['s', after, ..] if !after.is_ascii_lowercase() => false,
            [next, ..] => next.is_ascii_lowercase(),
            [] => false,
        },
        _ => false,
    }
}

pub(super) fn capitalise(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_ascii_uppercase() + rest
}
