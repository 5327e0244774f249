//! Completions and the manual page, made from the commands themselves.
//! Absent: text that is not in the help of a command.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::failure::Failure;
use super::session::Session;

/// For which shell.
#[derive(Args)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

/// Prints a completion script.
pub(crate) fn completions(args: CompletionsArgs, session: &mut Session) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::Cli::command(), "samen", &mut script);
    print(&script, session)
}

/// Prints the manual page, with every command in it.
pub(crate) fn man(session: &mut Session) -> Result<(), Failure> {
    let mut page = Vec::new();
    let mut command = super::Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(Failure::Output)?;
    for family in command.get_subcommands().filter(|family| family.get_name() != "help") {
        let section = clap_mangen::Man::new(family.clone());
        section.render_title(&mut page).map_err(Failure::Output)?;
        section.render_synopsis_section(&mut page).map_err(Failure::Output)?;
        section.render_description_section(&mut page).map_err(Failure::Output)?;
        section.render_options_section(&mut page).map_err(Failure::Output)?;
        if family.has_subcommands() {
            section.render_subcommands_section(&mut page).map_err(Failure::Output)?;
        }
    }
    print(&page, session)
}

fn print(text: &[u8], session: &mut Session) -> Result<(), Failure> {
    session.output.line(String::from_utf8_lossy(text).trim_end())
}
