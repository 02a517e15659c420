//! `examples/terminal.rs`, stopped again and again until its job is done.

use std::{fs, thread::yield_now};

use super::Directory;
use crate::support::{Process, expect_code, random, seed};

const STEPS: usize = 200;

#[test]
fn terminal_goes_on_where_it_was_and_does_each_step_once() {
    let directory = Directory::of("terminal", 0);
    let journal = directory.file("journal");
    let done = || fs::read_to_string(&journal).unwrap_or_default().lines().count();
    let seed = seed("RUN_GROUP_MOMENTS_SEED");
    println!("RUN_GROUP_MOMENTS_SEED={seed}");

    for run in 0.. {
        let before = done();
        if before == STEPS {
            break;
        }
        let mut terminal = Process::example("terminal", &[&journal]);
        let until = before + 1 + usize::try_from(random(seed, run) % 5).unwrap();
        while done() < until.min(STEPS) {
            yield_now();
        }

        // It is not stopped where it could be done before: a signal would then have its default action.
        match run % 2 {
            _ if until > STEPS / 2 => {}
            0 => terminal.say("q"),
            _ => terminal.signal("TERM"),
        }

        let end = terminal.end();
        expect_code(&end, 0);
        assert_eq!(end.lines, [format!("{} of {STEPS} steps", done())]);
    }

    let text = fs::read_to_string(&journal).unwrap();
    assert!(text.lines().eq((0..STEPS).map(|step| format!("step {step}"))), "{text}");
}
