//! An example that is an HTTP service, as a process: `service` or `close_port`.

use std::os::unix::process::CommandExt;

use super::{Process, example, program};

/// Starts the service on a port of its own, and gives its address when it listens.
pub fn service(name: &str, host: &str, more: &[&str]) -> (Process, String) {
    let mut args = vec![format!("{host}:0")];
    args.extend(more.iter().map(ToString::to_string));
    // In a group of processes of its own, as a shell starts it.
    let service = Process::start(program(example(name)).args(args).process_group(0));
    let line = service.line();
    let address = line.strip_prefix("listening on http://").unwrap_or_else(|| panic!("it said {line:?}")).to_owned();
    (service, address)
}
