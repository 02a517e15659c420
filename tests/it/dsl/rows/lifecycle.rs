//! Each item is an actor: it is polled, interrupted, joined, and has a stop of its own.

use std::{
    cell::{Cell, RefCell},
    pin::pin,
};

use run_group::{Stop, run_group};

use super::ROW;
use crate::support::{Actors, Flag, Log, PinCheck, Step, done, drive, failures, poll, ready, script};

#[test]
fn items_are_polled_and_interrupted_in_order() {
    let actors = &Actors::new();
    let mut group = pin!(run_group! {
        a: actors.waits("a") => { actors.interrupt("a") },
        row: actors.waits(name) for name in ["x", "y", "z"] => move || actors.interrupt(name),
        job: done() => { actors.log.say("stop job") },
    });
    ready(poll(group.as_mut())).unwrap();
    actors.log.expect(&[
        "poll a", "poll x", "poll y", "poll z", //
        "stop a", "stop x", "stop y", "stop z", "stop job", //
        "poll a", "drop a", "poll x", "drop x", "poll y", "drop y", "poll z", "drop z",
    ]);
}

#[test]
fn every_item_is_joined() {
    let actors = &Actors::new();
    let flags: [Flag; 3] = Default::default();
    let mut group = pin!(run_group! {
        row: script("one", &actors.log, [Step::Until(flag.clone()), Step::Ok]) for flag in &flags => {},
        job: done() => drop,
    });
    for index in [1, 0] {
        assert!(poll(group.as_mut()).is_pending());
        flags[index].set();
    }
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(actors.log.count("drop one"), 2);
    flags[2].set();
    ready(poll(group.as_mut())).unwrap();
}

#[test]
fn of_two_items_ready_at_once_the_first_is_the_cause() {
    for (ready, first) in [([1, 2], 1), ([2, 0], 0), ([0, 1], 0)] {
        let log = Log::new();
        let flags: [Flag; 3] = Default::default();
        let group = run_group! {
            row: script("one", &log, [Step::Until(flag.clone()), Step::Ok]) for flag in &flags => { flag.set() },
        };
        let mut group = pin!(group.on_cause(|cause| log.say(cause)));
        assert!(poll(group.as_mut()).is_pending());
        for index in ready {
            flags[index].set();
        }
        assert!(poll(group.as_mut()).is_ready());
        assert_eq!(log.count(&format!("`row[{first}]` ended")), 1);
    }
}

#[test]
fn an_item_is_dropped_the_moment_it_ends() {
    let log = &Log::new();
    let mut group = pin!(run_group! {
        row: script(name, log, [Step::Ok]) for name in ["x", "y"] => move || log.say(format_args!("stop {name}")),
    });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll x", "drop x", "poll y", "drop y", "stop x", "stop y"]);
}

#[test]
fn each_item_has_a_stop_of_its_own() {
    let (handles, ended) = (&RefCell::new(Vec::new()), &RefCell::new(Vec::new()));
    let group = run_group! {
        row: |stop| {
            handles.borrow_mut().push(stop.clone());
            async move {
                stop.stopped().await;
                ended.borrow_mut().push(item);
                Ok(())
            }
        } for item in 0..3,
    };
    let mut group = pin!(group.on_cause(|cause| assert_eq!(cause.actor(), "row[1]")));
    assert!(poll(group.as_mut()).is_pending());
    handles.borrow()[1].stop();
    let stopped: Vec<_> = handles.borrow().iter().map(Stop::is_stopped).collect();
    assert_eq!(stopped, [false, true, false]);
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(ended.take(), [1, 0, 2]);
}

#[test]
fn an_items_stop_is_set_after_its_interrupt() {
    let log = &Log::new();
    let handles = &RefCell::new(Vec::new());
    let group = run_group! {
        row: |stop| { handles.borrow_mut().push(stop); done() } for item in 0..2 => move || {
            let stopped: Vec<_> = handles.borrow().iter().map(Stop::is_stopped).collect();
            log.say(format_args!("{item} {stopped:?}"));
        },
    };
    drive(group).unwrap();
    log.expect(&["0 [false, false]", "1 [true, false]"]);
}

#[test]
fn a_row_may_be_of_groups() {
    let actors = &Actors::new();
    let group = run_group! {
        shard: |stop| run_group! {
            reader: actors.then(name, [step]) => move || actors.interrupt(name),
            waits: stop.stopped_owned() => drop,
        } for (name, step) in [("x", Step::Ok), ("y", Step::Err("disk")), ("z", Step::Ok)],
        job: done() => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!(format!("{error:?}"), "actor `shard[1]` failed: actor `reader` failed\n  caused by: disk");
    assert_eq!((actors.log.count("drop x"), actors.log.count("drop y"), actors.log.count("drop z")), (1, 1, 1));
}

#[test]
fn a_row_may_be_in_a_group_in_a_row() {
    let ended = &RefCell::new(Vec::new());
    let group = run_group! {
        outer: run_group! {
            inner: async move { ended.borrow_mut().push((outer, inner)); Ok(()) } for inner in 0..outer => drop,
        } for outer in 1..4 => drop,
    };
    drive(group).unwrap();
    assert_eq!(ended.take(), [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]);
}

#[test]
fn items_do_not_move() {
    let actors = &Actors::new();
    let mut group = Box::pin(run_group! {
        row: PinCheck::new(actors.then(name, [Step::Pending, Step::Ok])) for name in ROW => move || actors.interrupt(name),
        job: script("job", &actors.log, [Step::Pending, Step::Ok]) => drop,
    });
    for _ in 0..2 {
        assert!(poll(group.as_mut()).is_pending());
    }
    ready(poll(group.as_mut())).unwrap();
}

#[test]
fn a_row_may_have_a_thousand_items() {
    let (polls, interrupted, ended) = (&Cell::new(0), &Cell::new(0), &Cell::new(0));
    let group = run_group! {
        type Error = &'static str;
        row: |stop| async move {
            polls.set(polls.get() + 1);
            stop.stopped().await;
            ended.set(ended.get() + 1);
            if item == 999 { Err("the last") } else { Ok(()) }
        } for item in 0..1000 => || interrupted.set(interrupted.get() + 1),
        job: done() => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["row[999] failed: the last"]);
    assert_eq!((polls.get(), interrupted.get(), ended.get()), (1000, 1000, 1000));
}
