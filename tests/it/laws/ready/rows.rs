//! Rows in the start: before others, after others, and between.

use std::pin::pin;

use run_group::run_group;

use super::sets;
use crate::support::{Flag, Log, drive, poll, script};

const NAMES: [&str; 3] = ["x", "y", "z"];

#[test]
fn one_after_a_row_waits_for_all_items() {
    let log = &Log::new();
    let ups: [Flag; 3] = Default::default();
    let group = run_group! {
        #[after(row)]
        server: script("server", log, []) => drop,
        row: |_, ready| sets(name, log, ready, up) for (name, up) in NAMES.into_iter().zip(&ups) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    for index in [1, 0] {
        ups[index].set();
        assert!(poll(group.as_mut()).is_pending());
        log.expect(&["poll x", "poll y", "poll z"]);
    }
    ups[2].set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll x", "poll y", "poll z", "poll server", "ready"]);
}

#[test]
fn all_items_of_a_row_start_in_order() {
    let (log, up) = (&Log::new(), Flag::new());
    let group = run_group! {
        #[after(a)]
        row: script(name, log, []) for name in NAMES => drop,
        a: |_, ready| sets("a", log, ready, &up) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a"]);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll x", "poll y", "poll z", "ready"]);
}

#[test]
fn a_row_of_those_that_may_finish_is_waited_for_to_its_last_ok() {
    let log = &Log::new();
    let ups: [Flag; 3] = Default::default();
    let steps = |up: &Flag| [crate::support::Step::Until(up.clone()), crate::support::Step::Ok];
    let mut group = pin!(run_group! {
        #[may_finish]
        row: script(name, log, steps(up)) for (name, up) in NAMES.into_iter().zip(&ups) => drop,
        #[after(row)]
        server: script("server", log, []) => drop,
    });
    for index in [2, 0] {
        ups[index].set();
        assert!(poll(group.as_mut()).is_pending());
    }
    assert_eq!(log.count("poll server"), 0);
    ups[1].set();
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(log.count("poll server"), 1);
}

#[test]
fn items_not_started_are_interrupted_in_their_turn() {
    let log = &Log::new();
    let group = run_group! {
        first: |_, ready| { drop(ready); script(name, log, []) } for name in ["x", "y"] => drop,
        #[after(first)]
        second: script(name, log, []) for name in ["z", "w"] => move || log.say(format_args!("stop {name}")),
        job: crate::support::done() => drop,
    };
    drive(group).unwrap();
    log.expect(&["poll x", "poll y", "stop z", "drop z", "stop w", "drop w", "drop x", "drop y"]);
}

#[test]
fn items_are_named_among_the_unready() {
    let log = &Log::new();
    let group = run_group! {
        type Error = &'static str;
        first: |_, ready| { if index == 1 { ready.set() } else { drop(ready) } script("x", log, []) } for index in 0..3 => drop,
        #[after(first)]
        second[name]: script(name, log, []) for name in ["z", "w"] => drop,
        job: async { Err("no disk") } => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!(error.unready(), ["first[0]", "first[2]", "second[z]", "second[w]"]);
    assert_eq!(
        format!("{error:?}"),
        "actor `job` failed: no disk\n\
         not ready: `first[0]`\n\
         not ready: `first[2]`\n\
         not ready: `second[z]`, which waits for `first`\n\
         not ready: `second[w]`, which waits for `first`"
    );
}
