//! `for`: one actor for each item.

use std::{
    cell::{Cell, RefCell},
    future::{Future, pending, poll_fn, ready as ready_with},
    marker::PhantomData,
    pin::{Pin, pin},
    rc::Rc,
    task::Poll,
    thread as os,
};

use run_group::{AnyError, Error, Stop, run_group, thread};
use tokio::task::yield_now;

use crate::{
    fairness::{burn, sip},
    send_sync::{BOTH, NEITHER, SEND_ONLY, is, send_sync},
    support::{
        Crew, Flag, Log, PinCheck, Step, counting_waker, done, drive, drive_beside_threads, failures, holding,
        panic_text, poll, poll_once, ready, script,
    },
};

/// Fails at its first poll, or never ends.
async fn fails(now: bool) -> Result<(), &'static str> {
    if now { Err("failed") } else { pending().await }
}

// Names

#[test]
fn the_members_of_a_row_are_called_by_its_name_and_the_number_of_their_item() {
    for failing in 0..3 {
        let group = run_group! { row: fails(item == failing) for item in 0..3 => drop };
        let error = drive(group).unwrap_err();
        assert_eq!(error.actor(), Some(format!("row[{failing}]").as_str()));
    }
}

#[test]
fn the_members_of_a_row_without_a_name_are_called_by_their_expression_and_the_number_of_their_item() {
    struct Server;

    impl Server {
        async fn run(&self, now: bool) -> Result<(), &'static str> {
            fails(now).await
        }
    }

    let server = Server;
    let group = run_group! { fails(item == 1) for item in 0..3 => drop };
    assert_eq!(drive(group).unwrap_err().actor(), Some("fails[1]"));
    let group = run_group! { server.run(item == 1) for item in 0..3 => drop };
    assert_eq!(drive(group).unwrap_err().actor(), Some("server.run[1]"));
    let group = run_group! {
        done() if false => drop,
        async move { fails(item == 2).await?; Ok(()) } for item in 0..3 => drop,
    };
    assert_eq!(drive(group).unwrap_err().actor(), Some("#1[2]"));
}

#[test]
fn in_a_list_of_rows_and_others_each_is_called_by_its_own_name() {
    let names = "a first[0] first[1] first[2] b second[0] second[1] second[2] second[3] second[4] last[0]";
    for (failing, name) in names.split(' ').enumerate() {
        let group = run_group! {
            a: fails(failing == 0) => drop,
            first: fails(failing == 1 + item) for item in 0..3 => drop,
            empty: fails(true) for () in [] => drop,
            b: fails(failing == 4) => drop,
            second: fails(failing == 5 + item) for item in 0..5 => drop,
            last: fails(failing == 10 + item) for item in 0..1 => drop,
        };
        assert_eq!(drive(group).unwrap_err().actor(), Some(name));
    }
}

#[test]
fn an_item_whose_condition_is_false_keeps_its_number() {
    let group = run_group! {
        type Error = &'static str;
        row: fails(true) for item in 0..6 if item % 3 == 2 => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["row[2] failed: failed", "row[5] failed: failed"]);
}

#[test]
fn the_cause_says_which_member_it_was() {
    let said = RefCell::new(Vec::new());
    let group = run_group! {
        row: fails(item == 1) for item in 0..3 => |cause| said.borrow_mut().push(cause.to_string()),
    };
    assert!(poll(pin!(group)).is_pending());
    assert_eq!(said.into_inner(), ["`row[1]` failed: failed"; 3]);
}

#[test]
fn an_error_of_an_async_interrupt_is_its_members() {
    let group = run_group! {
        type Error = &'static str;
        row: done() for item in 0..3 => async move { if item == 1 { Err("close") } else { Ok(()) } },
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["row[1] failed: close"]);
}

#[test]
fn a_thread_in_a_row_is_named_after_its_member() {
    let log = Log::new();
    let group = run_group! {
        worker: thread({
            let log = log.clone();
            move || log.say(os::current().name().unwrap_or("none"))
        }) for _ in 0..3 => {},
    };
    drive_beside_threads(group).unwrap();
    let mut names = log.take();
    names.sort();
    assert_eq!(names, ["worker[0]", "worker[1]", "worker[2]"]);
}

// Conditions

#[test]
fn a_condition_is_asked_of_each_item_and_leaves_those_out_of_which_it_is_false() {
    let log = Log::new();
    let group = run_group! {
        row: script(name, &log, []) for (name, on) in [("x", true), ("y", false), ("z", true)] if on => drop,
        job: done() => drop,
    };
    drive(group).unwrap();
    log.expect(&["poll x", "poll z", "drop x", "drop z"]);
}

#[test]
fn a_condition_binds_what_the_actor_and_its_interrupt_see() {
    struct Peer {
        name: &'static str,
        port: Option<u16>,
    }

    let log = &Log::new();
    let peers = [("x", Some(8080)), ("y", None), ("z", Some(80)), ("w", Some(9090))];
    let peers = peers.map(|(name, port)| Peer { name, port });
    let group = run_group! {
        row: script(name, log, []) for Peer { name, port } in peers if let Some(port) = port && port > 1024
            => move || log.say(port),
        job: done() => drop,
    };
    assert!(poll(pin!(group)).is_pending());
    assert_eq!(log.take()[..4], ["poll x", "poll w", "8080", "9090"]);
}

#[test]
fn of_an_item_that_is_left_out_nothing_is_evaluated() {
    let log = Log::new();
    let evaluate = |what: &str, item: u8| {
        log.say(format_args!("{what} {item}"));
        Stop::new()
    };
    let group = run_group! {
        row: holding(evaluate("actor", item)) for item in 0..3 if item == 1 => evaluate("interrupt", item),
    };
    drop(group);
    log.expect(&["actor 1", "interrupt 1"]);
}

// Items

#[test]
fn items_are_taken_by_reference() {
    let names = vec!["x".to_owned(), "y".to_owned()];
    let seen = RefCell::new(Vec::new());
    let group = run_group! { row: async { seen.borrow_mut().push(name.as_str()); Ok(()) } for name in &names => drop };
    drive(group).unwrap();
    assert_eq!(seen.into_inner(), names);
}

#[test]
fn items_are_taken_by_mutable_reference() {
    let mut counts = [0; 3];
    let group = run_group! { row: async { *count += 1; Ok(()) } for count in &mut counts => drop };
    drive(group).unwrap();
    assert_eq!(counts, [1; 3]);
}

#[test]
fn items_are_taken_by_value() {
    let names = vec!["x".to_owned(), "y".to_owned()];
    let seen = &RefCell::new(Vec::new());
    let group = run_group! { row: async move { seen.borrow_mut().push(name); Ok(()) } for name in names => drop };
    drive(group).unwrap();
    assert_eq!(seen.take(), ["x", "y"]);
}

#[test]
fn items_are_taken_from_a_chain_of_iterators() {
    let names = ["x", "y", "z"];
    let seen = &RefCell::new(Vec::new());
    let group = run_group! {
        row: async move { seen.borrow_mut().push((number, *name)); Ok(()) }
            for (number, name) in names.iter().enumerate().filter(|(_, name)| **name != "y").rev() => drop,
    };
    drive(group).unwrap();
    assert_eq!(seen.take(), [(2, "z"), (0, "x")]);
}

#[test]
fn the_interrupt_sees_its_item() {
    let log = &Log::new();
    let group = run_group! {
        row: done() for item in ["x", "y", "z"] => move |cause| log.say(format_args!("{item}: {cause}")),
    };
    drive(group).unwrap();
    log.expect(&["x: `row[0]` ended", "y: `row[0]` ended", "z: `row[0]` ended"]);
}

#[test]
fn items_may_be_awaited_and_asked_for_an_error() {
    async fn group(names: Result<[&'static str; 2], AnyError>, log: &Log) -> Result<(), AnyError> {
        run_group! {
            a: script("a", log, [Step::Ok]) => drop,
            row: script(name, log, [Step::Ok]) for name in ready_with(names).await? => drop,
        }
        .await?;
        Ok(())
    }

    let log = Log::new();
    drive(group(Ok(["x", "y"]), &log)).unwrap();
    log.expect(&["poll a", "drop a", "poll x", "drop x", "poll y", "drop y"]);
    let error = drive(group(Err("no names".into()), &log)).unwrap_err();
    assert_eq!(error.to_string(), "no names");
    log.expect(&["drop a"]);
}

#[test]
fn an_error_in_the_body_leaves_the_enclosing_function_and_drops_what_was_built_in_order() {
    fn group(log: &Log, names: [Result<&'static str, &'static str>; 4]) -> Result<(), &'static str> {
        let group = run_group! {
            a: script("a", log, []) => { log.say("stop a") },
            row: script(name?, log, []) for name in names => { log.say("stop one of the row") },
            b: script("b", log, []) => drop,
        };
        drop(group);
        Ok(())
    }

    let log = Log::new();
    assert_eq!(group(&log, [Ok("x"), Ok("y"), Err("no name"), Ok("z")]), Err("no name"));
    log.expect(&["drop a", "drop x", "drop y"]);
    assert_eq!(group(&log, [Ok("x"), Ok("y"), Ok("z"), Ok("w")]), Ok(()));
    log.expect(&["drop a", "drop x", "drop y", "drop z", "drop w", "drop b"]);
}

#[test]
fn a_body_may_await() {
    let log = Log::new();
    drive(async {
        run_group! {
            row: script(ready_with(name).await, &log, [Step::Ok]) for name in ["x", "y"] => drop,
        }
        .await
    })
    .unwrap();
    log.expect(&["poll x", "drop x", "poll y", "drop y"]);
}

#[test]
fn a_condition_may_await_and_be_asked_for_an_error() {
    async fn group(log: &Log, conditions: [Result<bool, AnyError>; 3]) -> Result<(), AnyError> {
        run_group! {
            row: script(name, log, [Step::Ok]) for (name, on) in ["x", "y", "z"].into_iter().zip(conditions)
                if ready_with(on).await? => drop,
        }
        .await?;
        Ok(())
    }

    let log = Log::new();
    drive(group(&log, [Ok(true), Ok(false), Ok(true)])).unwrap();
    log.expect(&["poll x", "drop x", "poll z", "drop z"]);
    let error = drive(group(&log, [Ok(true), Err("cannot say".into()), Ok(true)])).unwrap_err();
    assert_eq!(error.to_string(), "cannot say");
    log.expect(&["drop x"]);
}

#[test]
fn an_interrupt_that_is_a_value_may_be_asked_for_an_error() {
    fn group(log: &Log, stops: [Result<Stop, &'static str>; 2]) -> Result<(), &'static str> {
        let group = run_group! { row: script("x", log, []) for stop in stops => stop? };
        drop(group);
        Ok(())
    }

    let log = Log::new();
    assert_eq!(group(&log, [Ok(Stop::new()), Err("no stop")]), Err("no stop"));
    // The second, which had no interrupt yet, and the first, which stood in the group.
    log.expect(&["drop x", "drop x"]);
}

#[test]
fn everything_is_evaluated_once_item_by_item_between_what_is_written_before_and_behind() {
    let log = Log::new();
    let say = |what: &str, item: u8| log.say(format_args!("{what} {item}"));
    let stop = |item| {
        say("interrupt", item);
        Stop::new()
    };
    let group = run_group! {
        a: { say("a", 0); done() } => drop,
        #[when({ say("gate", item); done() })]
        row: { say("actor", item); done() } for item in { say("items", 0); 0..3 } if { say("if", item); item != 1 }
            => stop(item),
        b: { say("b", 0); done() } => drop,
    };
    log.expect(&[
        "a 0",
        "items 0",
        "if 0",
        "gate 0",
        "actor 0",
        "interrupt 0",
        "if 1",
        "if 2",
        "gate 2",
        "actor 2",
        "interrupt 2",
        "b 0",
    ]);
    drive(group).unwrap();
    log.expect(&[]);
}

// The laws

#[test]
fn a_row_without_items_that_is_alone_ends_at_once_with_ok() {
    let log = Log::new();
    let (woken, waker) = counting_waker();
    let group = run_group! { row: script(name, &log, []) for name in [] => drop };
    let mut group = pin!(group.on_cause(|_| log.say("cause")));
    ready(poll_once(group.as_mut(), &waker)).unwrap();
    assert_eq!(woken.take(), 0);
    log.expect(&[]);
}

#[test]
fn a_row_of_which_all_are_left_out_that_is_alone_ends_at_once_with_ok() {
    let log = Log::new();
    let mut group = pin!(run_group! { row: script(name, &log, []) for name in ["x", "y"] if name == "z" => drop });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&[]);
}

#[test]
fn the_members_of_a_row_are_polled_and_told_in_their_order_between_what_is_written_before_and_behind() {
    let crew = &Crew::new();
    let mut group = pin!(run_group! {
        a: crew.waits("a") => { crew.tell("a") },
        row: crew.waits(name) for name in ["x", "y", "z"] => move || crew.tell(name),
        job: done() => { crew.log.say("stop job") },
    });
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&[
        "poll a", "poll x", "poll y", "poll z", //
        "stop a", "stop x", "stop y", "stop z", "stop job", //
        "poll a", "drop a", "poll x", "drop x", "poll y", "drop y", "poll z", "drop z",
    ]);
}

#[test]
fn each_member_is_an_actor_that_is_joined() {
    let crew = &Crew::new();
    let flags: [Flag; 3] = Default::default();
    let mut group = pin!(run_group! {
        row: script("one", &crew.log, [Step::Until(flag.clone()), Step::Ok]) for flag in &flags => {},
        job: done() => drop,
    });
    for index in [1, 0] {
        assert!(poll(group.as_mut()).is_pending());
        flags[index].set();
    }
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(crew.log.count("drop one"), 2);
    flags[2].set();
    ready(poll(group.as_mut())).unwrap();
}

#[test]
fn one_poll_polls_each_member_once_however_busy_they_are() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        row: script(name, &log, vec![Step::Yield; 4]) for name in ["x", "y", "z"] => drop,
    });
    for _ in 0..3 {
        assert!(poll(group.as_mut()).is_pending());
        log.expect(&["poll x", "poll y", "poll z"]);
    }
}

#[test]
fn of_two_members_that_are_ready_in_one_pass_the_first_is_the_cause() {
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
fn a_member_is_dropped_where_it_stands_the_moment_it_ends() {
    let log = &Log::new();
    let mut group = pin!(run_group! {
        row: script(name, log, [Step::Ok]) for name in ["x", "y"] => move || log.say(format_args!("stop {name}")),
    });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll x", "drop x", "poll y", "drop y", "stop x", "stop y"]);
}

#[test]
fn a_stop_is_each_members_own() {
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
fn a_stop_of_a_row_is_set_when_the_interrupt_that_is_given_has_run() {
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
fn groups_stand_in_a_row() {
    let crew = &Crew::new();
    let group = run_group! {
        shard: |stop| run_group! {
            reader: crew.then(name, [step]) => move || crew.tell(name),
            told: stop.stopped_owned() => drop,
        } for (name, step) in [("x", Step::Ok), ("y", Step::Err("disk")), ("z", Step::Ok)],
        job: done() => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!(format!("{error:?}"), "actor `shard[1]` failed: actor `reader` failed\n  caused by: disk");
    assert_eq!((crew.log.count("drop x"), crew.log.count("drop y"), crew.log.count("drop z")), (1, 1, 1));
}

#[test]
fn rows_stand_in_a_group_in_a_row() {
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
fn members_that_must_not_move_do_not() {
    let crew = &Crew::new();
    let mut group = Box::pin(run_group! {
        row: PinCheck::new(crew.then(name, [Step::Pending, Step::Ok])) for name in ROW => move || crew.tell(name),
        job: script("job", &crew.log, [Step::Pending, Step::Ok]) => drop,
    });
    for _ in 0..2 {
        assert!(poll(group.as_mut()).is_pending());
    }
    ready(poll(group.as_mut())).unwrap();
}

#[test]
fn a_row_has_room_for_a_thousand() {
    let (polls, told, ended) = (&Cell::new(0), &Cell::new(0), &Cell::new(0));
    let group = run_group! {
        type Error = &'static str;
        row: |stop| async move {
            polls.set(polls.get() + 1);
            stop.stopped().await;
            ended.set(ended.get() + 1);
            if item == 999 { Err("the last") } else { Ok(()) }
        } for item in 0..1000 => || told.set(told.get() + 1),
        job: done() => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["row[999] failed: the last"]);
    assert_eq!((polls.get(), told.get(), ended.get()), (1000, 1000, 1000));
}

// Fairness

#[tokio::test]
async fn of_a_row_whose_members_take_all_of_the_budget_each_has_its_turn() {
    let polls = [const { Cell::new(0) }; 4];
    run_group! {
        burner: burn(polls) for polls in &polls => drop,
        job: sip(3000) => drop,
    }
    .await
    .expect("the job ends first");
    assert!(polls.iter().all(|polls| polls.get() > 1000), "{polls:?}");
}

#[tokio::test]
async fn where_the_budget_is_spent_the_next_poll_begins_with_the_next_member() {
    let (log, polls) = (&Log::new(), Cell::new(0));
    let mut group = pin!(run_group! {
        a: script("a", log, []) => drop,
        row: script(name, log, []) for name in ["x", "y"] => drop,
        empty: script(name, log, []) for name in [] => drop,
        burner: burn(&polls) => drop,
    });
    let places = ["a x y", "x y a", "y a x", "a x y", "a x y", "x y a"];
    for expected in places {
        once(group.as_mut()).await;
        assert_eq!(log.take().concat().replace("poll ", " ").trim(), expected);
    }
}

/// Polls once, with a budget that nothing has been taken of, inside a task of tokio's.
async fn once<F: Future>(mut future: Pin<&mut F>) {
    yield_now().await;
    let poll = poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await;
    assert!(poll.is_pending());
}

#[tokio::test]
async fn a_member_that_panics_in_a_pass_that_began_in_its_row_keeps_nobody_from_being_polled_once() {
    let (log, polls) = (&Log::new(), Cell::new(0));
    let steps = |name| if name == "y" { vec![Step::Pending, Step::Pending, Step::Panic("boom")] } else { vec![] };
    let mut group = pin!(run_group! {
        a: script("a", log, []) => {},
        row: script(name, log, steps(name)) for name in ["w", "x", "y", "z"] => {},
        burner: burn(&polls) => {},
    });
    once(group.as_mut()).await;
    once(group.as_mut()).await;
    log.take();
    once(group.as_mut()).await;
    log.expect(&[
        "poll x", "poll y", "drop y", "poll z", "poll a", "poll w", // all, though not in the order written
        "poll x", "poll z", "poll a", "poll w", // and once more behind the cause
    ]);
}

#[tokio::test]
async fn interrupts_of_a_row_are_called_in_their_order_wherever_the_pass_began() {
    let (log, polls) = (&Log::new(), Cell::new(0));
    let mut group = pin!(run_group! {
        a: script("a", log, []) => { log.say("stop a") },
        row: script(name, log, if name == "y" { vec![Step::Pending, Step::Pending, Step::Ok] } else { vec![] })
            for name in ["x", "y", "z"] => move || log.say(format_args!("stop {name}")),
        #[outlives(a)]
        burner: burn(&polls) => drop,
    });
    for _ in 0..3 {
        once(group.as_mut()).await;
    }
    let mut events = log.take();
    events.retain(|event| event.starts_with("stop"));
    assert_eq!(events, ["stop a", "stop x", "stop y", "stop z"]);
}

// Panics

const ROW: [&str; 3] = ["x", "y", "z"];

#[test]
fn a_member_that_panics_is_an_exit_and_keeps_nobody_from_anything() {
    for panicking in ROW {
        let crew = &Crew::new();
        let panics = |name| script(name, &crew.log, [Step::Panic("boom")]);
        let actor = |name| if name == panicking { panics(name) } else { crew.waits(name) };
        let group = run_group! {
            a: crew.waits("a") => { crew.tell("a") },
            row: actor(name) for name in ROW => move || crew.tell(name),
            b: crew.waits("b") => { crew.tell("b") },
        };
        assert_eq!(panic_text(|| drive(group)), "boom");
        for name in ["a", "x", "y", "z", "b"] {
            let polls = if name == panicking { 1 } else { 2 };
            let said = ["poll", "stop", "drop"].map(|what| crew.log.count(&format!("{what} {name}")));
            assert_eq!(said, [polls, 1, 1], "{name}, where {panicking} panics");
        }
    }
}

#[test]
fn a_member_whose_interrupt_panics_is_dropped_and_keeps_nobody_from_being_told() {
    for panicking in ROW {
        let crew = &Crew::new();
        let tell = move |name: &'static str| {
            crew.tell(name);
            assert!(name != panicking, "cannot tell");
        };
        let group = run_group! {
            type Error = &'static str;
            a: crew.waits("a") => { crew.tell("a") },
            row: crew.waits(name) for name in ROW => move || tell(name),
            b: crew.waits("b") => { crew.tell("b") },
            job: async { Err("first") } => drop,
        };
        let item = ROW.iter().position(|name| *name == panicking).unwrap();
        let failed = ["job failed: first".to_owned(), format!("row[{item}] panicked: cannot tell")];
        assert_eq!(failures(&drive(group).unwrap_err()), failed);
        for name in ["a", "x", "y", "z", "b"] {
            let polls = if name == panicking { 1 } else { 2 };
            let said = ["poll", "stop", "drop"].map(|what| crew.log.count(&format!("{what} {name}")));
            assert_eq!(said, [polls, 1, 1], "{name}, where that of {panicking} panics");
        }
    }
}

#[test]
fn a_member_whose_async_interrupt_panics_is_dropped_and_keeps_nobody_from_being_told() {
    let crew = &Crew::new();
    let group = run_group! {
        type Error = &'static str;
        row: crew.waits(name) for name in ROW => async move {
            assert!(name != "y", "cannot tell");
            crew.tell(name);
        },
        job: async { Err("first") } => drop,
    };
    let mut group = pin!(group);
    assert!(poll(group.as_mut()).is_pending());
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "row[1] panicked: cannot tell"]);
    assert_eq!(ROW.map(|name| crew.log.count(&format!("poll {name}"))), [3, 2, 3]);
    assert_eq!(ROW.map(|name| crew.log.count(&format!("drop {name}"))), [1, 1, 1]);
}

#[test]
fn a_member_whose_drop_panics_keeps_nobody_from_being_dropped() {
    for panicking in ROW {
        let log = &Log::new();
        let actor = |name| {
            let actor = script(name, log, []);
            if name == panicking { actor.drop_panics(name) } else { actor }
        };
        let group = run_group! {
            type Error = &'static str;
            row: actor(name) for name in ROW => drop,
            job: async { Err("first") } => drop,
        };
        let item = ROW.iter().position(|name| *name == panicking).unwrap();
        let failed = ["job failed: first".to_owned(), format!("row[{item}] panicked: {panicking}")];
        assert_eq!(failures(&drive(group).unwrap_err()), failed);
        log.expect(&["poll x", "poll y", "poll z", "drop x", "drop y", "drop z"]);
    }
}

#[test]
fn all_members_may_panic_in_one_pass() {
    let group = run_group! {
        type Error = &'static str;
        first: async { Err("first") } => drop,
        row: poll_fn(move |_| -> Poll<()> { panic!("boom {item}") }) for item in 0..3 => drop,
    };
    assert_eq!(
        failures(&drive(group).unwrap_err()),
        ["first failed: first", "row[0] panicked: boom 0", "row[1] panicked: boom 1", "row[2] panicked: boom 2"]
    );
}

// The drop of the group

#[test]
fn a_group_dropped_half_way_drops_its_rows_in_the_order_written_and_of_their_items() {
    let log = &Log::new();
    let mut group = Box::pin(run_group! {
        a: script("a", log, []) => { log.say("stop a") },
        row: script(name, log, []) for name in ROW => move || log.say(format_args!("stop {name}")),
        b: script("b", log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    drop(group);
    log.expect(&["drop a", "drop x", "drop y", "drop z", "drop b"]);
}

#[test]
fn a_group_dropped_half_way_drops_all_of_a_row_though_their_drops_panic() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => drop,
        row: script(name, &log, []).drop_panics(name) for name in ROW => drop,
        b: script("b", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drop(group)), "x");
    log.expect(&["drop a", "drop x", "drop y", "drop z", "drop b"]);
}

#[test]
fn a_group_dropped_half_way_sets_the_stop_of_each_member() {
    let handles = RefCell::new(Vec::new());
    let mut group = Box::pin(run_group! {
        row: |stop| { handles.borrow_mut().push(stop); pending::<()>() } for _ in 0..3,
    });
    assert!(poll(group.as_mut()).is_pending());
    drop(group);
    assert!(handles.into_inner().iter().all(Stop::is_stopped));
}

#[test]
fn a_row_that_has_ended_is_not_dropped_again() {
    let log = Log::new();
    let mut group = Box::pin(run_group! { row: script(name, &log, [Step::Ok]) for name in ROW => drop });
    ready(poll(group.as_mut())).unwrap();
    log.take();
    drop(group);
    log.expect(&[]);
}

// Types

#[tokio::test]
async fn a_row_that_borrows_nothing_runs_in_a_task_of_its_own() {
    let log = Log::new();
    let names = ROW.map(str::to_owned);
    let group = run_group! {
        row: {
            let log = log.clone();
            async move { log.say(name); Ok(()) }
        } for name in names => drop,
    };
    tokio::spawn(group).await.unwrap().unwrap();
    log.expect(&["x", "y", "z"]);
}

#[test]
fn law_12_nothing_unasked_a_row_is_send_and_sync_as_its_members_are() {
    let all = send_sync!({
        run_group! { row: |stop| async move { stop.stopped().await; Ok(()) } for _ in 0..3 => async {} }
    });
    assert_eq!(all, BOTH);
    let neither = send_sync!({
        run_group! { row: holding(Rc::new(item)) for item in 0..3 => drop }
    });
    assert_eq!(neither, NEITHER);
    let send_only = send_sync!({
        run_group! { row: holding(Cell::new(item)) for item in 0..3 => drop }
    });
    assert_eq!(send_only, SEND_ONLY);
}

#[test]
fn law_12_nothing_unasked_a_row_is_send_and_sync_as_its_interrupts_are() {
    let neither = send_sync!({
        run_group! { row: holding(()) for item in [Rc::new(())] => move || drop(item) }
    });
    assert_eq!(neither, NEITHER);
    let send_only = send_sync!({
        run_group! { row: holding(()) for item in [Cell::new(())] => move || item.set(()) }
    });
    assert_eq!(send_only, SEND_ONLY);
}

#[test]
fn law_12_nothing_unasked_a_group_with_a_row_is_never_unpin() {
    assert!(!is!(Unpin, {
        run_group! { row: ready_with(()) for _ in 0..3 => drop }
    }));
}

#[test]
fn a_row_has_the_error_type_of_its_group() {
    let group = run_group! {
        type Error = String;
        row: async move { Err(format!("number {item}")) } for item in 0..3 => drop,
    };
    let result: Result<(), Error<String>> = drive(group);
    assert_eq!(result.unwrap_err().into_inner().as_deref(), Some("number 0"));
}
