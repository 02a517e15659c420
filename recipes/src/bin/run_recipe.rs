//! Runs a recipe as a process: `cargo run --package recipes tokio_process sleep 60`. Its tests run it, too.

#[cfg(unix)]
fn main() -> Result<(), run_group::AnyError> {
    use std::{env, io, process::Command, time::Duration};

    use recipes::{log_guard, std_process, terminal_child, tokio_process};

    /// How many lines the job of `log_guard` writes.
    const LINES: usize = 500;

    let mut arguments = env::args().skip(1).peekable();
    if arguments.next_if_eq("--terminal").is_some() {
        // The standard input is the terminal of this process, as in a shell.
        rustix::process::setsid()?;
        rustix::process::ioctl_tiocsctty(io::stdin())?;
    }
    let recipe = arguments.next().unwrap_or_default();
    let mut command = Command::new(arguments.next().unwrap_or_default());
    command.args(arguments);
    let patience = Duration::from_secs(60);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match &*recipe {
        "std_process" => std_process::run(command, patience),
        "terminal_child" => runtime.block_on(terminal_child::run(command.into(), patience)),
        "tokio_process" => runtime.block_on(tokio_process::run(command.into(), patience)),
        "log_guard" => runtime.block_on(log_guard::run(io::stdout(), async {
            (0..LINES).for_each(|line| tracing::info!(line));
            Err("no space left".into())
        })),
        _ => Err("which recipe? std_process, terminal_child, tokio_process, log_guard".into()),
    }
}

#[cfg(not(unix))]
fn main() {}
