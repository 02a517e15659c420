//! `#[when(future)]`: an actor that is first polled when its gate is open.

use std::{
    cell::{Cell, RefCell},
    fmt,
    future::{Future, IntoFuture, Ready, pending, poll_fn, ready as ready_with},
    marker::PhantomData,
    num::ParseIntError,
    pin::pin,
    rc::Rc,
    sync::mpsc,
    task::Poll,
};

use run_group::{Error, Stop, run_group, thread};
use tokio::sync::Notify;

use crate::{
    send_sync::{NEITHER, SEND_ONLY, is, send_sync},
    support::{
        Crew, DetectDrop, Flag, Log, PanicOnDrop, Step, counting_waker, done, drive, drive_beside_threads, failures,
        holding, panic_text, poll, poll_once, ready, script,
    },
};

/// A gate that a flag opens, and that says when it is polled and dropped.
fn gate(log: &Log, flag: &Flag) -> impl Future<Output = Result<(), &'static str>> + use<> {
    script("gate", log, [Step::Until(flag.clone()), Step::Ok])
}

// Closed

#[test]
fn an_actor_is_not_polled_before_its_gate_is_open() {
    let (log, open) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        #[when(gate(&log, &open))]
        a: script("a", &log, []) => drop,
        b: script("b", &log, []) => drop,
    });
    for _ in 0..2 {
        assert!(poll(group.as_mut()).is_pending());
        log.expect(&["poll gate", "poll b"]);
    }
}

#[test]
fn an_actor_is_polled_in_the_very_poll_in_which_its_gate_opens_which_is_dropped_before() {
    let (log, open) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        #[when(gate(&log, &open))]
        a: script("a", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    open.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll gate", "drop gate", "poll a"]);
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a"]);
}

#[test]
fn an_actor_whose_gate_is_open_at_once_is_polled_in_the_first_poll() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[when(ready_with(()))]
        a: script("a", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a"]);
}

#[test]
fn a_gate_that_opens_wakes_the_group() {
    let (open, log) = (Flag::new(), Log::new());
    let (woken, waker) = counting_waker();
    let mut group = pin!(run_group! {
        #[when(gate(&log, &open))]
        a: script("a", &log, [Step::Ok]) => drop,
    });
    assert!(poll_once(group.as_mut(), &waker).is_pending());
    assert_eq!(woken.take(), 0);
    open.set();
    assert_eq!(woken.take(), 1);
    ready(poll_once(group.as_mut(), &waker)).unwrap();
}

#[test]
fn one_barrier_may_be_the_gate_of_many() {
    let (log, barrier) = (Log::new(), Stop::new());
    let mut group = pin!(run_group! {
        #[when(barrier.stopped())]
        a: script("a", &log, []) => drop,
        #[when(barrier.stopped())]
        b: script("b", &log, []) => drop,
        load: script("load", &log, [Step::Pending]) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll load"]);
    barrier.stop();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll load"]);
}

#[test]
fn a_gate_is_whatever_turns_into_a_future() {
    struct Opens(Rc<Cell<bool>>);

    impl IntoFuture for Opens {
        type Output = ();
        type IntoFuture = Ready<()>;

        fn into_future(self) -> Ready<()> {
            self.0.set(true);
            ready_with(())
        }
    }

    let turned = Rc::new(Cell::new(false));
    drive(run_group! {
        #[when(Opens(turned.clone()))]
        a: done() => drop,
    })
    .unwrap();
    assert!(turned.get());
}

#[test]
fn a_gate_may_borrow_and_be_an_async_block() {
    let (notify, log) = (Notify::new(), Log::new());
    drive(run_group! {
        #[when(async { notify.notified().await; log.say("open") })]
        a: async { log.say("a"); Ok(()) } => drop,
        #[may_finish]
        b: async { notify.notify_one(); log.say("b"); Ok(()) } => drop,
    })
    .unwrap();
    log.expect(&["b", "open", "a"]);
}

// Interrupted while it is closed

#[test]
fn an_actor_that_is_interrupted_before_its_gate_opens_is_told_once_and_dropped_at_once_unpolled() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[when(pending::<()>())]
        a: script("a", &log, []) => { log.say("stop a") },
        b: script("b", &log, [Step::Ok]) => { log.say("stop b") },
    });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll b", "drop b", "stop a", "drop a", "stop b"]);
}

#[test]
fn the_gate_of_an_actor_that_is_interrupted_is_dropped_with_it_and_not_polled_again() {
    let (log, told) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[when(gate(&log, &Flag::new()))]
        a: script("a", &log, []) => {},
        b: done() => async { script("telling b", &log, [Step::Until(told.clone()), Step::Ok]).await },
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((log.count("drop a"), log.count("drop gate"), log.count("poll gate")), (1, 1, 1));
    told.set();
    ready(poll(group.as_mut())).unwrap();
    assert_eq!((log.count("drop gate"), log.count("poll gate"), log.count("poll a")), (1, 1, 0));
}

#[test]
fn an_actor_that_is_interrupted_by_drop_before_its_gate_opens_is_dropped_once() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[when(pending::<()>())]
        a: script("a", &log, []) => drop,
        job: done() => drop,
    });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["drop a"]);
}

#[test]
fn the_stop_of_an_actor_that_is_interrupted_before_its_gate_opens_is_set() {
    let (log, handle) = (Log::new(), Cell::new(None));
    let mut group = pin!(run_group! {
        #[when(pending::<()>())]
        a: |stop| { handle.set(Some(stop)); script("a", &log, []) },
        job: done() => drop,
    });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["drop a"]);
    assert!(handle.take().unwrap().is_stopped());
}

#[test]
fn the_async_interrupt_of_an_actor_whose_gate_was_closed_runs_to_its_end() {
    let (log, told) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[when(pending::<()>())]
        a: script("a", &log, []) => async {
            script("telling a", &log, [Step::Until(told.clone()), Step::Err("close")]).await
        },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["drop a", "poll telling a"]);
    told.set();
    assert_eq!(failures(&ready(poll(group.as_mut())).unwrap_err()), ["a failed: close"]);
}

#[test]
fn an_actor_whose_gate_is_closed_and_whose_interrupt_panics_is_dropped_though_it_has_a_stop() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        #[when(pending::<()>())]
        a: |stop| { drop(stop); script("a", &log, []) } => { panic!("cannot tell") },
        #[when(pending::<()>())]
        b: |stop| { drop(stop); script("b", &log, []) } => async { panic!("cannot tell later") },
        job: async { Err("first") } => drop,
    };
    assert_eq!(
        failures(&drive(group).unwrap_err()),
        ["job failed: first", "a panicked: cannot tell", "b panicked: cannot tell later"]
    );
    log.expect(&["drop a", "drop b"]);
}

#[test]
fn a_gate_that_opens_behind_the_cause_in_its_pass_has_its_actor_started_and_told() {
    let (crew, open) = (Crew::new(), Flag::new());
    open.set();
    let mut group = pin!(run_group! {
        job: done() => drop,
        #[when(gate(&crew.log, &open))]
        a: crew.waits("a") => { crew.tell("a") },
    });
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&["poll gate", "drop gate", "poll a", "stop a", "poll a", "drop a"]);
}

// What the gate gives

#[test]
fn the_value_of_a_gate_is_dropped_before_the_actor_is_polled() {
    let log = Log::new();
    let group = run_group! {
        #[when(ready_with(DetectDrop("value", log.clone())))]
        a: script("a", &log, [Step::Ok]) => drop,
        #[when(ready_with(Ok::<_, &str>(DetectDrop("value in a result", log.clone()))))]
        b: script("b", &log, []) => drop,
        #[when(ready_with(Some(DetectDrop("value in an option", log.clone()))))]
        c: script("c", &log, []) => drop,
    };
    assert!(poll(pin!(group)).is_ready());
    assert_eq!(
        log.take()[..7],
        ["drop value", "poll a", "drop a", "drop value in a result", "poll b", "drop value in an option", "poll c"]
    );
}

#[test]
fn the_error_of_a_gate_is_its_actors_which_is_never_polled() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        #[when(script("gate", &log, [Step::Err("not ready")]))]
        a: script("a", &log, []) => |cause| log.say(cause),
        b: script("b", &log, []) => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["a failed: not ready"]);
    log.expect(&["poll gate", "drop gate", "drop a", "poll b", "`a` failed: not ready", "drop b"]);
}

#[test]
fn the_error_of_a_gate_is_converted() {
    #[derive(Debug, PartialEq)]
    struct Failure(ParseIntError);

    impl From<ParseIntError> for Failure {
        fn from(error: ParseIntError) -> Self {
            Failure(error)
        }
    }

    impl fmt::Display for Failure {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.fmt(f)
        }
    }

    let group = run_group! {
        type Error = Failure;
        #[when(async { "x".parse::<u8>() })]
        a: done() => drop,
    };
    let error: Error<Failure> = drive(group).unwrap_err();
    assert_eq!(error.into_inner(), Some(Failure("x".parse::<u8>().unwrap_err())));
}

#[test]
fn the_error_of_a_gate_in_the_drain_counts() {
    let (crew, refuse) = (Crew::new(), Flag::new());
    let group = run_group! {
        type Error = &'static str;
        #[outlives(a)]
        #[when(script("gate", &crew.log, [Step::Until(refuse.clone()), Step::Err("not ready")]))]
        b: script("b", &crew.log, []) => drop,
        a: crew.then("a", [Step::Yield, Step::Ok]) => { crew.tell("a"); refuse.set(); },
        job: done() => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["b failed: not ready"]);
    assert_eq!(crew.log.count("poll b"), 0);
}

#[test]
fn a_panic_of_a_gate_is_its_actors_which_is_never_polled() {
    let log = Log::new();
    let group = run_group! {
        #[when(script("gate", &log, [Step::Panic("boom")]))]
        a: script("a", &log, []) => |cause| log.say(cause),
        b: script("b", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drive(group)), "boom");
    let mut events = log.take();
    events.retain(|event| !event.ends_with("gate"));
    assert_eq!(events, ["drop a", "poll b", "`a` panicked: boom", "drop b"]);
}

#[test]
fn a_gate_whose_drop_panics_is_a_panic_of_its_actor_which_is_never_polled() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        first: async { Err("first") } => drop,
        #[when(holding(PanicOnDrop("gate")))]
        a: script("a", &log, []) => { log.say("stop a") },
        #[when(ready_with(PanicOnDrop("value")))]
        b: script("b", &log, []) => { log.say("stop b") },
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["first failed: first", "a panicked: gate", "b panicked: value"]);
    log.expect(&["drop a", "drop b", "stop a", "stop b"]);
}

// Order of evaluation

#[test]
fn a_guard_its_gate_its_actor_and_its_interrupt_are_evaluated_in_this_order_each_once() {
    let log = Log::new();
    let interrupt = || {
        log.say("interrupt");
        Stop::new()
    };
    let group = run_group! {
        #[when({ log.say("gate"); done() })]
        a: { log.say("actor"); done() } if { log.say("guard"); true } => interrupt(),
        #[when({ log.say("second gate"); done() })]
        b: { log.say("second actor"); done() } => interrupt(),
    };
    log.expect(&["guard", "gate", "actor", "interrupt", "second gate", "second actor", "interrupt"]);
    drive(group).unwrap();
    log.expect(&[]);
}

#[test]
fn the_gate_of_an_actor_that_is_guarded_out_is_not_evaluated() {
    let log = Log::new();
    let group = run_group! {
        #[when({ log.say("gate"); done() })]
        a: done() if false => drop,
        job: done() => drop,
    };
    drive(group).unwrap();
    log.expect(&[]);
}

// With the other forms

#[test]
fn a_gate_sees_what_the_for_and_the_if_let_bind() {
    let log = &Log::new();
    let flags: [Flag; 3] = Default::default();
    let items = ["x", "y", "z"].into_iter().zip([Some(&flags[0]), None, Some(&flags[2])]);
    let mut group = pin!(run_group! {
        #[when(script("gate", log, [Step::Until(flag.clone()), Step::Ok]))]
        row: script(name, log, []) for (name, flag) in items if let Some(flag) = flag => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll gate", "poll gate"]);
    flags[2].set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll gate", "poll gate", "drop gate", "poll z"]);
}

#[test]
fn members_whose_gates_are_closed_are_dropped_and_the_others_are_joined() {
    let crew = &Crew::new();
    let mut group = pin!(run_group! {
        #[when(poll_fn(move |_| if open { Poll::Ready(()) } else { Poll::Pending }))]
        row: crew.waits(name) for (name, open) in [("x", true), ("y", false), ("z", true)] => move || crew.tell(name),
        job: done() => drop,
    });
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&[
        "poll x", "poll z", //
        "stop x", "stop y", "drop y", "stop z", //
        "poll x", "drop x", "poll z", "drop z",
    ]);
}

#[test]
fn a_thread_is_not_started_before_its_gate_is_open() {
    let (open, log) = (Flag::new(), Log::new());
    let (say, heard) = mpsc::channel();
    let mut group = pin!(run_group! {
        #[when(gate(&log, &open))]
        a: thread(move || say.send("ran").unwrap()) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(heard.try_recv(), Err(mpsc::TryRecvError::Empty));
    open.set();
    drive_beside_threads(group).unwrap();
    assert_eq!(heard.recv(), Ok("ran"));
}

#[test]
fn a_thread_that_is_interrupted_before_its_gate_opens_is_never_started() {
    let log = Log::new();
    let (say, heard) = mpsc::channel::<()>();
    let mut group = pin!(run_group! {
        #[when(pending::<()>())]
        a: thread(move || say.send(()).unwrap()) => { log.say("stop a") },
        job: done() => drop,
    });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["stop a"]);
    // The closure that could send is gone, and has not sent.
    assert_eq!(heard.recv(), Err(mpsc::RecvError));
}

#[test]
fn a_thread_whose_gate_is_closed_is_not_interrupted_when_its_group_is_dropped() {
    let log = Log::new();
    let (say, heard) = mpsc::channel::<()>();
    let mut group = Box::pin(run_group! {
        #[when(pending::<()>())]
        a: thread(move || say.send(()).unwrap()) => { log.say("stop a") },
    });
    assert!(poll(group.as_mut()).is_pending());
    drop(group);
    log.expect(&[]);
    assert_eq!(heard.recv(), Err(mpsc::RecvError));
}

#[test]
fn a_gate_that_opens_while_others_drain_has_its_actor_started_and_told_in_its_turn() {
    let (crew, open, a) = (Crew::new(), Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        a: script("a", &crew.log, [Step::Until(a.clone()), Step::Ok]) => { crew.tell("a") },
        #[outlives(a)]
        #[when(gate(&crew.log, &open))]
        db: crew.waits("db") => { crew.tell("db") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    crew.log.expect(&["poll a", "poll gate", "stop a", "poll a", "poll gate"]);
    open.set();
    assert!(poll(group.as_mut()).is_pending());
    crew.log.expect(&["poll a", "poll gate", "drop gate", "poll db"]);
    a.set();
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&["poll a", "drop a", "poll db", "stop db", "poll db", "drop db"]);
}

#[test]
fn an_actor_whose_gate_is_still_closed_in_its_turn_ends_unpolled_and_frees_those_that_outlive_it() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(b)]
        c: crew.waits("c") => { crew.tell("c") },
        a: crew.waits("a") => { crew.tell("a") },
        #[outlives(a)]
        #[when(gate(&crew.log, &Flag::new()))]
        b: script("b", &crew.log, []) => { crew.tell("b") },
        job: done() => { crew.tell("job") },
    });
    ready(poll(group.as_mut())).unwrap();
    let mut events = crew.log.take();
    events.retain(|event| !event.ends_with("gate"));
    assert_eq!(
        events,
        [
            "poll c", "poll a", "stop a", "stop job", //
            "poll c", "poll a", "drop a", "stop b", "drop b", "stop c", //
            "poll c", "drop c",
        ]
    );
}

#[test]
fn the_gate_of_one_may_be_opened_by_another() {
    let seen = RefCell::new(Vec::new());
    let migrated = Stop::new();
    drive(run_group! {
        #[when(migrated.stopped())]
        serve: async { seen.borrow_mut().push("serve"); Ok(()) } => drop,
        #[may_finish]
        migrate: async { seen.borrow_mut().push("migrate"); migrated.stop(); Ok(()) } => drop,
    })
    .unwrap();
    assert_eq!(seen.into_inner(), ["migrate", "serve"]);
}

#[test]
fn a_group_that_is_dropped_drops_gates_and_the_actors_behind_them() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        #[when(gate(&log, &Flag::new()))]
        a: script("a", &log, []) => { log.say("stop a") },
        b: script("b", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    drop(group);
    assert_eq!((log.count("drop gate"), log.count("drop a"), log.count("drop b")), (1, 1, 1));
    assert_eq!(log.take().len(), 3);
}

#[test]
fn law_12_nothing_unasked_a_group_is_send_and_sync_as_its_gates_are() {
    let neither = send_sync!({
        run_group! { #[when(holding(Rc::new(())))] a: done() => drop }
    });
    assert_eq!(neither, NEITHER);
    let send_only = send_sync!({
        run_group! { #[when(holding(Cell::new(())))] a: holding(()) => drop }
    });
    assert_eq!(send_only, SEND_ONLY);
}

#[test]
fn an_error_inside_what_the_gate_gives_is_its_actors() {
    let log = Log::new();
    let error = drive(run_group! {
        #[when(async { Ok::<Result<u8, &str>, ParseIntError>(Err("no table")) })]
        server: script("server", &log, []) => drop,
    })
    .unwrap_err();
    assert_eq!(
        (error.to_string(), format!("{error:?}")),
        ("actor `server` failed".into(), "actor `server` failed: no table".into())
    );
    assert!(log.take().iter().all(|line| !line.contains("poll")));
}

#[test]
fn a_question_mark_in_a_gate_converts_into_the_groups_error() {
    for (text, result) in [("3", Ok(())), ("three", Err("actor `server` failed".to_owned()))] {
        let group = run_group! {
            #[when(async { let three: u8 = text.parse()?; if three == 3 { Ok(three) } else { Ok(0) } })]
            server: async { Ok(()) } => drop,
        };
        assert_eq!(drive(group).map_err(|error| error.to_string()), result);
    }
}
