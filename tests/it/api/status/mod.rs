//! `Status`: what a group does, as others see it while it does it.

mod changed;
mod costs;
mod ended;
mod states;
mod table;
mod threads;

use run_group::Status;

/// Each actor with its state, and whom it waits for: `server waiting for cache`.
fn states(status: &Status) -> Vec<String> {
    let line = |actor: &run_group::status::Actor| {
        let waits_for: Vec<_> = actor.waits_for().collect();
        let rest = if waits_for.is_empty() { String::new() } else { format!(" for {}", waits_for.join(", ")) };
        format!("{} {}{rest}", actor.name(), actor.state())
    };
    status.actors().iter().map(line).collect()
}
