//! The command line as the user types it.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Turn the catalogue of webhook events into the crate that is checked in here
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true
)]
#[command(
    after_help = "Exit codes: 0 done or fresh, 1 bad input or could not run, 2 wrong usage, 4 stale (--check)"
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Regen(RegenArgs),
}

/// How to talk to the user; the same for every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Messages")]
pub(crate) struct OutputArgs {
    /// How to print: as text for people, or as JSON, one object a line, on stdout
    ///
    /// Every JSON object has a `reason`. `diagnostic` carries severity, code, message, place, excerpt, help, and
    /// `rendered`, the text for people. `regen-finished` comes last and carries exit_code, errors and warnings, and, when
    /// a crate was generated: check, command, read, vendors, out, created, replaced, removed (paths below `out`),
    /// unchanged, elapsed_ms. `failed`, with a message, says that the command could not run at all.
    #[arg(long, global = true, value_enum, default_value_t = MessageFormat::Human, value_name = "FORMAT")]
    pub(crate) message_format: MessageFormat,
    /// When to use colour; `auto` looks at the terminal and at NO_COLOR
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Print diagnostics and reports only: no summary, no progress
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// List every changed file and every file left alone
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

/// The form of everything that is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    Human,
    Json,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// Regenerate the crate from the catalogue, or check that it is fresh
///
/// Everything is generated in memory and compared with what stands in --out. Files that are the same keep their
/// modification time; generated files that are no longer wanted are removed; a file that was not generated is never
/// replaced or removed. If anything goes wrong, nothing is changed.
#[derive(Debug, Args)]
#[command(after_help = REGEN_EXAMPLES)]
pub(crate) struct RegenArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Folder of the generated crate [default: generated]
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub(crate) out: Option<PathBuf>,
    /// Package name of the generated crate
    #[arg(long, value_name = "NAME", default_value = "webhook-events", help_heading = "Output", value_parser = parse_crate_name)]
    pub(crate) crate_name: String,
    /// Change nothing; list the files that would change and exit with 4 if there are any
    #[arg(long, help_heading = "Output")]
    pub(crate) check: bool,
}

const REGEN_EXAMPLES: &str = "\
Examples:
  cargo xtask regen                      bring the checked-in crate up to date
  cargo xtask regen --check              exit with 4 unless it is
  cargo xtask regen --vendor slack --out ../slack-events --crate-name slack-events
                                         write a crate of one vendor's events to another folder
  cargo xtask regen --catalog events.jsonl --samples none --out ../my-events
                                         generate from a catalogue of your own

Exit codes: 0 done or fresh, 1 bad input or could not run, 2 wrong usage, 4 stale (--check)";

/// What to read.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Catalogue to read: .parquet, .jsonl or .json; may be repeated [default: those in catalog/]
    #[arg(long, value_name = "FILE")]
    pub(crate) catalog: Vec<PathBuf>,
    /// Folder of sample payloads, or `none` [default: catalog/samples]
    #[arg(long, value_name = "DIR")]
    pub(crate) samples: Option<PathOrNone>,
    /// Folder of overlays, or `none` [default: catalog/overlays]
    #[arg(long, value_name = "DIR")]
    pub(crate) overlays: Option<PathOrNone>,
    /// File of vendor profiles, or `none` [default: catalog/profiles.toml]
    #[arg(long, value_name = "FILE")]
    pub(crate) profiles: Option<PathOrNone>,
    /// Only this vendor's rows and samples; may be repeated
    #[arg(long = "vendor", value_name = "SLUG")]
    pub(crate) vendors: Vec<String>,
}

/// A path, or the word `none`. A file of that name is written `./none`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PathOrNone {
    Path(PathBuf),
    None,
}

impl FromStr for PathOrNone {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(if text == "none" {
            Self::None
        } else {
            Self::Path(text.into())
        })
    }
}

/// Accepts the names that crates.io accepts and that a crate with our dependencies can bear.
fn parse_crate_name(name: &str) -> Result<String, String> {
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err("a package name starts with an ASCII letter".to_owned());
    }
    if let Some(c) = name
        .chars()
        .find(|c| !c.is_ascii_alphanumeric() && !"-_".contains(*c))
    {
        return Err(format!(
            "a package name holds ASCII letters, digits, `-` and `_`, not {c:?}"
        ));
    }
    if name.len() > 64 {
        return Err(format!(
            "a package name is at most 64 characters long, not {}",
            name.len()
        ));
    }
    let library = name.replace('-', "_").to_lowercase();
    if RESERVED.split_whitespace().any(|word| word == library) {
        return Err("the name is reserved: a Rust keyword, a crate of Rust's own, a dependency, or a device name".to_owned());
    }
    Ok(name.to_owned())
}

const RESERVED: &str = "
    abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl
    in let loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof
    union unsafe unsized use virtual where while yield
    alloc core proc_macro std test serde serde_json
    aux con nul prn com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9";

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn regen(words: &[&str]) -> Result<(OutputArgs, RegenArgs), clap::Error> {
        let cli = Cli::try_parse_from(["xtask", "regen"].iter().chain(words))?;
        let Command::Regen(args) = cli.command;
        Ok((cli.output, args))
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn without_flags_the_defaults_stand() {
        let (output, args) = regen(&[]).expect("no flag is needed");
        assert_eq!(args.crate_name, "webhook-events");
        assert!(
            !args.check
                && args.out.is_none()
                && args.input.catalog.is_empty()
                && args.input.samples.is_none()
        );
        assert_eq!(
            (output.message_format, output.color),
            (MessageFormat::Human, Color::Auto)
        );
    }

    #[test]
    fn flags_repeat_and_none_is_a_word() {
        let words = [
            "--catalog",
            "a.jsonl",
            "--catalog",
            "b.parquet",
            "--vendor",
            "x",
            "--vendor",
            "y",
            "--samples",
            "none",
        ];
        let (_, args) = regen(&words).expect("all of these are flags");
        assert_eq!(
            args.input.catalog,
            [PathBuf::from("a.jsonl"), PathBuf::from("b.parquet")]
        );
        assert_eq!(args.input.vendors, ["x", "y"]);
        assert_eq!(args.input.samples, Some(PathOrNone::None));
        assert_eq!("./none".parse(), Ok(PathOrNone::Path("./none".into())));
    }

    #[test]
    fn global_flags_stand_before_and_after_the_command() {
        let before = Cli::try_parse_from(["xtask", "--message-format", "json", "-v", "regen"])
            .expect("before");
        assert_eq!(before.output.message_format, MessageFormat::Json);
        let (after, _) = regen(&["--color=never", "-q"]).expect("after");
        assert!(after.quiet && after.color == Color::Never);
    }

    #[test]
    fn wrong_usage_exits_with_2() {
        for words in [
            &["--nope"][..],
            &["--crate-name", "9lives"],
            &["-q", "-v"],
            &["--vendor"],
            &["stray"],
        ] {
            let error = regen(words).expect_err("this is wrong");
            assert_eq!(error.exit_code(), 2, "{words:?}");
        }
        assert_eq!(
            Cli::try_parse_from(["xtask"])
                .expect_err("a command is missing")
                .exit_code(),
            2
        );
    }

    #[test]
    fn crate_names() {
        for good in ["webhook-events", "a", "All_Events2", "x-1"] {
            assert_eq!(parse_crate_name(good), Ok(good.to_owned()));
        }
        let long = "a".repeat(65);
        for bad in [
            "",
            "-a",
            "_a",
            "1a",
            "a b",
            "a/b",
            "../a",
            "é",
            "self",
            "Std",
            "serde-json",
            "nul",
            long.as_str(),
        ] {
            assert!(parse_crate_name(bad).is_err(), "{bad:?}");
        }
    }
}
