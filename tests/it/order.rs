//! `#[outlives]`: who is told when.

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::mpsc,
    task::Poll,
};

use run_group::{Error, run_group, thread};

use crate::support::{
    Crew, Flag, Log, Step, done, drive, drive_beside_threads, failures, panic_text, poll, ready, script,
};

// When it is whose turn

#[test]
fn an_actor_is_not_told_before_all_that_it_outlives_have_ended() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(a, b)]
        db: crew.waits("db") => { crew.tell("db") },
        a: crew.then("a", [Step::Pending, Step::Ok]) => { crew.tell("a") },
        b: crew.then("b", [Step::Pending, Step::Pending, Step::Ok]) => { crew.tell("b") },
        job: script("job", &crew.log, [Step::Ok]) => { crew.tell("job") },
    });
    assert!(poll(group.as_mut()).is_pending());
    crew.log.expect(&[
        "poll db", "poll a", "poll b", "poll job", "drop job", // started
        "stop a", "stop b", "stop job", // it is not the turn of `db`
        "poll db", "poll a", "poll b",
    ]);
    assert!(poll(group.as_mut()).is_pending());
    // One of them is not both.
    crew.log.expect(&["poll db", "poll a", "drop a", "poll b"]);
}

#[test]
fn an_actor_is_told_in_the_very_poll_in_which_the_last_that_it_outlives_has_ended_and_is_polled_once_in_it() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        a: crew.then("a", [Step::Pending, Step::Ok]) => { crew.tell("a") },
        #[outlives(a)]
        db: crew.then("db", [Step::Pending, Step::Ok]) => { crew.tell("db") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    crew.log.take();
    assert!(poll(group.as_mut()).is_pending());
    crew.log.expect(&["poll a", "drop a", "poll db", "stop db", "poll db"]);
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&["poll db", "drop db"]);
}

#[test]
fn an_actor_is_not_told_while_the_async_interrupt_of_one_that_it_outlives_is_running() {
    let crew = Crew::new();
    let told = Flag::new();
    let mut group = pin!(run_group! {
        #[outlives(a)]
        db: crew.waits("db") => { crew.tell("db") },
        // It has ended, and is still being told.
        a: done() => async { script("telling a", &crew.log, [Step::Until(told.clone()), Step::Ok]).await.unwrap() },
    });
    assert!(poll(group.as_mut()).is_pending());
    crew.log.expect(&["poll db", "poll db", "poll telling a"]);
    assert!(poll(group.as_mut()).is_pending());
    crew.log.expect(&["poll db", "poll telling a"]);
    told.set();
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&["poll db", "poll telling a", "drop telling a", "stop db", "poll db", "drop db"]);
}

#[test]
fn an_actor_is_not_told_before_the_interrupt_of_one_that_it_outlives_was_called_though_that_one_has_ended() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(queue)]
        db: crew.waits("db") => { crew.tell("db") },
        #[outlives(http)]
        // Its channel has closed.
        queue: script("queue", &crew.log, [Step::Pending, Step::Ok]) => { crew.tell("queue") },
        http: crew.then("http", [Step::Pending, Step::Ok]) => { crew.tell("http") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((crew.log.count("drop queue"), crew.log.count("stop queue"), crew.log.count("stop db")), (1, 0, 0));
    crew.log.take();
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&["poll db", "poll http", "drop http", "stop queue", "stop db", "poll db", "drop db"]);
}

#[test]
fn an_actor_that_has_ended_before_its_turn_is_interrupted_in_it_once() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        a: crew.then("a", [Step::Pending, Step::Pending, Step::Ok]) => { crew.tell("a") },
        #[outlives(a)]
        db: script("db", &crew.log, [Step::Pending, Step::Ok]) => async { crew.log.say("telling db") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((crew.log.count("drop db"), crew.log.count("telling db")), (1, 0));
    crew.log.take();
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&["poll a", "drop a", "telling db"]);
}

#[test]
fn an_actor_that_outlives_others_and_ends_by_itself_in_the_drain_is_not_held_back() {
    let crew = Crew::new();
    let channel = Flag::new();
    let mut group = pin!(run_group! {
        a: crew.then("a", [Step::Pending, Step::Pending, Step::Ok]) => { crew.tell("a"); channel.set(); },
        #[outlives(a)]
        reader: script("reader", &crew.log, [Step::Until(channel.clone()), Step::Ok]) => drop,
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((crew.log.count("drop reader"), crew.log.count("drop a")), (1, 0));
}

#[test]
fn the_error_of_an_actor_that_ends_by_itself_before_its_turn_counts() {
    let crew = Crew::new();
    let group = run_group! {
        type Error = &'static str;
        a: crew.waits("a") => { crew.tell("a") },
        #[outlives(a)]
        db: script("db", &crew.log, [Step::Pending, Step::Err("lost")]) => drop,
        job: done() => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["db failed: lost"]);
}

#[test]
fn the_cause_may_be_one_that_outlives_others_and_is_interrupted_in_its_turn() {
    let crew = Crew::new();
    let group = run_group! {
        #[outlives(a)]
        db: script("db", &crew.log, [Step::Ok]) => |cause| crew.log.say(cause),
        a: crew.waits("a") => |cause| { crew.log.say(cause); crew.tell("a"); },
    };
    drive(group).unwrap();
    crew.log.expect(&["poll db", "drop db", "poll a", "`db` ended", "stop a", "poll a", "drop a", "`db` ended"]);
}

#[test]
fn everybody_is_told_the_same_cause_however_late() {
    let crew = Crew::new();
    let group = run_group! {
        type Error = &'static str;
        #[outlives(a)]
        db: crew.waits("db") => |cause| { crew.log.say(cause); crew.tell("db"); },
        a: crew.then("a", [Step::Err("in the drain")]) => { crew.tell("a") },
        job: async { Err("first") } => drop,
    };
    drive(group).unwrap_err();
    assert_eq!(crew.log.count("`job` failed: first"), 1);
}

#[test]
fn on_cause_is_called_once_before_all_though_there_are_many_turns() {
    let crew = Crew::new();
    let group = run_group! {
        a: crew.waits("a") => { crew.tell("a") },
        #[outlives(a)]
        b: crew.waits("b") => { crew.tell("b") },
        #[outlives(b)]
        c: crew.waits("c") => { crew.tell("c") },
        job: done() => drop,
    };
    drive(group.on_cause(|cause| crew.log.say(cause))).unwrap();
    assert_eq!(stops(&crew), ["`job` ended", "stop a", "stop b", "stop c"]);
}

/// Who was told, in order; and what the cause said.
fn stops(crew: &Crew) -> Vec<String> {
    crew.log.take().into_iter().filter(|event| event.starts_with("stop") || event.starts_with('`')).collect()
}

// Names that are not there

#[test]
fn an_actor_that_is_guarded_out_is_not_waited_for() {
    let crew = Crew::new();
    let debug = false;
    let group = run_group! {
        #[outlives(debug, a)]
        db: crew.waits("db") => { crew.tell("db") },
        debug: crew.waits("debug") if debug => { crew.tell("debug") },
        a: crew.waits("a") => { crew.tell("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(stops(&crew), ["stop a", "stop db"]);
}

#[test]
fn an_actor_that_outlives_only_what_is_guarded_out_is_told_at_the_cause() {
    let crew = Crew::new();
    let debug = false;
    let group = run_group! {
        #[outlives(debug)]
        db: crew.waits("db") => { crew.tell("db") },
        debug: crew.waits("debug") if debug => { crew.tell("debug") },
        a: crew.waits("a") => { crew.tell("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(stops(&crew), ["stop db", "stop a"]);
}

#[test]
fn an_actor_that_is_configured_out_is_not_waited_for() {
    let crew = Crew::new();
    let group = run_group! {
        #[outlives(metrics, a)]
        db: crew.waits("db") => { crew.tell("db") },
        #[cfg(any())]
        metrics: crew.waits("metrics") => { crew.tell("metrics") },
        a: crew.waits("a") => { crew.tell("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(stops(&crew), ["stop a", "stop db"]);
}

#[test]
fn who_is_guarded_out_between_two_does_not_order_them() {
    let crew = Crew::new();
    let on = false;
    let group = run_group! {
        #[outlives(middle)]
        db: crew.waits("db") => { crew.tell("db") },
        #[outlives(a)]
        middle: crew.waits("middle") if on => { crew.tell("middle") },
        a: crew.waits("a") => { crew.tell("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(stops(&crew), ["stop db", "stop a"]);
}

// Rows

#[test]
fn a_row_is_waited_for_as_a_whole() {
    let crew = &Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(row)]
        db: crew.waits("db") => { crew.tell("db") },
        row: crew.then(name, vec![Step::Pending; polls].into_iter().chain([Step::Ok]))
            for (name, polls) in [("x", 1), ("y", 3), ("z", 2)] => move || crew.tell(name),
        job: done() => drop,
    });
    for _ in 0..3 {
        assert!(poll(group.as_mut()).is_pending());
    }
    assert_eq!((crew.log.count("drop x"), crew.log.count("drop z"), crew.log.count("stop db")), (1, 1, 0));
    crew.log.take();
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&["poll db", "poll y", "drop y", "stop db", "poll db", "drop db"]);
}

#[test]
fn a_row_that_is_empty_is_not_waited_for() {
    let crew = &Crew::new();
    let group = run_group! {
        #[outlives(row, a)]
        db: crew.waits("db") => { crew.tell("db") },
        row: crew.waits(name) for name in [] => move || crew.tell(name),
        a: crew.waits("a") => { crew.tell("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(stops(crew), ["stop a", "stop db"]);
}

#[test]
fn a_row_whose_conditions_are_all_false_is_not_waited_for() {
    let crew = &Crew::new();
    let group = run_group! {
        #[outlives(row, a)]
        db: crew.waits("db") => { crew.tell("db") },
        row: crew.waits(name) for name in ["x", "y"] if name == "z" => move || crew.tell(name),
        a: crew.waits("a") => { crew.tell("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(stops(crew), ["stop a", "stop db"]);
}

#[test]
fn a_row_that_outlives_others_is_told_as_a_whole_in_the_order_of_its_items() {
    let crew = &Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(a)]
        row: crew.waits(name) for name in ["x", "y", "z"] => move || crew.tell(name),
        a: crew.then("a", [Step::Pending, Step::Ok]) => { crew.tell("a") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    crew.log.take();
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&[
        "poll x", "poll y", "poll z", "poll a", "drop a", //
        "stop x", "stop y", "stop z", //
        "poll x", "drop x", "poll y", "drop y", "poll z", "drop z",
    ]);
}

#[test]
fn a_row_that_drops_frees_those_written_before_it_when_all_of_it_is_dropped() {
    let crew = Crew::new();
    let group = run_group! {
        #[outlives(row)]
        db: crew.waits("db") => { crew.tell("db") },
        row: script(name, &crew.log, []) for name in ["x", "y"] => drop,
        last: crew.waits("last") => { crew.tell("last") },
        job: done() => drop,
    };
    drive(group).unwrap();
    let events = crew.log.take();
    assert_eq!(events[4..8], ["drop x", "drop y", "stop db", "stop last"]);
}

// `#[outlives(..)]`

#[test]
fn who_outlives_all_others_is_told_when_they_have_ended() {
    let crew = &Crew::new();
    let group = run_group! {
        #[outlives(..)]
        db: crew.waits("db") => { crew.tell("db") },
        a: crew.waits("a") => { crew.tell("a") },
        // Those without a name, too.
        crew.waits("b") => { crew.tell("b") },
        row: crew.waits(name) for name in ["x", "y"] => move || crew.tell(name),
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(stops(crew), ["stop a", "stop b", "stop x", "stop y", "stop db"]);
}

#[test]
fn two_who_outlive_all_others_wait_for_the_rest_and_not_for_each_other() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(..)]
        db: crew.then("db", [Step::Pending, Step::Ok]) => { crew.tell("db") },
        a: crew.then("a", [Step::Pending, Step::Ok]) => { crew.tell("a") },
        #[outlives(..)]
        log: crew.then("log", [Step::Pending, Step::Ok]) => { crew.tell("log") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(stops(&crew), ["stop a"]);
    assert!(poll(group.as_mut()).is_pending());
    crew.log.expect(&["poll db", "poll a", "drop a", "poll log", "stop db", "stop log", "poll db", "poll log"]);
}

#[test]
fn who_outlives_all_others_is_behind_those_that_outlive_some() {
    let crew = Crew::new();
    let group = run_group! {
        #[outlives(..)]
        log: crew.waits("log") => { crew.tell("log") },
        #[outlives(a)]
        db: crew.waits("db") => { crew.tell("db") },
        a: crew.waits("a") => { crew.tell("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(stops(&crew), ["stop a", "stop db", "stop log"]);
}

// Chains and diamonds

/// Runs a group of four, each of whom ends when it is told, behind a job that is the cause. Returns who was told when.
macro_rules! told {
    ($($(#[$outlives:meta])? $name:ident)+) => {{
        let crew = Crew::new();
        drive(run_group! {
            $($(#[$outlives])? $name: crew.waits(stringify!($name)) => { crew.tell(stringify!($name)) },)+
            job: done() => drop,
        })
        .unwrap();
        stops(&crew).concat().replace("stop ", "")
    }};
}

#[test]
fn a_chain_is_told_one_after_the_other_however_it_is_written() {
    assert_eq!(told!(a #[outlives(a)] b #[outlives(b)] c #[outlives(c)] d), "abcd");
    assert_eq!(told!(#[outlives(b)] a #[outlives(c)] b #[outlives(d)] c d), "dcba");
    assert_eq!(told!(#[outlives(c)] a #[outlives(a)] b #[outlives(d)] c d), "dcab");
}

#[test]
fn a_diamond_is_told_from_its_bottom_to_its_top_and_its_sides_in_the_order_written() {
    assert_eq!(told!(a #[outlives(a)] b #[outlives(a)] c #[outlives(b, c)] d), "abcd");
    assert_eq!(told!(#[outlives(b, c)] a #[outlives(d)] b #[outlives(d)] c d), "dbca");
    assert_eq!(told!(#[outlives(d)] a b #[outlives(a, d)] c #[outlives(b)] d), "bdac");
}

#[test]
fn the_top_of_a_diamond_waits_for_its_slower_side() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(left, right)]
        top: crew.waits("top") => { crew.tell("top") },
        #[outlives(bottom)]
        left: crew.then("left", [Step::Pending, Step::Ok]) => { crew.tell("left") },
        #[outlives(bottom)]
        right: crew.waits("right") => { crew.tell("right") },
        bottom: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    crew.log.expect(&[
        "poll top",
        "poll left",
        "poll right", //
        "stop left",
        "stop right", //
        "poll top",
        "poll left",
        "poll right",
        "drop right",
    ]);
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&["poll top", "poll left", "drop left", "stop top", "poll top", "drop top"]);
}

#[test]
fn two_chains_do_not_wait_for_each_other() {
    let crew = Crew::new();
    let b = Flag::new();
    let mut group = pin!(run_group! {
        a: crew.waits("a") => { crew.tell("a") },
        #[outlives(a)]
        after_a: crew.waits("after_a") => { crew.tell("after_a") },
        b: script("b", &crew.log, [Step::Until(b.clone()), Step::Ok]) => { crew.tell("b") },
        #[outlives(b)]
        after_b: crew.waits("after_b") => { crew.tell("after_b") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(stops(&crew), ["stop a", "stop b", "stop after_a"]);
    b.set();
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(stops(&crew), ["stop after_b"]);
}

// At every moment the first written whose turn has come is next.

#[test]
fn a_drop_that_frees_one_that_is_written_earlier_has_it_told_before_those_that_are_written_later() {
    let log = Log::new();
    let group = run_group! {
        #[outlives(c)]
        a: done() => { log.say("stop a") },
        b: done() => { log.say("stop b") },
        c: script("c", &log, []) => drop,
        d: done() => { log.say("stop d") },
    };
    drive(group).unwrap();
    log.expect(&["poll c", "stop b", "drop c", "stop a", "stop d"]);
}

#[test]
fn drops_that_free_each_other_backwards_are_all_before_those_that_are_written_later() {
    let log = Log::new();
    let group = run_group! {
        #[outlives(b)]
        a: script("a", &log, []) => drop,
        #[outlives(c)]
        b: script("b", &log, []) => drop,
        c: script("c", &log, []) => drop,
        d: script("d", &log, []) => drop,
        job: done() => drop,
    };
    drive(group).unwrap();
    log.expect(&["poll a", "poll b", "poll c", "poll d", "drop c", "drop b", "drop a", "drop d"]);
}

#[test]
fn of_several_that_one_frees_those_written_before_it_come_first() {
    let log = Log::new();
    let group = run_group! {
        #[outlives(c)]
        a: done() => { log.say("stop a") },
        #[outlives(c)]
        b: done() => { log.say("stop b") },
        c: script("c", &log, []) => drop,
        d: done() => { log.say("stop d") },
        #[outlives(c)]
        e: done() => { log.say("stop e") },
    };
    drive(group).unwrap();
    log.expect(&["poll c", "drop c", "stop a", "stop b", "stop d", "stop e"]);
}

#[test]
fn an_actor_that_has_ended_frees_those_behind_it_when_its_interrupt_is_called() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(queue)]
        db: crew.waits("db") => { crew.tell("db") },
        queue: script("queue", &crew.log, [Step::Ok]) => { crew.tell("queue") },
        last: crew.waits("last") => { crew.tell("last") },
    });
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(stops(&crew), ["stop queue", "stop db", "stop last"]);
}

#[test]
fn interrupts_are_called_in_their_order_before_anybody_is_polled_again() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(b)]
        a: crew.waits("a") => { crew.tell("a") },
        b: script("b", &crew.log, [Step::Ok]) => { crew.tell("b") },
        c: crew.waits("c") => { crew.tell("c") },
    });
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&[
        "poll a", "poll b", "drop b", "poll c", //
        "stop b", "stop a", "stop c", //
        "poll a", "drop a", "poll c", "drop c",
    ]);
}

// How often who is polled

/// How often each of these was polled.
fn polls<const N: usize>(log: &Log, names: [&str; N]) -> [usize; N] {
    names.map(|name| log.count(&format!("poll {name}")))
}

#[test]
fn a_chain_that_drains_in_one_poll_polls_each_actor_once_for_each_turn_until_its_end() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        a: script("a", &crew.log, [Step::Ok]) => { crew.tell("a") },
        #[outlives(a)] b: crew.waits("b") => { crew.tell("b") },
        #[outlives(b)] c: crew.waits("c") => { crew.tell("c") },
        #[outlives(c)] d: crew.waits("d") => { crew.tell("d") },
        #[outlives(d)] e: crew.waits("e") => { crew.tell("e") },
        #[outlives(e)] f: crew.waits("f") => { crew.tell("f") },
    });
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(polls(&crew.log, ["a", "b", "c", "d", "e", "f"]), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_chain_written_backwards_that_drains_in_one_poll_polls_nobody_more_often() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(e)] f: crew.waits("f") => { crew.tell("f") },
        #[outlives(d)] e: crew.waits("e") => { crew.tell("e") },
        #[outlives(c)] d: crew.waits("d") => { crew.tell("d") },
        #[outlives(b)] c: crew.waits("c") => { crew.tell("c") },
        #[outlives(a)] b: crew.waits("b") => { crew.tell("b") },
        a: script("a", &crew.log, [Step::Ok]) => { crew.tell("a") },
    });
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(polls(&crew.log, ["a", "b", "c", "d", "e", "f"]), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn an_end_that_makes_it_nobodys_turn_polls_nobody_again() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(a, b)]
        db: crew.waits("db") => { crew.tell("db") },
        a: crew.then("a", [Step::Pending, Step::Ok]) => { crew.tell("a") },
        b: crew.then("b", [Step::Pending, Step::Pending, Step::Ok]) => { crew.tell("b") },
        c: crew.then("c", [Step::Yield, Step::Yield, Step::Ok]) => { crew.tell("c") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    crew.log.take();
    assert!(poll(group.as_mut()).is_pending());
    crew.log.expect(&["poll db", "poll a", "drop a", "poll b", "poll c"]);
}

#[test]
fn a_group_in_order_that_nobody_ends_polls_each_once() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[outlives(b)]
        a: script("a", &log, [Step::Yield, Step::Yield]) => drop,
        b: script("b", &log, [Step::Yield, Step::Yield]) => drop,
    });
    for _ in 0..2 {
        assert!(poll(group.as_mut()).is_pending());
        log.expect(&["poll a", "poll b"]);
    }
}

// Panics and failures

/// A chain of three behind a job, of whom one does something that panics. Returns what was said, but for the polls.
macro_rules! chain {
    ($crew:expr, $actor:expr, $tell:expr) => {{
        let (crew, actor, tell) = ($crew, $actor, $tell);
        let group = run_group! {
            type Error = &'static str;
            #[outlives(b)]
            c: actor("c") => { tell("c") },
            #[outlives(a)]
            b: actor("b") => { tell("b") },
            a: actor("a") => { tell("a") },
            job: async { Err("first") } => drop,
        };
        let error = drive(group).unwrap_err();
        let mut events = crew.log.take();
        events.retain(|event| !event.starts_with("poll"));
        (events, failures(&error))
    }};
}

const IN_ORDER: [&str; 6] = ["stop a", "drop a", "stop b", "drop b", "stop c", "drop c"];

#[test]
fn an_interrupt_that_panics_has_its_actor_dropped_and_those_that_outlive_it_go_on() {
    for name in ["a", "b", "c"] {
        let crew = Crew::new();
        let tell = |told| {
            crew.tell(told);
            assert!(told != name, "cannot tell");
        };
        let (events, failures) = chain!(&crew, |actor| crew.then(actor, [Step::Pending, Step::Ok]), tell);
        assert_eq!(events, IN_ORDER);
        assert_eq!(failures, ["job failed: first".to_owned(), format!("{name} panicked: cannot tell")]);
    }
}

#[test]
fn an_actor_that_panics_when_it_is_told_has_ended_for_those_that_outlive_it() {
    for name in ["a", "b", "c"] {
        let crew = Crew::new();
        let actor = |actor| crew.then(actor, [if actor == name { Step::Panic("boom") } else { Step::Ok }]);
        let (events, failures) = chain!(&crew, actor, |told| crew.tell(told));
        assert_eq!(events, IN_ORDER);
        assert_eq!(failures, ["job failed: first".to_owned(), format!("{name} panicked: boom")]);
    }
}

#[test]
fn an_actor_whose_drop_panics_has_ended_for_those_that_outlive_it() {
    for name in ["a", "b", "c"] {
        let crew = Crew::new();
        let actor = |actor| {
            let waits = crew.waits(actor);
            if actor == name { waits.drop_panics("drop") } else { waits }
        };
        let (events, failures) = chain!(&crew, actor, |told| crew.tell(told));
        assert_eq!(events, IN_ORDER);
        assert_eq!(failures, ["job failed: first".to_owned(), format!("{name} panicked: drop")]);
    }
}

#[test]
fn an_actor_interrupted_by_drop_whose_drop_panics_frees_those_that_outlive_it() {
    let crew = Crew::new();
    let group = run_group! {
        type Error = &'static str;
        #[outlives(a)]
        db: crew.waits("db") => { crew.tell("db") },
        a: script("a", &crew.log, []).drop_panics("drop") => drop,
        b: crew.waits("b") => { crew.tell("b") },
        job: async { Err("first") } => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["job failed: first", "a panicked: drop"]);
    crew.log.expect(&[
        "poll db", "poll a", "poll b", //
        "drop a", "stop db", "stop b", //
        "poll db", "drop db", "poll b", "drop b",
    ]);
}

#[test]
fn an_async_interrupt_that_panics_frees_those_that_outlive_its_actor() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[outlives(a)]
        db: crew.waits("db") => { crew.tell("db") },
        a: script("a", &crew.log, []) => async {
            script("telling a", &crew.log, [Step::Pending, Step::Panic("cannot tell")]).await
        },
        job: async { Err("first") } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    crew.log.expect(&["poll db", "poll a", "poll db", "poll a", "poll telling a"]);
    let error = ready(poll(group.as_mut())).unwrap_err();
    let events = crew.log.take();
    assert_eq!(events[..3], ["poll db", "poll a", "poll telling a"]);
    assert_eq!(events[5..], ["stop db", "poll db", "drop db"]);
    assert_eq!(failures(&error), ["job failed: first", "a panicked: cannot tell"]);
}

#[test]
fn an_async_interrupt_that_panics_before_a_stop_leaves_its_actor_to_end_and_those_that_outlive_it_waiting() {
    let crew = Crew::new();
    let (log, handle) = (&crew.log, Cell::new(None));
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[outlives(a)]
        db: crew.waits("db") => { crew.tell("db") },
        a: |stop| { handle.set(Some(stop)); crew.then("a", [Step::Ok]) } => async {
            script("telling a", log, [Step::Panic("cannot tell")]).await
        },
        job: async { Err("first") } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    assert!(handle.take().unwrap().is_stopped());
    assert_eq!((log.count("drop a"), log.count("stop db")), (0, 0));
    log.take();
    crew.tell("a");
    ready(poll(group.as_mut())).unwrap_err();
    log.expect(&["stop a", "poll db", "poll a", "drop a", "stop db", "poll db", "drop db"]);
}

#[test]
fn behind_an_interrupt_that_panics_everybody_is_polled_in_the_same_poll_those_written_before_it_too() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        a: crew.waits("a") => { crew.tell("a") },
        b: script("b", &crew.log, []) => { panic!("cannot tell") },
        #[outlives(b)]
        c: crew.waits("c") => { crew.tell("c") },
        job: async { Err("first")? } => drop,
    });
    ready(poll(group.as_mut())).unwrap_err();
    crew.log.expect(&[
        "poll a", "poll b", "poll c", //
        "stop a", "drop b", "stop c", //
        "poll a", "drop a", "poll c", "drop c",
    ]);
}

#[test]
fn a_panic_in_a_late_turn_goes_on_when_all_are_joined() {
    let crew = Crew::new();
    let group = run_group! {
        #[outlives(b)]
        c: crew.waits("c") => { crew.tell("c") },
        #[outlives(a)]
        b: crew.waits("b") => { panic!("cannot tell") },
        a: crew.waits("a") => { crew.tell("a") },
        job: done() => drop,
    };
    assert_eq!(panic_text(|| drive(group)), "cannot tell");
    assert_eq!((crew.log.count("stop c"), crew.log.count("drop c")), (1, 1));
}

#[test]
fn failures_of_all_turns_are_kept_in_the_order_in_which_they_are_seen() {
    let crew = Crew::new();
    let group = run_group! {
        type Error = &'static str;
        #[outlives(b)]
        c: crew.waits("c") => async { Err("cannot tell c") },
        #[outlives(a)]
        b: crew.then("b", [Step::Err("b")]) => { crew.tell("b") },
        a: crew.then("a", [Step::Err("a")]) => { crew.tell("a"); },
        d: script("d", &crew.log, []) => { crew.tell("c"); panic!("cannot tell d") },
        job: async { Err("job") } => drop,
    };
    let failed =
        ["job failed: job", "d panicked: cannot tell d", "a failed: a", "b failed: b", "c failed: cannot tell c"];
    assert_eq!(failures(&drive(group).unwrap_err()), failed);
}

// What the order is good for

#[test]
fn an_actor_that_outlives_a_thread_is_told_when_the_thread_has_been_joined() {
    let log = Log::new();
    let (close, closed) = mpsc::channel::<()>();
    let said = log.clone();
    let group = run_group! {
        #[outlives(lines)]
        db: |stop| async { stop.stopped().await; Ok(()) } => { log.say("stop db") },
        lines: thread(move || {
            let _ = closed.recv();
            said.say("lines end");
        }) => { drop(close) },
        job: done() => drop,
    };
    drive_beside_threads(group).unwrap();
    log.expect(&["lines end", "stop db"]);
}

#[test]
fn an_actor_that_outlives_a_group_is_told_when_all_in_that_have_ended() {
    let crew = Crew::new();
    let group = run_group! {
        #[outlives(inner)]
        db: crew.waits("db") => { crew.tell("db") },
        inner: |stop| run_group! {
            #[outlives(b)]
            a: crew.waits("a") => { crew.tell("a") },
            b: crew.waits("b") => { crew.tell("b") },
            told: stop.stopped_owned() => drop,
        },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(stops(&crew), ["stop b", "stop a", "stop db"]);
}

#[test]
fn a_group_with_an_order_allocates_nothing() {
    let told = [const { Cell::new(false) }; 3];
    let waits = |index: usize| {
        let told = &told[index];
        poll_fn(move |_| if told.get() { Poll::Ready(()) } else { Poll::Pending })
    };
    let life = || {
        let mut group = pin!(run_group! {
            #[outlives(b)]
            a: waits(0) => { told[0].set(true) },
            #[outlives(..)]
            last: waits(2) => { told[2].set(true) },
            b: waits(1) => { told[1].set(true) },
            job: done() => drop,
        });
        assert!(poll(group.as_mut()).is_ready());
    };
    assert_eq!(allocation_counter::measure(life).count_total, 0);
}

// A group that is dropped half-way

/// A group in an order, of whom some panic when they are dropped.
fn four<'a>(log: &'a Log, panics: &'a [&str]) -> Pin<Box<impl Future<Output = Result<(), Error>> + use<'a>>> {
    let actor = |name: &'static str| {
        let actor = script(name, log, []);
        if panics.contains(&name) { actor.drop_panics(name) } else { actor }
    };
    Box::pin(run_group! {
        #[outlives(b, d)]
        a: actor("a") => { log.say("stop a") },
        #[outlives(c)]
        b: actor("b") => drop,
        c: actor("c") => async { log.say("stop c") },
        d: actor("d") => { log.say("stop d") },
    })
}

#[test]
fn a_group_dropped_while_it_runs_drops_its_actors_in_the_order_written_the_longest_lived_last() {
    let log = Log::new();
    let mut group = four(&log, &[]);
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    drop(group);
    // As they would have been told: `c` frees `b`, which is written before `d`.
    log.expect(&["drop c", "drop b", "drop d", "drop a"]);
}

#[test]
fn a_group_dropped_before_its_first_poll_drops_its_actors_in_the_same_order() {
    let log = Log::new();
    drop(four(&log, &[]));
    log.expect(&["drop c", "drop b", "drop d", "drop a"]);
}

#[test]
fn a_group_dropped_half_way_drops_all_in_their_order_though_drops_panic_and_the_first_panic_goes_on() {
    let names = ["c", "b", "d", "a"];
    let two = [["c", "b"], ["c", "a"], ["b", "d"], ["d", "a"]];
    let some = names.iter().map(std::slice::from_ref).chain(two.iter().map(<[_; 2]>::as_slice)).chain([&names[..]]);
    for panics in some {
        let log = Log::new();
        let mut group = four(&log, panics);
        assert!(poll(group.as_mut()).is_pending());
        log.take();
        assert_eq!(panic_text(|| drop(group)), panics[0]);
        log.expect(&["drop c", "drop b", "drop d", "drop a"]);
    }
}

#[test]
fn a_group_dropped_by_a_panic_drops_all_in_their_order_though_drops_panic() {
    let log = Log::new();
    let text = panic_text(|| {
        let mut group = four(&log, &["b", "a"]);
        assert!(poll(group.as_mut()).is_pending());
        log.take();
        panic!("the one that was there first");
    });
    assert_eq!(text, "the one that was there first");
    log.expect(&["drop c", "drop b", "drop d", "drop a"]);
}

#[test]
fn a_group_dropped_between_two_turns_drops_what_is_left_in_its_order_and_calls_no_interrupt() {
    let crew = Crew::new();
    let log = &crew.log;
    let mut group = Box::pin(run_group! {
        type Error = &'static str;
        #[outlives(b)]
        a: script("a", log, []) => { log.say("stop a") },
        #[outlives(c)]
        b: script("b", log, []) => async { script("telling b", log, []).await },
        c: script("c", log, [Step::Ok]) => { log.say("stop c") },
        d: script("d", log, []) => { log.say("stop d") },
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((log.count("stop c"), log.count("stop d"), log.count("poll telling b")), (1, 1, 1));
    log.take();
    drop(group);
    log.expect(&["drop b", "drop telling b", "drop a", "drop d"]);
}

#[test]
fn a_group_dropped_between_two_turns_drops_what_is_left_in_its_order_though_drops_panic() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        type Error = &'static str;
        #[outlives(b)]
        a: script("a", &log, []).drop_panics("a") => drop,
        b: script("b", &log, []).drop_panics("b") => async {
            script("telling b", &log, []).drop_panics("telling b").await
        },
        c: script("c", &log, [Step::Ok]) => {},
        d: script("d", &log, []).drop_panics("d") => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    assert_eq!(panic_text(|| drop(group)), "b");
    log.expect(&["drop b", "drop telling b", "drop a", "drop d"]);
}

#[test]
fn two_who_outlive_all_others_are_dropped_last_in_the_order_written() {
    let log = Log::new();
    drop(run_group! {
        #[outlives(..)]
        a: script("a", &log, []) => drop,
        b: script("b", &log, []) => drop,
        #[outlives(..)]
        c: script("c", &log, []) => drop,
        d: script("d", &log, []) => drop,
    });
    log.expect(&["drop b", "drop d", "drop a", "drop c"]);
}

#[test]
fn a_row_is_dropped_as_a_whole_before_those_that_outlive_it_though_one_of_it_panics() {
    let log = Log::new();
    let group = run_group! {
        #[outlives(row)]
        a: script("a", &log, []) => drop,
        row: script(name, &log, []).drop_panics(name) for name in ["x", "y", "z"] => drop,
        b: script("b", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drop(group)), "x");
    log.expect(&["drop x", "drop y", "drop z", "drop a", "drop b"]);
}

#[test]
fn what_is_guarded_or_configured_out_holds_no_drop_back() {
    let log = Log::new();
    let on = false;
    drop(run_group! {
        #[outlives(x, y, row, b)]
        a: script("a", &log, []) => drop,
        x: script("x", &log, []) if on => drop,
        #[cfg(any())]
        y: script("y", &log, []) => drop,
        row: script(name, &log, []) for name in [] => drop,
        b: script("b", &log, []) => drop,
        c: script("c", &log, []) => drop,
    });
    log.expect(&["drop b", "drop a", "drop c"]);
}

#[test]
fn a_thread_of_a_group_that_is_dropped_is_interrupted_before_those_that_outlive_it_are_dropped() {
    let log = Log::new();
    let (close, closed) = mpsc::channel::<()>();
    let mut group = Box::pin(run_group! {
        #[outlives(lines)]
        db: script("db", &log, []) => { log.say("stop db") },
        lines: thread(move || { let _ = closed.recv(); }) => |cause| {
            log.say(cause);
            drop(close);
        },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    drop(group);
    log.expect(&["the group was dropped", "drop db"]);
}
