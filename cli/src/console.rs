//! All output: reports to stdout, diagnostics and summaries to stderr, or everything as JSON to stdout.

mod gather;

use std::io::{self, IsTerminal, Write};

use annotate_snippets::Renderer;
use anstream::{AutoStream, ColorChoice};
use serde_json::Value;
use webhook_catalog::diagnostic::Diagnostic;

use self::gather::gather;
use crate::cli::{Color, MessageFormat, OutputArgs};
use crate::message;
use crate::program::Program;
use crate::render::draw;

/// The amount of output besides diagnostics and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

/// The two output streams and the format of the output.
///
/// A closed stream (`cargo xtask regen | head`) does not end the run, because the result is on disk. Any other failure to
/// write a report fails the command in the end.
pub(crate) struct Console {
    /// The libraries' texts call commands as `cargo xtask` does, so they are renamed where they are printed.
    program: Program,
    format: MessageFormat,
    verbosity: Verbosity,
    renderer: Renderer,
    is_interactive: bool,
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// The first failure to write to `out`.
    failed: Option<io::Error>,
}

impl Console {
    /// The console of this process.
    pub(crate) fn of_process(program: &Program, args: &OutputArgs) -> Self {
        let choice = match args.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        choice.write_global();
        let is_styled = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
        Self {
            renderer: if is_styled {
                Renderer::styled()
            } else {
                Renderer::plain()
            },
            is_interactive: io::stderr().is_terminal(),
            ..Self::new(
                program,
                args,
                Box::new(AutoStream::auto(io::stdout())),
                Box::new(AutoStream::auto(io::stderr())),
            )
        }
    }

    /// A console that writes plain text to `out` and `err`.
    pub(crate) fn new(
        program: &Program,
        args: &OutputArgs,
        out: Box<dyn Write>,
        err: Box<dyn Write>,
    ) -> Self {
        let verbosity = match args {
            OutputArgs { quiet: true, .. } => Verbosity::Quiet,
            OutputArgs { verbose: true, .. } => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
        Self {
            program: program.clone(),
            format: args.message_format,
            verbosity,
            renderer: Renderer::plain(),
            is_interactive: false,
            out,
            err,
            failed: None,
        }
    }

    /// The amount of output.
    pub(crate) fn verbosity(&self) -> Verbosity {
        self.verbosity
    }

    /// True if progress is to be shown: a terminal, output for people, and not `--quiet`.
    pub(crate) fn shows_progress(&self) -> bool {
        self.is_interactive
            && self.format == MessageFormat::Human
            && self.verbosity > Verbosity::Quiet
    }

    /// Width of a report in columns: the terminal's, or a fixed one for a file.
    pub(crate) fn width(&self) -> usize {
        const OF_A_FILE: usize = 100;
        let size = ::console::Term::stdout().size_checked();
        let columns = size.filter(|_| io::stdout().is_terminal());
        columns.map_or(OF_A_FILE, |(_, columns)| usize::from(columns))
    }

    /// Prints diagnostics. For people: warnings first, grouped by file, repetitions folded and long series cut short.
    /// As JSON: all of them.
    pub(crate) fn diagnostics(&mut self, diagnostics: &[Diagnostic]) {
        if self.format == MessageFormat::Json {
            for diagnostic in diagnostics {
                self.json(&message::diagnostic(diagnostic));
            }
            return;
        }
        for shown in gather(diagnostics) {
            let text = draw(shown.diagnostic, shown.also.as_deref(), &self.renderer);
            self.err_line(&format!("{text}\n"));
            if let Some(note) = shown.flood {
                self.err_line(&format!("{note}\n"));
            }
        }
    }

    /// Prints a line about the run itself, for people.
    pub(crate) fn note(&mut self, text: &str) {
        if self.format == MessageFormat::Human {
            self.err_line(text);
        }
    }

    /// Prints the last line of a failed run.
    pub(crate) fn conclusion(&mut self, text: &str) {
        if self.format == MessageFormat::Human {
            let title = annotate_snippets::Level::ERROR.primary_title(text);
            let text = self
                .renderer
                .render(&[annotate_snippets::Group::with_title(title)]);
            self.err_line(&text);
        }
    }

    /// Prints the error of a command that could not run at all.
    pub(crate) fn failure(&mut self, error: &anyhow::Error) {
        self.conclusion(&format!("{error:#}"));
        self.json(&serde_json::json!({ "reason": "failed", "message": format!("{error:#}") }));
    }

    /// Prints the summary of a successful run, for people.
    pub(crate) fn summary(&mut self, lines: &[String]) {
        if self.format == MessageFormat::Human && self.verbosity > Verbosity::Quiet {
            for line in lines {
                self.err_line(line);
            }
        }
    }

    /// Prints the report of a command, for people.
    pub(crate) fn report(&mut self, text: &str) {
        if self.format == MessageFormat::Human {
            self.write(text);
        }
    }

    /// Prints an object, for programs.
    pub(crate) fn json(&mut self, object: &Value) {
        if self.format == MessageFormat::Json {
            self.write(&format!("{object}\n"));
        }
    }

    /// True if everything was written to stdout, or its reader has gone; otherwise stderr says so.
    pub(crate) fn finish(&mut self) -> bool {
        match self.failed.take() {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.err_line(&format!("error: cannot write to stdout: {error}"));
                false
            }
            _ => true,
        }
    }

    fn write(&mut self, text: &str) {
        let written = self.out.write_all(self.program.named(text).as_bytes());
        if let Err(error) = written.and_then(|()| self.out.flush()) {
            self.failed.get_or_insert(error);
        }
    }

    fn err_line(&mut self, line: &str) {
        let _ = writeln!(self.err, "{}", self.program.named(line));
    }
}
