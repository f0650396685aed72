//! TOML files with the place of every key, for excerpts in diagnostics.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Checked, Diagnostic, DiagnosticCode, Excerpt, Place};
use crate::pointer;
use crate::source::SourceFile;
use crate::text::{one_of, shown};
use crate::utf8;

/// The codes of one kind of file for the problems that any TOML file can have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Codes {
    /// The file is not TOML.
    pub(crate) syntax: DiagnosticCode,
    /// A key that has no meaning.
    pub(crate) unknown_key: DiagnosticCode,
    /// A value that is missing, empty or of the wrong type.
    pub(crate) bad_value: DiagnosticCode,
}

/// Reads a file by its root table. The value is `None` if the file is not TOML; all syntax errors are reported.
pub(crate) fn read<T>(
    file: &SourceFile,
    place: &Place,
    codes: Codes,
    read_root: impl FnOnce(&TomlTable<'_>) -> T,
) -> Checked<Option<T>> {
    let mut diagnostics = Vec::new();
    let Some((text, table)) = parse(file, place, codes, &mut diagnostics) else {
        return Checked {
            value: None,
            diagnostics,
        };
    };
    let found = RefCell::new(diagnostics);
    let root = TomlTable {
        text,
        place: place.clone(),
        table: &table,
        span: 0..0,
        codes,
        diagnostics: &found,
    };
    let value = Some(read_root(&root));
    Checked {
        value,
        diagnostics: found.into_inner(),
    }
}

fn parse<'a>(
    file: &'a SourceFile,
    place: &Place,
    codes: Codes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(&'a str, DeTable<'a>)> {
    let text = utf8::utf8(&file.bytes, place.clone(), 1, diagnostics)?;
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or_default();
        let line = text
            .bytes()
            .take(span.start)
            .filter(|byte| *byte == b'\n')
            .count()
            + 1;
        let message = format!("not TOML: {}, at line {line}", error.message());
        let excerpt = Excerpt::of(text, span, Some(1));
        let help = "repair the file there; nothing of it was read";
        diagnostics.push(
            Diagnostic::error(codes.syntax, place.clone(), message)
                .with_help(help)
                .with_excerpt(excerpt),
        );
    }
    errors.is_empty().then(|| (text, table.into_inner()))
}

/// One table of a file.
#[derive(Debug, Clone)]
pub(crate) struct TomlTable<'a> {
    pub(crate) text: &'a str,
    /// The file and the pointer of this table.
    pub(crate) place: Place,
    pub(crate) table: &'a DeTable<'a>,
    /// Byte range of the table, for errors about it as a whole.
    pub(crate) span: Range<usize>,
    pub(crate) codes: Codes,
    /// Diagnostics about the whole file.
    diagnostics: &'a RefCell<Vec<Diagnostic>>,
}

/// One key with its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) key: &'a str,
    pub(crate) value: &'a DeValue<'a>,
    pub(crate) key_span: Range<usize>,
    pub(crate) span: Range<usize>,
}

impl<'a> TomlTable<'a> {
    /// The entries in file order.
    pub(crate) fn entries(&self) -> Vec<Entry<'a>> {
        let entry = |(key, value): (&'a Spanned<_>, &'a Spanned<DeValue<'a>>)| Entry {
            key: AsRef::<std::borrow::Cow<'a, str>>::as_ref(key),
            value: value.get_ref(),
            key_span: key.span(),
            span: value.span(),
        };
        let mut entries: Vec<Entry<'a>> = self.table.iter().map(entry).collect();
        entries.sort_by_key(|entry| entry.key_span.start);
        entries
    }

    pub(crate) fn get(&self, key: &str) -> Option<Entry<'a>> {
        self.entries().into_iter().find(|entry| entry.key == key)
    }

    /// The table of `entry`, if its value is one.
    pub(crate) fn below(&self, entry: &Entry<'a>) -> Option<TomlTable<'a>> {
        let table = entry.value.as_table()?;
        Some(TomlTable {
            place: self.place_of(entry.key),
            table,
            span: entry.key_span.clone(),
            ..self.clone()
        })
    }

    /// The tables of the array at `entry`, if it is an array of tables.
    pub(crate) fn items(&self, entry: &Entry<'a>) -> Option<Vec<TomlTable<'a>>> {
        let items = entry.value.as_array()?.iter().enumerate();
        let table = |(index, item): (usize, &'a Spanned<DeValue<'a>>)| {
            let list = pointer::join(self.place.pointer.as_deref().unwrap_or_default(), entry.key);
            Some(TomlTable {
                place: Place {
                    pointer: Some(format!("{list}/{index}")),
                    ..self.place.clone()
                },
                table: item.get_ref().as_table()?,
                span: item.span(),
                ..self.clone()
            })
        };
        items.map(table).collect()
    }

    /// The place of the value at `key`.
    pub(crate) fn place_of(&self, key: &str) -> Place {
        let pointer = pointer::join(self.place.pointer.as_deref().unwrap_or_default(), key);
        Place {
            pointer: Some(pointer),
            ..self.place.clone()
        }
    }

    /// Reports an error at a place of the file and a span of its text.
    pub(crate) fn report(
        &self,
        code: DiagnosticCode,
        place: Place,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let diagnostic = Diagnostic::error(code, place, message)
            .with_help(help)
            .with_excerpt(Excerpt::of(self.text, span, Some(1)));
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Reports the value at `key`, or the table if it has no such key.
    pub(crate) fn refuse(
        &self,
        key: &str,
        code: DiagnosticCode,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = self.get(key).map_or(self.span.clone(), |entry| entry.span);
        self.report(code, self.place_of(key), span, message, help);
    }

    /// Number of errors in the file so far.
    pub(crate) fn errors(&self) -> usize {
        self.diagnostics.borrow().len()
    }

    /// Reports every key that is not in `known`.
    pub(crate) fn refuse_unknown_keys(&self, known: &[&str]) {
        for entry in self
            .entries()
            .into_iter()
            .filter(|entry| !known.contains(&entry.key))
        {
            let message = format!("unknown key {}", shown(entry.key));
            let help = one_of(entry.key, known.iter().copied());
            self.report(
                self.codes.unknown_key,
                self.place_of(entry.key),
                entry.key_span,
                message,
                help,
            );
        }
    }

    /// The text at `key`, which may be absent but not empty.
    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        let entry = self.get(key)?;
        let message = match entry.value.as_str() {
            Some(text) if !text.trim().is_empty() => return Some(text),
            Some(_) => format!("`{key}` is empty"),
            None => self.wrong_type(&entry, "text"),
        };
        let help = "write text, or leave the key out";
        self.report(
            self.codes.bad_value,
            self.place_of(key),
            entry.span,
            message,
            help,
        );
        None
    }

    /// True if `key` is `true`; it may be absent.
    pub(crate) fn flag(&self, key: &str) -> bool {
        let Some(entry) = self.get(key) else {
            return false;
        };
        if let DeValue::Boolean(flag) = entry.value {
            return *flag;
        }
        let message = self.wrong_type(&entry, "a boolean");
        let help = "write `true`, or leave the key out";
        self.refuse(key, self.codes.bad_value, message, help);
        false
    }

    pub(crate) fn wrong_type(&self, entry: &Entry<'_>, wanted: &str) -> String {
        let found = match entry.value {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a float",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
        };
        format!("{} is {wanted}, found {found}", shown(entry.key))
    }
}
