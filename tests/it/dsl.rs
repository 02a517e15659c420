//! The notation: what is evaluated when, what lives how long, what an actor is called. Interrupts and outcomes have
//! modules of their own.

use std::{
    cell::{Cell, RefCell},
    future::{self, Future, IntoFuture, Ready, pending, ready},
    num::ParseIntError,
    pin::pin,
    thread,
};

use run_group::{AnyError, Cause, Interrupt, Stop, run_group};

use crate::support::{DetectDrop, Flag, Log, Step, counting_waker, done, drive, failures, poll_once, script};

/// Says that it is evaluated.
fn said<T>(log: &Log, what: &str, value: T) -> T {
    log.say(what);
    value
}

async fn serve(stop: Stop) {
    stop.stopped().await;
}

// When things are evaluated.

#[test]
fn each_guard_is_evaluated_before_its_actor_and_each_actor_before_its_interrupt() {
    let log = Log::new();
    let group = run_group! {
        a: said(&log, "actor a", done()) if said(&log, "guard a", true) => said(&log, "interrupt a", Stop::new()),
        b: said(&log, "actor b", done()) => said(&log, "interrupt b", Stop::new()),
        c: |stop| said(&log, "actor c", serve(stop)) if said(&log, "guard c", true),
        d: said(&log, "actor d", done()) if let 3 = said(&log, "guard d", 3) => said(&log, "interrupt d", Stop::new()),
    };
    log.expect(&[
        "guard a",
        "actor a",
        "interrupt a",
        "actor b",
        "interrupt b",
        "guard c",
        "actor c",
        "guard d",
        "actor d",
        "interrupt d",
    ]);
    drive(group).unwrap();
    log.expect(&[]);
}

#[test]
fn nothing_is_polled_and_nothing_interrupted_before_the_first_poll() {
    let log = Log::new();
    let group = run_group! {
        scripted: script("scripted", &log, [Step::Ok]) => { log.say("block") },
        inline: async { log.say("inline"); Ok(()) } => || log.say("closure"),
        stopped: |stop| async { log.say("with stop"); stop.stopped().await; Ok(()) },
        told: done() => async { log.say("async") },
    };
    log.expect(&[]);
    drop(group);
    log.expect(&["drop scripted"]);
}

#[test]
fn an_actor_may_be_an_expression_that_awaits_and_fails() {
    fn connect(to: &str) -> impl Future<Output = Result<Ready<()>, ParseIntError>> {
        ready(to.parse::<u16>().map(|_| ready(())))
    }
    async fn group(to: &str) -> Result<(), AnyError> {
        run_group! { client: connect(to).await? => drop }.await?;
        Ok(())
    }
    drive(group("80")).unwrap();
    assert!(drive(group("eighty")).unwrap_err().downcast_ref::<ParseIntError>().is_some());
}

// How long things live.

/// Borrows something to the end of its life, and says when that is.
struct Borrower<'a>(&'a Log, &'a DetectDrop);

impl Drop for Borrower<'_> {
    fn drop(&mut self) {
        self.0.say(format_args!("actor with {} dropped", self.1.0));
    }
}

async fn borrow(borrower: Borrower<'_>, stop: Option<Stop>) {
    if let Some(stop) = stop {
        stop.stopped().await;
    }
    drop(borrower);
}

#[test]
fn a_temporary_of_an_actor_lives_to_the_end_of_the_statement() {
    let log = Log::new();
    let temporary = |name| DetectDrop(name, log.clone());
    drive(async {
        run_group! {
            first: |stop| borrow(Borrower(&log, &temporary("one")), Some(stop)),
            second: borrow(Borrower(&log, &temporary("two")), None) => { log.say("interrupt") },
        }
        .await
        .unwrap();
        log.say("next statement");
    });
    log.expect(&[
        "actor with two dropped",
        "interrupt",
        "actor with one dropped",
        "drop two",
        "drop one",
        "next statement",
    ]);
}

#[test]
fn a_temporary_of_an_interrupt_lives_to_the_end_of_the_statement() {
    struct Says<'a>(&'a DetectDrop);

    impl<E> Interrupt<E> for Says<'_> {
        fn interrupt(self, _: &Cause<'_, E>) {
            self.0.1.say("interrupt");
        }
    }

    let log = Log::new();
    drive(async {
        run_group! { work: done() => Says(&DetectDrop("temporary", log.clone())) }.await.unwrap();
        log.say("next statement");
    });
    log.expect(&["interrupt", "drop temporary", "next statement"]);
}

// Guards.

#[test]
fn a_false_guard_leaves_out_the_actor_and_its_interrupt() {
    let log = Log::new();
    let mut taken: Option<Ready<()>> = None;
    let group = run_group! {
        out: taken.take().unwrap() if taken.is_some() => said(&log, "interrupt of out", Stop::new()),
        job: script("job", &log, [Step::Ok]) => { log.say("interrupt of job") },
        last: script("last", &log, [Step::Ok]) if 1 > 2 => { log.say("interrupt of last") },
    };
    drive(group).unwrap();
    log.expect(&["poll job", "drop job", "interrupt of job"]);
}

#[test]
fn a_group_of_which_all_is_left_out_ends_at_once() {
    let (_, waker) = counting_waker();
    let mut group = pin!(run_group! {
        a: pending::<()>() if 1 > 2 => drop,
        b: |stop| serve(stop) if let Some(()) = None,
    });
    assert!(matches!(poll_once(group.as_mut(), &waker), std::task::Poll::Ready(Ok(()))));
}

#[test]
fn if_let_binds_for_the_actor_and_for_its_interrupt() {
    let log = &Log::new();
    let address = Some(String::from("here"));
    drive(run_group! {
        client: async move { log.say(format_args!("to {address}")); Ok(()) } if let Some(address) = &address => move || {
            log.say(format_args!("from {address}"));
        },
        other: pending::<()>() if let None = &address => drop,
    })
    .unwrap();
    log.expect(&["to here", "from here"]);
}

#[test]
fn if_let_moves_what_it_binds_into_the_actor() {
    async fn take(text: String, log: &Log) {
        done().await;
        log.say(text);
    }
    let log = Log::new();
    let address = Some(String::from("here"));
    drive(run_group! { client: take(address, &log) if let Some(address) = address => drop }).unwrap();
    log.expect(&["here"]);
}

#[test]
fn a_chain_of_conditions_stops_at_the_first_that_does_not_hold() {
    let log = Log::new();
    let check = |name: &str, value: Option<u8>| said(&log, name, value);
    let group = run_group! {
        all: done() if let Some(a) = check("a", Some(1)) && a == 1 && let Some(2) = check("b", Some(a + 1)) => {
            log.say("all are there");
        },
        second: done() if let Some(a) = check("c", Some(1)) && a == 2 && let Some(_) = check("never", Some(a)) => {
            log.say("no chain of three");
        },
        first: done() if 1 > 2 && let Some(_) = check("never", None) => { log.say("no chain of two") },
        pattern: done() if let_it_be(&log) && let Some(1..=5) = check("d", Some(6)) => {
            log.say("no pattern");
        },
    };
    log.expect(&["a", "b", "c", "let it be", "d"]);
    drive(group).unwrap();
    log.expect(&["all are there"]);
}

fn let_it_be(log: &Log) -> bool {
    said(log, "let it be", true)
}

// What an actor is called.

/// What a group of one actor says the actor is called.
macro_rules! name_of {
    ($($actor:tt)*) => {{
        let mut name = String::new();
        let group = run_group! { $($actor)* => drop }.on_cause(|cause| name = cause.actor().to_owned());
        drive(group).unwrap();
        name
    }};
}

struct Server {
    inner: Inner,
    pair: ((), Inner),
}

struct Inner;

impl Inner {
    fn run(&self) -> Ready<()> {
        let Inner = self;
        ready(())
    }

    fn r#loop<T: Default>(&self) -> Ready<()> {
        let _ = T::default();
        self.run()
    }
}

impl Server {
    const NEW: Self = Server { inner: Inner, pair: ((), Inner) };

    fn name_of_a_field_of_self(&self) -> String {
        name_of!(self.inner.run())
    }
}

#[test]
fn an_actor_is_called_by_the_name_given() {
    assert_eq!(name_of!(http: done()), "http");
}

#[test]
fn a_raw_name_is_told_without_its_prefix() {
    assert_eq!(name_of!(r#type: done()), "type");
}

#[test]
fn an_unnamed_call_is_called_by_its_function() {
    assert_eq!(name_of!(done()), "done");
    assert_eq!(name_of!((done())), "done");
    assert_eq!(name_of!(future::ready::<()>(())), "future::ready");
    assert_eq!(name_of!(Inner::r#loop::<u8>(&Inner)), "Inner::loop");
}

#[test]
fn an_unnamed_method_call_is_called_by_its_receiver_and_its_method() {
    let server = Server::NEW;
    assert_eq!(name_of!(server.inner.run()), "server.inner.run");
    assert_eq!(name_of!(server.pair.1.run()), "server.pair.1.run");
    assert_eq!(name_of!((server.inner).r#loop::<u8>()), "server.inner.loop");
    assert_eq!(Server::NEW.name_of_a_field_of_self(), "self.inner.run");
}

#[test]
fn an_unnamed_actor_with_stop_is_called_by_its_call() {
    let mut name = String::new();
    let group = run_group! { |_stop| done() }.on_cause(|cause| name = cause.actor().to_owned());
    drive(group).unwrap();
    assert_eq!(name, "done");
}

#[test]
fn anything_else_is_called_by_its_number() {
    let future = ready(());
    assert_eq!(name_of!(future), "#0");
    assert_eq!(name_of!(async { Ok(()) }), "#0");
    assert_eq!(name_of!(run_group! { done() => drop }), "#0");
    assert_eq!(name_of!(Box::pin(done()).into_future()), "#0");
    assert_eq!(name_of!(pending::<()>() if 1 > 2 => drop, out: pending::<()>() if 1 > 2 => drop, { ready(()) }), "#2");
}

#[test]
fn unnamed_actors_may_share_a_name() {
    let log = Log::new();
    let group = run_group! {
        script("first", &log, [Step::Err("one")]) => drop,
        script("second", &log, [Step::Err("two")]) => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["script failed: one", "script failed: two"]);
}

#[test]
fn an_interrupt_is_told_the_name() {
    let log = Log::new();
    let group = run_group! {
        a: pending::<()>() => |cause| { log.say(cause.actor()); },
        b: pending::<()>() => drop,
        r#async: done() => drop,
    };
    // Nobody ends `a`: its interrupt is all that is looked at.
    assert!(poll_once(pin!(group), &counting_waker().1).is_pending());
    log.expect(&["async"]);
}

// `|stop|`

/// Where an actor leaves a handle for the test to look at.
type Left = RefCell<Option<Stop>>;

/// Leaves a handle and waits for it.
fn leave(left: &Left, stop: Stop) -> impl Future<Output = ()> {
    *left.borrow_mut() = Some(stop.clone());
    serve(stop)
}

fn is_stopped(left: &Left) -> bool {
    left.borrow().as_ref().expect("the actor has left its handle").is_stopped()
}

#[test]
fn without_an_interrupt_the_stop_is_set() {
    let left = Left::default();
    let group = run_group! { server: |stop| leave(&left, stop), job: done() => drop };
    assert!(!is_stopped(&left));
    drive(group).unwrap();
    assert!(is_stopped(&left));
}

#[test]
fn the_stop_is_set_right_after_the_interrupt_given() {
    let (left, log) = (Left::default(), Log::new());
    let group = run_group! {
        server: |stop| leave(&left, stop) => { log.say(is_stopped(&left)) },
        job: done() => || log.say(is_stopped(&left)),
    };
    drive(group).unwrap();
    log.expect(&["false", "true"]);
}

#[test]
fn the_stop_is_set_when_an_async_interrupt_has_finished() {
    let (left, log, closed) = (Left::default(), Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        server: |stop| leave(&left, stop) => async {
            script("close", &log, [Step::Until(closed.clone()), Step::Ok]).await.unwrap();
        },
        job: done() => drop,
    });
    let (woken, waker) = counting_waker();
    assert!(poll_once(group.as_mut(), &waker).is_pending());
    log.expect(&["poll close"]);
    assert!(!is_stopped(&left));
    closed.set();
    assert_eq!(woken.take(), 1);
    while poll_once(group.as_mut(), &waker).is_pending() {
        assert!(woken.take() > 0, "it is pending, and nobody will wake it");
    }
    assert!(is_stopped(&left));
}

#[test]
fn the_stop_is_set_also_where_the_actor_is_dropped() {
    let left = Left::default();
    drive(run_group! { server: |stop| leave(&left, stop) => drop, job: done() => drop }).unwrap();
    assert!(is_stopped(&left));
}

#[test]
fn each_actor_has_a_stop_of_its_own() {
    let (first, second) = (Left::default(), Left::default());
    let group = run_group! { a: |stop| leave(&first, stop), b: |stop| leave(&second, stop) };
    first.borrow().as_ref().unwrap().stop();
    assert!(!is_stopped(&second));
    drive(group).unwrap();
    assert!(is_stopped(&second));
}

#[test]
fn the_handle_is_owned_and_crosses_threads() {
    fn elsewhere<S: Clone + Send + 'static>(stop: &S, f: impl FnOnce(S) + Send + 'static) -> thread::JoinHandle<()> {
        let stop = stop.clone();
        thread::spawn(move || f(stop))
    }
    let threads = RefCell::new(Vec::new());
    run_group! {
        server: |stop| {
            threads.borrow_mut().push(elsewhere(&stop, |stop| while !stop.is_stopped() { thread::yield_now() }));
            serve(stop)
        },
        job: done() => drop,
    }
    .run()
    .unwrap();
    threads.into_inner().into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn an_async_block_owns_its_stop_and_borrows_the_rest() {
    let (text, seen) = (String::from("borrowed"), Cell::new(0));
    let mut count = 0;
    drive(run_group! {
        server: |stop| async { stop.stopped().await; seen.set(text.len()); count += 1; Ok(()) },
        job: done() => drop,
    })
    .unwrap();
    assert_eq!((text.as_str(), seen.get(), count), ("borrowed", 8, 1));
}

#[test]
fn a_stop_that_is_shadowed_is_the_innermost() {
    let log = Log::new();
    let stop = "outer";
    drive(run_group! {
        server: |stop| async { stop.stopped().await; Ok(()) } if stop == "outer" => { log.say(stop) },
        job: done() => drop,
    })
    .unwrap();
    log.expect(&["outer"]);
}

// What is passed on by somebody's macro, and what changes nothing.

/// The fragments of a `macro_rules!` are one expression each, whatever stands beside them.
#[test]
fn an_expression_from_a_macro_keeps_together() {
    macro_rules! twice {
        ($e:expr) => {{
            let seen = Cell::new(0);
            let text = RefCell::new(String::new());
            futures::executor::block_on(run_group! {
                job: async {
                    seen.set($e * 2);
                    text.replace(format!("{}", $e * 2));
                    Ok(())
                } if $e * 2 == 4 => drop,
            })
            .unwrap();
            (seen.get(), text.into_inner())
        }};
    }
    assert_eq!(twice!(1 + 1), (4, "4".to_owned()));
}

#[test]
fn parentheses_and_doc_comments_change_nothing() {
    let told = Cell::new(0);
    let tell = || told.set(told.get() + 1);
    futures::executor::block_on(run_group! {
        /// Waits to be dropped.
        a: (pending::<()>()) => (drop),
        /** Waits to be told. */
        b: |stop| (async { stop.stopped().await; Ok(()) }) => ({ tell() }),
        c: (async { Ok(()) }) => (|_cause| tell()),
        d: ready(()) => (async { tell() }),
    })
    .unwrap();
    assert_eq!(told.get(), 3);
}

/// A closure from a macro is called as it was written, and a block stays a block.
#[test]
fn a_closure_and_a_block_from_a_macro_keep_together() {
    macro_rules! called_with_three {
        ($f:expr, $b:block) => {{
            let seen = Cell::new(0);
            futures::executor::block_on(run_group! {
                job: async {
                    seen.set($f(3));
                    if seen.get() > 0 $b
                    Ok(())
                } => drop,
            })
            .unwrap();
            seen.get()
        }};
    }
    let ran = Cell::new(false);
    assert_eq!(called_with_three!(|x: i32| x + 1, { ran.set(true) }), 4);
    assert!(ran.get());
}

/// The type of the block is the group's, and its stop signal is its own, also where something stands before it.
#[test]
fn a_block_that_ends_in_an_async_block_is_inline() {
    let log = Log::new();
    futures::executor::block_on(run_group! {
        a: |stop| {
            log.say("made");
            async { stop.stopped().await; log.say("told"); Ok(()) }
        },
        b: {
            let port = "80";
            async move { let _: u16 = port.parse()?; Ok(()) }
        } => drop,
    })
    .unwrap();
    log.expect(&["made", "told"]);
}

#[test]
fn what_a_condition_locks_is_let_go_of_before_the_group_runs() {
    let port = std::sync::Mutex::new(Some(3));
    let result = drive(async {
        run_group! {
            metrics: async { Ok(()) } if let Some(3) = port.lock().unwrap().take() => drop,
            reload: async { assert!(port.try_lock().is_ok()); Ok(()) } if port.lock().unwrap().is_none() => drop,
        }
        .await
    });
    assert!(result.is_ok());
}
