//! `webhook-events.toml`: the inputs of a crate, its folder, and its package.

use semver::Version;
use toml::de::{DeTable, DeValue};

use crate::codes;
use crate::diagnostic::{Checked, Place};
use crate::source::SourceFile;
use crate::text::shown;
use crate::toml_file::{self, Codes, TomlTable};

/// Codes of the problems that any TOML file can have.
const CODES: Codes = Codes {
    syntax: codes::CONFIG_SYNTAX,
    unknown_key: codes::UNKNOWN_CONFIG_KEY,
    bad_value: codes::BAD_CONFIG_VALUE,
};

/// The inputs of a crate, its folder, and its package. Paths are relative to the folder of the file, and separated by `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The catalogue: files, or folders of files.
    pub catalog: Vec<String>,
    /// The folder of additions.
    pub additions: Option<String>,
    /// The folder of samples.
    pub samples: Option<String>,
    /// The folder of overlays.
    pub overlays: Option<String>,
    /// The file of vendor profiles.
    pub profiles: Option<String>,
    /// The folder of mappings from vendors' own schemas.
    pub adoptions: Option<String>,
    /// The file of accepted findings.
    pub accepted: Option<String>,
    /// The folder of the generated crate.
    pub out: Option<String>,
    /// The package of the generated crate.
    pub package: PackageConfig,
}

/// The package of the generated crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackageConfig {
    /// Its name.
    pub name: Option<String>,
    /// Its version, such as `1.2.0`.
    pub version: Option<String>,
    /// Its licence as an SPDX expression.
    pub license: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// The owner of the events' descriptions and the terms for them, as Markdown.
    pub attribution: Option<String>,
    /// True if it may be published on a registry.
    pub publish: bool,
}

/// Reads the file. A value with an error is left out.
pub fn read_config(file: &SourceFile) -> Checked<Config> {
    let checked = toml_file::read(file, &Place::of(&file.label), CODES, read_root);
    Checked {
        value: checked.value.unwrap_or_default(),
        diagnostics: checked.diagnostics,
    }
}

fn read_root(root: &TomlTable<'_>) -> Config {
    root.refuse_unknown_keys(&[
        "catalog",
        "additions",
        "samples",
        "overlays",
        "profiles",
        "adoptions",
        "accepted",
        "out",
        "package",
    ]);
    let path = |key: &str| root.text(key).map(str::to_owned);
    let package = root.get("package");
    let table = package.as_ref().and_then(|entry| root.below(entry));
    if let (Some(entry), None) = (&package, &table) {
        let message = root.wrong_type(entry, "a table");
        root.refuse("package", CODES.bad_value, message, "write `[package]`");
    }
    Config {
        catalog: texts(root, "catalog"),
        additions: path("additions"),
        samples: path("samples"),
        overlays: path("overlays"),
        profiles: path("profiles"),
        adoptions: path("adoptions"),
        accepted: path("accepted"),
        out: path("out"),
        package: table.map_or_else(PackageConfig::default, |table| read_package(&table)),
    }
}

fn read_package(table: &TomlTable<'_>) -> PackageConfig {
    table.refuse_unknown_keys(&[
        "name",
        "version",
        "license",
        "authors",
        "attribution",
        "publish",
    ]);
    let checked = |key: &str, is_good: fn(&str) -> bool, help: &str| {
        let text = table.text(key)?;
        if is_good(text) {
            return Some(text.to_owned());
        }
        let message = format!("{} is no {key}", shown(text));
        table.refuse(key, CODES.bad_value, message, help);
        None
    };
    PackageConfig {
        name: table.text("name").map(str::to_owned),
        version: checked(
            "version",
            is_version,
            "write three numbers, such as `0.1.0`",
        ),
        license: checked(
            "license",
            is_license,
            "write an SPDX expression, such as `MIT`, or `LicenseRef-Acme` for terms of your own",
        ),
        authors: texts(table, "authors"),
        attribution: table.text("attribution").map(str::to_owned),
        publish: table.flag("publish"),
    }
}

/// The texts at `key`, which may be one text or an array.
fn texts(table: &TomlTable<'_>, key: &str) -> Vec<String> {
    let Some(entry) = table.get(key) else {
        return Vec::new();
    };
    let Some(items) = entry.value.as_array() else {
        return table.text(key).map(str::to_owned).into_iter().collect();
    };
    let text = |item: &DeValue<'_>| {
        let text = item.as_str().filter(|text| !text.trim().is_empty());
        text.map(str::to_owned)
    };
    let texts: Option<Vec<String>> = items.iter().map(|item| text(item.get_ref())).collect();
    texts.unwrap_or_else(|| {
        let message = format!("`{key}` holds something other than text");
        let help = format!("write `{key} = [\"...\"]`");
        table.refuse(key, CODES.bad_value, message, help);
        Vec::new()
    })
}

/// The version in the manifest of a package. `None` if the manifest is not TOML or has no valid one.
pub fn manifest_version(manifest: &str) -> Option<String> {
    let manifest = DeTable::parse(manifest).ok()?;
    let package = manifest.get_ref().get("package")?.get_ref().as_table()?;
    let version = package.get("version")?.get_ref().as_str()?;
    is_version(version).then(|| version.to_owned())
}

fn is_version(text: &str) -> bool {
    Version::parse(text).is_ok()
}

/// True if the text has only characters of SPDX expressions.
fn is_license(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-+.:() ".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Config, Vec<String>) {
        let checked = read_config(&SourceFile {
            label: "webhook-events.toml".to_owned(),
            path: "webhook-events.toml".to_owned(),
            bytes: text.as_bytes().to_vec(),
        });
        let told = checked.diagnostics.iter().map(|found| {
            let help = found.help.as_deref().unwrap_or_default();
            format!("{} {}; {help}", found.code, found.message)
        });
        (checked.value.clone(), told.collect())
    }

    #[test]
    fn a_file_with_all_keys() {
        let (config, told) = read(
            "catalog = \"events.jsonl\"\nadditions = \"more\"\nsamples = \"samples\"\noverlays = \"overlays\"\n\
             profiles = \"profiles.toml\"\nadoptions = \"adoptions\"\naccepted = \"accepted.toml\"\nout = \"events\"\n\
             [package]\nname = \"acme-events\"\nversion = \"1.2.0-beta.1\"\nlicense = \"MIT OR Apache-2.0\"\n\
             authors = [\"Ann\", \"Bob\"]\nattribution = \"Acme's.\"\npublish = true\n",
        );
        assert_eq!(told, [""; 0]);
        let some = |text: &str| Some(text.to_owned());
        let expected = Config {
            catalog: vec!["events.jsonl".to_owned()],
            additions: some("more"),
            samples: some("samples"),
            overlays: some("overlays"),
            profiles: some("profiles.toml"),
            adoptions: some("adoptions"),
            accepted: some("accepted.toml"),
            out: some("events"),
            package: PackageConfig {
                name: some("acme-events"),
                version: some("1.2.0-beta.1"),
                license: some("MIT OR Apache-2.0"),
                authors: vec!["Ann".to_owned(), "Bob".to_owned()],
                attribution: some("Acme's."),
                publish: true,
            },
        };
        assert_eq!(config, expected);
        assert_eq!(read(""), (Config::default(), Vec::new()));
    }

    #[test]
    fn wrong_keys_and_values_are_errors() {
        for (text, expected) in [
            (
                "catalogue = \"x\"",
                "E231 unknown key `catalogue`; did you mean `catalog`?",
            ),
            (
                "[package]\nlicence = \"MIT\"",
                "E231 unknown key `licence`; did you mean `license`?",
            ),
            ("out", "E230 not TOML"),
            ("out = 1", "E232 `out` is text, found an integer"),
            ("out = \" \"", "E232 `out` is empty"),
            ("package = 1", "E232 `package` is a table, found an integer"),
            (
                "catalog = [1]",
                "E232 `catalog` holds something other than text",
            ),
            ("[package]\nversion = \"1.2\"", "E232 `1.2` is no version"),
            (
                "[package]\nversion = \"1.02.0\"",
                "E232 `1.02.0` is no version",
            ),
            ("[package]\nlicense = \"MIT\\n\"", "E232 `MIT"),
            (
                "[package]\npublish = \"no\"",
                "E232 `publish` is a boolean, found text",
            ),
        ] {
            let (_, told) = read(text);
            assert_eq!(told.len(), 1, "{text}: {told:?}");
            assert!(told[0].starts_with(expected), "{text}: {told:?}");
        }
    }
}
