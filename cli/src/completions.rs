//! `cargo xtask completions`: the script that clap derives for a command of its own, and its connection to `cargo`.

use clap_complete::Shell;

use crate::Outcome;
use crate::cli::{Cli, CompletedShell, CompletionsArgs};
use crate::console::Console;
use crate::program::Program;

/// Runs the command.
pub(crate) fn run(args: &CompletionsArgs, program: &Program, console: &mut Console) -> Outcome {
    let shell = match args.shell {
        CompletedShell::Bash => Shell::Bash,
        CompletedShell::Zsh => Shell::Zsh,
        CompletedShell::Fish => Shell::Fish,
    };
    // The name of the command that the script completes. A hyphen in it confuses the script for bash.
    let (name, connection) = match args.shell {
        CompletedShell::Bash if !program.is_xtask() => ("webhook_events", BASH_INSTALLED),
        _ if !program.is_xtask() => (program.name(), ""),
        CompletedShell::Bash => ("cargo_xtask", BASH),
        // The function for cargo, which comes with Rust, calls `_cargo-xtask` for this subcommand.
        CompletedShell::Zsh => ("cargo-xtask", ""),
        CompletedShell::Fish => ("cargo_xtask", FISH),
    };
    let mut script = Vec::new();
    let mut command = Cli::command_for(program).name(name).bin_name(name);
    clap_complete::generate(shell, &mut command, name, &mut script);
    let script = String::from_utf8_lossy(&script);
    console.report(&format!("{script}{connection}"));
    Outcome::Done
}

const BASH: &str = r#"
_cargo_before_xtask=${_cargo_before_xtask:-$(complete -p cargo 2>/dev/null | sed -n 's/.* -F \([^ ]*\).*/\1/p')}
_cargo_with_xtask() {
    if [[ ${COMP_WORDS[1]} == xtask && $COMP_CWORD -gt 1 ]]; then
        COMP_WORDS=(cargo_xtask "${COMP_WORDS[@]:2}")
        COMP_CWORD=$((COMP_CWORD - 1))
        _cargo_xtask cargo_xtask "$2" "$3"
    elif [[ -n $_cargo_before_xtask ]]; then
        "$_cargo_before_xtask" "$@"
    fi
}
complete -F _cargo_with_xtask -o bashdefault -o default cargo
"#;

const BASH_INSTALLED: &str = "
complete -F _webhook_events -o bashdefault -o default webhook-events
";

const FISH: &str = r#"
complete -c cargo -n "__fish_seen_subcommand_from xtask" -f -a '(complete -C "cargo_xtask "(string join " " -- (commandline -opc)[3..-1] (commandline -ct)))'
"#;
