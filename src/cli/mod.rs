//! The command line.

use std::process::ExitCode;

/// Runs the program on its arguments.
#[must_use]
pub fn run() -> ExitCode {
    ExitCode::SUCCESS
}
