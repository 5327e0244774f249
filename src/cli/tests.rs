//! Tests of the command line as a whole: that it is consistent, and that what has no default is asked for.
//! Absent: running commands against an exchange.

use clap::CommandFactory;
use clap::error::ErrorKind;

use super::*;

fn parse(line: &str) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(std::iter::once("samen").chain(line.split_whitespace()))
}

#[test]
fn the_commands_are_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn reading_has_no_default_purpose_reason_or_justification() {
    let full =
        "search --plate XB123K --purpose offences --reason alert-follow-up --justification x";
    assert!(parse(full).is_ok());
    for flag in ["--purpose offences", "--reason alert-follow-up", "--justification x"] {
        let error = parse(&full.replace(flag, "")).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::MissingRequiredArgument, "{flag}");
    }
}

#[test]
fn reading_the_audit_log_needs_a_use_code_of_the_four() {
    assert!(parse("audit search --use lawfulness --justification x --partner securion").is_ok());
    assert!(parse("audit search --use curiosity --justification x").is_err());
    assert!(parse("audit open 7 --justification x").is_err());
}

#[test]
fn the_profile_and_json_may_stand_anywhere() {
    for line in ["--as a.toml --json alerts", "alerts --as a.toml --json"] {
        let cli = parse(line).unwrap();
        assert!(cli.json && cli.profile.is_some(), "{line}");
    }
}

#[test]
fn ids_are_checked_before_anything_is_sent() {
    assert!(parse("recall 0190163d --type alert --reason mistaken").is_err());
    assert!(parse("partner standing Politie suspended --reason x").is_err());
    assert!(parse("partner standing politie-twente sleeping --reason x").is_err());
    assert!(parse("partner standing politie-twente suspended --reason x").is_ok());
}

#[test]
fn every_command_has_help_that_is_not_empty() {
    fn walk(command: &clap::Command, path: &str) {
        for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
            let path = format!("{path} {}", below.get_name());
            assert!(below.get_about().is_some(), "{path}");
            for argument in below.get_arguments() {
                assert!(argument.get_help().is_some(), "{path} {}", argument.get_id());
            }
            walk(below, &path);
        }
    }
    let mut command = Cli::command();
    command.build();
    walk(&command, "samen");
}
