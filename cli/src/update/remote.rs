//! Catalogues that are named by their address. Nothing is downloaded: the message has the command that does.

use std::path::Path;

use webhook_catalog::codes;
use webhook_catalog::diagnostic::{Diagnostic, Place};

/// Before the name of a data set of Hugging Face, as `hf:OWNER/NAME`.
const DATA_SET: &str = "hf:";
/// The file that the commands write, out of the way of git.
const FILE: &str = "target/catalogue.parquet";

/// The diagnostic for a URL or a data set in place of a file.
pub(super) fn refuse(file: &Path) -> Option<Diagnostic> {
    let name = file.to_str()?;
    let address = address(name)?;
    let place = Place::of(name);
    let message = "a catalogue is read from a file, and this is an address";
    let file = match address
        .rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'))
    {
        Some((_, ending @ ("jsonl" | "json"))) => FILE.replace("parquet", ending),
        _ => FILE.to_owned(),
    };
    let quoted = address.replace('\'', "%27");
    let help = format!(
        "download it, and name the file: `curl --fail --location --output {file} '{quoted}' && cargo xtask update {file}`"
    );
    Some(Diagnostic::error(codes::UNREADABLE_INPUT, place, message).with_help(help))
}

/// The URL of the file. Hugging Face keeps each data set as Parquet on a branch of its own.
fn address(name: &str) -> Option<String> {
    if name.starts_with("https://") || name.starts_with("http://") {
        return Some(name.to_owned());
    }
    let data_set = name.strip_prefix(DATA_SET)?;
    let branch = "resolve/refs%2Fconvert%2Fparquet/default/train/0000.parquet";
    Some(format!(
        "https://huggingface.co/datasets/{data_set}/{branch}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_is_the_command() {
        let help = |name: &str| refuse(Path::new(name)).and_then(|refused| refused.help);
        let data_set = help("hf:automatelab/saas-webhook-catalog").expect("an address");
        assert!(
            data_set.contains("'https://huggingface.co/datasets/automatelab/saas-webhook-catalog/resolve/refs%2Fconvert%2Fparquet/default/train/0000.parquet' && cargo xtask update target/catalogue.parquet"),
            "{data_set}"
        );
        let lines = help("https://acme.example/events.jsonl").expect("an address");
        assert!(lines.contains("update target/catalogue.jsonl"), "{lines}");
        assert_eq!(help("events.parquet"), None);
    }
}
