//! The `copydesk` program: runs the command line, gives its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    copydesk::cli::run()
}
