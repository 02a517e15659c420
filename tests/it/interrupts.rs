//! The forms of an interrupt, and what each does.

use std::{
    fmt,
    future::{Ready, pending, ready},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use run_group::{AnyError, CancellationToken, Cause, Interrupt, Stop, run_group};
use tokio::sync::oneshot;

use crate::support::{Log, Step, done, drive, failures, script};

#[test]
fn interrupts_borrow_what_is_around_them() {
    let (mut block, mut closure, mut with_cause, mut later, mut at_once) = (0, 0, 0, 0, 0);
    drive(run_group! {
        block: done() => { block += 1 },
        closure: done() => || closure += 1,
        with_cause: done() => |_cause| with_cause += 1,
        later: done() => async { later += 1 },
        at_once: done() => || { at_once += 1; async {} },
    })
    .unwrap();
    assert_eq!([block, closure, with_cause, later, at_once], [1; 5]);
}

#[test]
fn an_async_interrupt_that_a_closure_gives_takes_from_the_cause_what_it_needs() {
    let log = Log::new();
    drive(run_group! {
        job: done() => |cause| {
            log.say("called");
            let name = cause.actor().to_owned();
            async { let name = name; log.say(format_args!("polled for {name}")) }
        },
        other: done() => { log.say("other") },
    })
    .unwrap();
    log.expect(&["called", "other", "polled for job"]);
}

#[test]
fn an_error_of_an_async_interrupt_is_its_actors() {
    fn close() -> Ready<Result<(), AnyError>> {
        ready(Err("cannot close".into()))
    }
    let group = run_group! {
        job: done() => drop,
        db: pending::<()>() if 1 > 2 => drop,
        pool: done() => async { close().await },
        cache: done() => async { close().await?; Ok(()) },
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["pool failed: cannot close", "cache failed: cannot close"]);
}

/// Runs a group whose one actor is interrupted by a value when it has ended.
macro_rules! interrupted_by {
    ($value:expr) => {
        drive(run_group! { job: done() => $value }).unwrap()
    };
}

#[test]
fn a_stop_interrupts_in_every_form() {
    let stop = Stop::new();
    interrupted_by!(stop.clone());
    assert!(stop.is_stopped(), "by value");
    let stop = Stop::new();
    interrupted_by!(&stop);
    assert!(stop.is_stopped(), "by reference");
    let stop = Arc::new(Stop::new());
    interrupted_by!(stop.clone());
    assert!(stop.is_stopped(), "in an `Arc`");
    let stop = Arc::new(Stop::new());
    interrupted_by!(&stop);
    assert!(stop.is_stopped(), "by a reference to an `Arc`");
}

#[test]
fn a_token_interrupts_in_every_form() {
    let token = CancellationToken::new();
    interrupted_by!(token.clone());
    assert!(token.is_cancelled(), "by value");
    let token = CancellationToken::new();
    interrupted_by!(&token);
    assert!(token.is_cancelled(), "by reference");
    let token = Arc::new(CancellationToken::new());
    interrupted_by!(token.clone());
    assert!(token.is_cancelled(), "in an `Arc`");
    let token = Arc::new(CancellationToken::new());
    interrupted_by!(&token);
    assert!(token.is_cancelled(), "by a reference to an `Arc`");
}

#[test]
fn a_oneshot_sender_interrupts_by_sending() {
    let (sender, mut receiver) = oneshot::channel();
    interrupted_by!(sender);
    assert_eq!(receiver.try_recv(), Ok(()));
}

#[test]
fn a_oneshot_sender_whose_receiver_is_gone_is_no_failure() {
    let (sender, receiver) = oneshot::channel();
    drop(receiver);
    interrupted_by!(sender);
}

/// The user's own interrupt.
#[derive(Default)]
struct Valve(Arc<AtomicBool>);

impl Valve {
    fn is_closed(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

impl<E> Interrupt<E> for &Valve {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl<E> Interrupt<E> for Valve {
    fn interrupt(self, cause: &Cause<'_, E>) {
        (&self).interrupt(cause);
    }
}

#[test]
fn a_type_of_the_users_interrupts_in_every_form() {
    let valve = Valve::default();
    interrupted_by!(Valve(valve.0.clone()));
    assert!(valve.is_closed(), "by value");
    let valve = Valve::default();
    interrupted_by!(&valve);
    assert!(valve.is_closed(), "by reference");
    let valve = Arc::new(Valve::default());
    interrupted_by!(valve.clone());
    assert!(valve.is_closed(), "in an `Arc`");
    let valve = Arc::new(Valve::default());
    interrupted_by!(&valve);
    assert!(valve.is_closed(), "by a reference to an `Arc`");
}

/// The macro asks whether a value is an interrupt before it knows more of it than the compiler does.
#[test]
fn a_value_interrupts_wherever_it_comes_from() {
    fn by_its_bound(interrupt: impl Interrupt<AnyError>) {
        interrupted_by!(interrupt);
    }

    let token = CancellationToken::new();
    by_its_bound(token.clone());
    assert!(token.is_cancelled(), "known by its bound alone");
    let token = CancellationToken::new();
    let pair = (token.clone(), 2);
    interrupted_by!(pair.0);
    assert!(token.is_cancelled() && pair.1 == 2, "moved out of a tuple");
    let token = CancellationToken::new();
    interrupted_by!(if pair.1 > 2 { CancellationToken::new() } else { token.clone() });
    assert!(token.is_cancelled(), "chosen");
    macro_rules! clone {
        ($token:expr) => {
            $token.clone()
        };
    }
    let token = CancellationToken::new();
    drive(run_group! { job: done() => clone!(token) }).unwrap();
    assert!(token.is_cancelled(), "given by a macro");
}

#[test]
fn a_type_of_the_users_is_given_the_cause() {
    struct Tell<'a>(&'a Log);

    impl<E: fmt::Display> Interrupt<E> for Tell<'_> {
        fn interrupt(self, cause: &Cause<'_, E>) {
            self.0.say(cause);
        }
    }

    let log = Log::new();
    let group = run_group! { job: script("job", &Log::new(), [Step::Err("no luck")]) => Tell(&log) };
    assert!(drive(group).is_err());
    log.expect(&["`job` failed: no luck"]);
}
