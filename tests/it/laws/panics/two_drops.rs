//! Two values that are dropped together, and both panic. A second panic that is not caught would abort the process.

use std::{
    fmt::{self, Display},
    future::{Future, pending, poll_fn},
    pin::Pin,
    task::Poll,
};

use run_group::{Error, run_group};

use crate::support::{Log, PanicOnDrop, Step, drive, failures, panic_text, poll, script};

type Group<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>;

/// Drops a group in each of the ways: by itself; started; while a panic unwinds. Its first panic must be this.
fn drop_in_each_way<'a>(first: &str, group: impl Fn() -> Group<'a>) {
    assert_eq!(panic_text(|| drop(group())), first);
    for unwinding in [false, true] {
        let text = panic_text(|| {
            let mut group = group();
            assert!(poll(group.as_mut()).is_pending());
            assert!(!unwinding, "the one that was there first");
        });
        assert_eq!(text, if unwinding { "the one that was there first" } else { first });
    }
}

/// Never ready, and panics with its name when it is dropped.
async fn bomb(name: &'static str) {
    let _bomb = PanicOnDrop(name);
    pending::<()>().await;
}

/// The same, also where it has never been polled.
fn held_bomb(name: &'static str) -> impl Future<Output = ()> {
    let bomb = PanicOnDrop(name);
    poll_fn(move |_| {
        let _bomb = &bomb;
        Poll::Pending
    })
}

/// An error that panics when it is dropped.
#[derive(Debug)]
struct Broken(&'static str);

impl Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Drop for Broken {
    fn drop(&mut self) {
        panic!("the error {}", self.0);
    }
}

#[test]
fn a_gate_and_its_actor_in_a_dropped_group() {
    let log = Log::new();
    drop_in_each_way("gate", || {
        let gate = script("gate", &log, []).drop_panics("gate");
        Box::pin(run_group! {
            #[when(gate)] a: script("a", &log, []).drop_panics("a") => {},
            b: script("b", &log, []).drop_panics("b") => {},
        })
    });
}

#[test]
fn a_gate_and_its_actor_at_the_interrupt() {
    let log = Log::new();
    let gate = script("gate", &log, []).drop_panics("the gate");
    let error = drive(run_group! {
        job: async { Err("first".into()) } => {},
        #[when(gate)] a: script("a", &log, []).drop_panics("the actor") => {},
        b: script("b", &log, []) => drop,
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "a panicked: the gate", "a panicked: the actor"]);
    log.expect(&["poll gate", "poll b", "drop gate", "drop a", "drop b"]);
}

#[test]
fn a_gate_and_its_actor_after_a_panic_of_the_gate() {
    let log = Log::new();
    let gate = script("gate", &log, [Step::Panic("poll")]).drop_panics("the gate");
    let report = drive(run_group! { #[when(gate)] a: script("a", &log, []).drop_panics("the actor") => {} }.report());
    let error = report.result().unwrap_err();
    assert_eq!(failures(error), ["a panicked: poll", "a panicked: the gate", "a panicked: the actor"]);
    log.expect(&["poll gate", "drop gate", "drop a"]);
}

#[test]
fn an_actor_and_what_the_options_hold() {
    drop_in_each_way("a", || {
        let [first, second, third, fourth] = ["first", "second", "third", "fourth"].map(PanicOnDrop);
        Box::pin(
            run_group! { a: held_bomb("a") => {} }
                .on_cause(move |_| drop(first))
                .deadline(move || async { drop(second) })
                .on_cause(move |_| drop(third))
                .deadline(move || async { drop(fourth) }),
        )
    });
}

/// The futures of both deadlines have been made.
#[test]
fn deadlines_that_run_and_an_actor_in_the_drain() {
    for unwinding in [false, true] {
        let text = panic_text(|| {
            let mut group = Box::pin(
                run_group! { job: async { Ok(()) } => {}, a: held_bomb("a") => {} }
                    .deadline(|| held_bomb("first"))
                    .deadline(|| bomb("second")),
            );
            assert!(poll(group.as_mut()).is_pending());
            assert!(!unwinding, "the one that was there first");
        });
        assert_eq!(text, if unwinding { "the one that was there first" } else { "a" });
    }
}

#[test]
fn an_actor_and_the_errors_of_the_others() {
    for unwinding in [false, true] {
        let text = panic_text(|| {
            let mut group = Box::pin(run_group! {
                type Error = Broken;
                job: async { Err(Broken("of job")) } => {},
                other: async { Err(Broken("of other")) } => {},
                a: held_bomb("a") => {},
            });
            assert!(poll(group.as_mut()).is_pending());
            assert!(!unwinding, "the one that was there first");
        });
        assert_eq!(text, if unwinding { "the one that was there first" } else { "a" });
    }
}

#[test]
fn the_errors_of_a_group_that_is_joined() {
    let error = drive(run_group! {
        type Error = Broken;
        job: async { Err(Broken("of job")) } => {},
        other: async { Err(Broken("of other")) } => {},
    })
    .unwrap_err();
    assert_eq!(panic_text(|| drop(error)), "the error of job");
}
