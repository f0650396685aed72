//! Random edits of JSON bodies: values replaced, removed, repeated, retyped, moved and nested.

use serde_json::{Map, Value};

/// Decisions, taken from bytes: those of a fuzzer, or random ones. After the last byte every decision is the first option.
pub struct Decisions<'b>(pub &'b [u8]);

impl Decisions<'_> {
    /// A number below `count`, which must not be zero.
    pub fn below(&mut self, count: usize) -> usize {
        let mut number = 0;
        let mut range = 1;
        while range < count {
            let Some((byte, rest)) = self.0.split_first() else {
                break;
            };
            self.0 = rest;
            number = number << 8 | usize::from(*byte);
            range <<= 8;
        }
        number % count
    }

    fn one_of<'t, T>(&mut self, options: &'t [T]) -> &'t T {
        &options[self.below(options.len())]
    }
}

/// The text of a body.
#[derive(Debug)]
pub struct Body {
    /// JSON.
    pub text: String,
    /// True if an object has a name twice.
    pub has_repeats: bool,
}

/// Edits a body a few times.
pub fn edited(body: &Value, decisions: &mut Decisions<'_>) -> Body {
    let mut tree = Tree::of(body);
    for _ in 0..decisions.below(6) {
        edit(&mut tree, decisions);
    }
    let style = *decisions.one_of(&[Style::Compact, Style::Spaced, Style::Escaped]);
    let mut text = String::new();
    tree.write(style, &mut text);
    Body {
        text,
        has_repeats: tree.has_repeats(),
    }
}

/// A JSON value whose objects may have a name twice.
#[derive(Debug, Clone)]
enum Tree {
    /// The text of a string, a number or a literal.
    Scalar(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// White space and escapes.
#[derive(Debug, Clone, Copy)]
enum Style {
    Compact,
    /// White space around everything.
    Spaced,
    /// The first character of every name is a `\u` escape.
    Escaped,
}

impl Tree {
    fn of(value: &Value) -> Self {
        match value {
            Value::Array(items) => Self::Array(items.iter().map(Self::of).collect()),
            Value::Object(members) => {
                let member = |(name, value): (&String, &Value)| (name.clone(), Self::of(value));
                Self::Object(members.iter().map(member).collect())
            }
            scalar => Self::Scalar(scalar.to_string()),
        }
    }

    fn children(&self) -> Vec<&Self> {
        match self {
            Self::Scalar(_) => Vec::new(),
            Self::Array(items) => items.iter().collect(),
            Self::Object(members) => members.iter().map(|(_, value)| value).collect(),
        }
    }

    fn child_mut(&mut self, index: usize) -> Option<&mut Self> {
        match self {
            Self::Scalar(_) => None,
            Self::Array(items) => items.get_mut(index),
            Self::Object(members) => members.get_mut(index).map(|(_, value)| value),
        }
    }

    /// The indices on the way to every value below this one.
    fn paths(&self, here: &mut Vec<usize>, paths: &mut Vec<Vec<usize>>) {
        for (index, child) in self.children().into_iter().enumerate() {
            here.push(index);
            paths.push(here.clone());
            child.paths(here, paths);
            here.pop();
        }
    }

    fn at_mut(&mut self, path: &[usize]) -> &mut Self {
        path.iter().fold(self, |tree, index| {
            tree.child_mut(*index).expect("the path leads to a value")
        })
    }

    fn names(&self, names: &mut Vec<String>) {
        if let Self::Object(members) = self {
            names.extend(members.iter().map(|(name, _)| name.clone()));
        }
        for child in self.children() {
            child.names(names);
        }
    }

    fn has_repeats(&self) -> bool {
        let here = match self {
            Self::Object(members) => {
                let names: Map<String, Value> = members
                    .iter()
                    .map(|(name, _)| (name.clone(), Value::Null))
                    .collect();
                names.len() < members.len()
            }
            Self::Scalar(_) | Self::Array(_) => false,
        };
        here || self.children().into_iter().any(Self::has_repeats)
    }

    fn write(&self, style: Style, text: &mut String) {
        let space = match style {
            Style::Spaced => " \n",
            Style::Compact | Style::Escaped => "",
        };
        match self {
            Self::Scalar(scalar) => text.push_str(scalar),
            Self::Array(items) => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    text.push_str(if index == 0 { space } else { "," });
                    item.write(style, text);
                    text.push_str(space);
                }
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    text.push_str(if index == 0 { "" } else { "," });
                    text.push_str(space);
                    text.push_str(&written_name(name, style));
                    text.push_str(space);
                    text.push(':');
                    text.push_str(space);
                    value.write(style, text);
                    text.push_str(space);
                }
                text.push('}');
            }
        }
    }
}

fn written_name(name: &str, style: Style) -> String {
    let first = name.chars().next().filter(char::is_ascii);
    match (style, first) {
        (Style::Escaped, Some(first)) => {
            let rest = Value::from(&name[1..]).to_string();
            format!("\"\\u{:04x}{}", u32::from(first), &rest[1..])
        }
        _ => Value::from(name).to_string(),
    }
}

/// Values of all types.
const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "-1.5",
    "1.0",
    "1e3",
    "18446744073709551615",
    "18446744073709551616",
    "9007199254740993",
    "\"\"",
    "\"x\"",
    "\"12\"",
    "\"\\u0000\\n\\\"/~\"",
    "{}",
    "[]",
    "[null]",
    "[[]]",
    "[{}]",
    "[\"a\",1]",
    "{\"\":null}",
    "{\"id\":1}",
    "{\"id\":\"x\",\"type\":[]}",
    "{\"a~b/c\":{\"d\":[]}}",
];

/// Names that no type declares.
const NAMES: &[&str] = &["fresh", "", "a~b", "a/b", "a\nb\u{1b}", "\u{e9}", "0"];

fn a_value(decisions: &mut Decisions<'_>) -> Tree {
    let text: &&str = decisions.one_of(VALUES);
    if !text.starts_with(['[', '{']) {
        // As it stands, since numbers have several forms.
        return Tree::Scalar((*text).to_owned());
    }
    let value: Value = serde_json::from_str(text).expect("it is JSON");
    Tree::of(&value)
}

fn edit(tree: &mut Tree, decisions: &mut Decisions<'_>) {
    let mut paths = Vec::new();
    tree.paths(&mut Vec::new(), &mut paths);
    if paths.is_empty() {
        return;
    }
    let path: Vec<usize> = decisions.one_of(&paths).clone();
    let (index, parent) = path.split_last().expect("a value inside the body");
    let index = *index;
    match decisions.below(12) {
        0..3 => *tree.at_mut(&path) = a_value(decisions),
        3 => remove(tree.at_mut(parent), index),
        4 => repeat(tree.at_mut(parent), index, decisions),
        5 => insert(tree.at_mut(&path), decisions),
        6 => {
            let from: &Vec<usize> = decisions.one_of(&paths);
            let other = tree.at_mut(from).clone();
            *tree.at_mut(&path) = other;
        }
        7 => {
            let inner = tree.at_mut(&path).clone();
            *tree.at_mut(&path) = Tree::Array(vec![inner]);
        }
        8 => {
            let name = any_name(tree, decisions);
            let inner = tree.at_mut(&path).clone();
            *tree.at_mut(&path) = Tree::Object(vec![(name, inner)]);
        }
        9 => move_to_front(tree.at_mut(parent), index),
        10 => retype(tree.at_mut(&path)),
        _ => {
            let name = any_name(tree, decisions);
            if let Tree::Object(members) = tree.at_mut(parent) {
                members[index].0 = name;
            }
        }
    }
}

fn any_name(tree: &Tree, decisions: &mut Decisions<'_>) -> String {
    let mut names: Vec<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    tree.names(&mut names);
    decisions.one_of(&names).clone()
}

fn remove(parent: &mut Tree, index: usize) {
    match parent {
        Tree::Scalar(_) => {}
        Tree::Array(items) => {
            items.remove(index);
        }
        Tree::Object(members) => {
            members.remove(index);
        }
    }
}

fn repeat(parent: &mut Tree, index: usize, decisions: &mut Decisions<'_>) {
    let other = (decisions.below(2) == 0).then(|| a_value(decisions));
    match parent {
        Tree::Scalar(_) => {}
        Tree::Array(items) => {
            let copy = other.unwrap_or_else(|| items[index].clone());
            items.push(copy);
        }
        Tree::Object(members) => {
            let (name, copy) = members[index].clone();
            let at = decisions.below(members.len() + 1);
            members.insert(at, (name, other.unwrap_or(copy)));
        }
    }
}

fn insert(tree: &mut Tree, decisions: &mut Decisions<'_>) {
    let value = a_value(decisions);
    match tree {
        Tree::Scalar(_) => *tree = value,
        Tree::Array(items) => items.insert(0, value),
        Tree::Object(members) => {
            members.push(((*decisions.one_of(NAMES)).to_owned(), value));
        }
    }
}

fn move_to_front(parent: &mut Tree, index: usize) {
    match parent {
        Tree::Scalar(_) => {}
        Tree::Array(items) => items[..=index].rotate_right(1),
        Tree::Object(members) => members[..=index].rotate_right(1),
    }
}

/// Gives a value another type, and about the same content.
fn retype(tree: &mut Tree) {
    *tree = match tree {
        Tree::Scalar(text) => match text.strip_prefix('"') {
            Some(_) => Tree::Scalar("12".to_owned()),
            None => Tree::Scalar(format!("\"{text}\"")),
        },
        Tree::Array(items) => {
            let items = std::mem::take(items).into_iter().enumerate();
            Tree::Object(items.map(|(at, item)| (at.to_string(), item)).collect())
        }
        Tree::Object(members) => {
            let members = std::mem::take(members).into_iter();
            Tree::Array(members.map(|(_, value)| value).collect())
        }
    };
}
