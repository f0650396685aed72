//! The command line as the user types it.

mod diff;
mod explain;
mod update;

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::PossibleValue;
use clap::{
    Arg, ArgAction, ArgMatches, CommandFactory, FromArgMatches, Parser, ValueEnum, value_parser,
};

pub(crate) use diff::{DiffArgs, DiffFormat, FailOn};
pub(crate) use explain::{ExplainArgs, Format};
pub(crate) use update::UpdateArgs;

/// What the user typed. Read with clap's builder, because a first build would otherwise wait for a proc macro.
#[derive(Debug)]
pub(crate) struct Cli {
    pub(crate) output: OutputArgs,
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug)]
pub(crate) enum Command {
    Regen(RegenArgs),
    Diff(DiffArgs),
    Explain(ExplainArgs),
    Update(UpdateArgs),
}

/// How to talk to the user; the same for every command.
#[derive(Debug, Clone)]
pub(crate) struct OutputArgs {
    pub(crate) message_format: MessageFormat,
    pub(crate) color: Color,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
}

/// The form of everything that is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MessageFormat {
    Human,
    Json,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// How to bring the crate up to date, or to check that it is.
#[derive(Debug)]
pub(crate) struct RegenArgs {
    pub(crate) input: InputArgs,
    pub(crate) out: Option<PathBuf>,
    pub(crate) crate_name: String,
    pub(crate) check: bool,
}

/// What to read.
#[derive(Debug, Clone, Default)]
pub(crate) struct InputArgs {
    pub(crate) catalog: Vec<PathBuf>,
    pub(crate) samples: Option<PathOrNone>,
    pub(crate) overlays: Option<PathOrNone>,
    pub(crate) profiles: Option<PathOrNone>,
    pub(crate) vendors: Vec<String>,
}

impl Parser for Cli {}

impl CommandFactory for Cli {
    fn command() -> clap::Command {
        clap::Command::new("cargo xtask")
            .bin_name("cargo xtask")
            .about("Turn the catalogue of webhook events into the crate that is checked in here")
            .after_help(EXIT_CODES)
            .disable_help_subcommand(true)
            .subcommand_required(true)
            .arg_required_else_help(true)
            .args(output_args())
            .subcommand(regen_command())
            .subcommand(diff::command())
            .subcommand(update::command())
            .subcommand(explain::command())
    }

    fn command_for_update() -> clap::Command {
        Self::command()
    }
}

impl FromArgMatches for Cli {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(read_cli(matches))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = read_cli(matches);
        Ok(())
    }
}

const EXIT_CODES: &str = "\
Exit codes: 0 done or fresh, 1 bad input or could not run, 2 wrong usage, 3 diff found what --fail-on names, \
4 stale (--check)";

fn output_args() -> [Arg; 4] {
    [
        Arg::new("message_format")
            .long("message-format")
            .value_name("FORMAT")
            .value_parser(value_parser!(MessageFormat))
            .default_value("human")
            .help(MESSAGE_FORMAT)
            .long_help(format!("{MESSAGE_FORMAT}\n\n{MESSAGE_FORMAT_MORE}")),
        Arg::new("color")
            .long("color")
            .value_name("WHEN")
            .value_parser(value_parser!(Color))
            .default_value("auto")
            .help("When to use colour; `auto` looks at the terminal and at NO_COLOR"),
        Arg::new("quiet")
            .short('q')
            .long("quiet")
            .action(ArgAction::SetTrue)
            .conflicts_with("verbose")
            .help("Print diagnostics and reports only: no summary, no progress"),
        Arg::new("verbose")
            .short('v')
            .long("verbose")
            .action(ArgAction::SetTrue)
            .help("List every changed file and every file left alone"),
    ]
    .map(|arg| arg.global(true).help_heading("Messages"))
}

const MESSAGE_FORMAT: &str =
    "How to print: as text for people, or as JSON, one object a line, on stdout";

const MESSAGE_FORMAT_MORE: &str = "\
Every JSON object has a `reason`. `diagnostic` carries severity, code, message, place, excerpt, help, and \
`rendered`, the text for people. `regen-finished` comes last and carries exit_code, errors and warnings, and, when \
a crate was generated: check, command, read, vendors, out, created, replaced, removed (paths below `out`), \
unchanged, elapsed_ms. `explain-finished` comes last and carries exit_code and, when there is one, the explanation. `diff-finished` comes last and \
carries exit_code and, when there is one, the report. `failed`, with a message, says that the command could not run at all.";

fn regen_command() -> clap::Command {
    clap::Command::new("regen")
        .about(REGEN)
        .long_about(format!("{REGEN}\n\n{REGEN_MORE}"))
        .after_help(format!("{REGEN_EXAMPLES}\n\n{EXIT_CODES}"))
        .next_help_heading("Input")
        .args(input_args())
        .arg(vendor_arg())
        .next_help_heading("Output")
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("Folder of the generated crate [default: generated]"),
        )
        .arg(
            Arg::new("crate_name")
                .long("crate-name")
                .value_name("NAME")
                .value_parser(parse_crate_name)
                .default_value("webhook-events")
                .help("Package name of the generated crate"),
        )
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Change nothing; list the files that would change and exit with 4 if there are any"),
        )
}

const REGEN: &str = "Regenerate the crate from the catalogue, or check that it is fresh";

const REGEN_MORE: &str = "\
Everything is generated in memory and compared with what stands in --out. Files that are the same keep their \
modification time; generated files that are no longer wanted are removed; a file that was not generated is never \
replaced or removed. If anything goes wrong, nothing is changed.";

const REGEN_EXAMPLES: &str = "\
Examples:
  cargo xtask regen                      bring the checked-in crate up to date
  cargo xtask regen --check              exit with 4 unless it is
  cargo xtask regen --vendor slack --out ../slack-events --crate-name slack-events
                                         write a crate of one vendor's events to another folder
  cargo xtask regen --catalog events.jsonl --samples none --out ../my-events
                                         generate from a catalogue of your own";

fn input_args() -> [Arg; 4] {
    [
        Arg::new("catalog")
            .long("catalog")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .action(ArgAction::Append)
            .help("Catalogue to read: .parquet, .jsonl or .json; may be repeated [default: those in catalog/]"),
        Arg::new("samples")
            .long("samples")
            .value_name("DIR")
            .value_parser(value_parser!(PathOrNone))
            .help("Folder of sample payloads, or `none` [default: catalog/samples]"),
        Arg::new("overlays")
            .long("overlays")
            .value_name("DIR")
            .value_parser(value_parser!(PathOrNone))
            .help("Folder of overlays, or `none` [default: catalog/overlays]"),
        Arg::new("profiles")
            .long("profiles")
            .value_name("FILE")
            .value_parser(value_parser!(PathOrNone))
            .help("File of vendor profiles, or `none` [default: catalog/profiles.toml]"),
    ]
}

fn vendor_arg() -> Arg {
    Arg::new("vendor")
        .long("vendor")
        .value_name("SLUG")
        .action(ArgAction::Append)
        .help("Only this vendor's rows and samples; may be repeated")
}

/// Takes the arguments by the names that the functions above gave them.
fn read_cli(matches: &ArgMatches) -> Cli {
    let command = match matches.subcommand() {
        Some(("regen", regen)) => Command::Regen(RegenArgs {
            input: InputArgs {
                vendors: all(regen, "vendor"),
                ..read_input(regen)
            },
            out: one(regen, "out"),
            crate_name: one(regen, "crate_name").expect(DEFAULT),
            check: regen.get_flag("check"),
        }),
        Some(("diff", diff)) => Command::Diff(diff::read(diff)),
        Some(("update", update)) => Command::Update(update::read(update)),
        Some(("explain", explain)) => Command::Explain(explain::read(explain)),
        _ => unreachable!("invariant: clap asks for a command and knows all of them"),
    };
    Cli {
        output: OutputArgs {
            message_format: one(matches, "message_format").expect(DEFAULT),
            color: one(matches, "color").expect(DEFAULT),
            quiet: matches.get_flag("quiet"),
            verbose: matches.get_flag("verbose"),
        },
        command,
    }
}

/// What [`input_args`] took; all vendors.
fn read_input(matches: &ArgMatches) -> InputArgs {
    InputArgs {
        catalog: all(matches, "catalog"),
        samples: one(matches, "samples"),
        overlays: one(matches, "overlays"),
        profiles: one(matches, "profiles"),
        vendors: Vec::new(),
    }
}

const DEFAULT: &str = "invariant: the argument has a default";

fn one<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> Option<T> {
    matches.get_one(name).cloned()
}

fn all<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> Vec<T> {
    matches
        .get_many(name)
        .map(|values| values.cloned().collect())
        .unwrap_or_default()
}

impl ValueEnum for MessageFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Human, Self::Json]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Human => "human",
            Self::Json => "json",
        }))
    }
}

impl ValueEnum for Color {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Auto, Self::Always, Self::Never]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }))
    }
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
        match cli.command {
            Command::Regen(args) => Ok((cli.output, args)),
            Command::Diff(_) | Command::Update(_) | Command::Explain(_) => {
                unreachable!("the words begin with `regen`")
            }
        }
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
