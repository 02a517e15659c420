//! The forms of an interrupt, and what each does.

use std::{
    future::{Ready, pending, ready},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use run_group::{AnyError, CancellationToken, Cause, Interrupt, Stop, run_group};
use tokio::sync::{broadcast, oneshot, watch};

use crate::support::{Log, done, drive, failures};

/// Runs a group whose one actor is interrupted by a value when it has ended.
macro_rules! interrupted_by {
    ($value:expr) => {
        drive(run_group! { job: done() => $value }).unwrap()
    };
}

/// Interrupts by a value, a reference, an `Arc` and a reference to an `Arc`. Clones of the value share their state.
macro_rules! interrupted_in_every_form {
    ($value:expr, $is_interrupted:ident) => {{
        let value = $value;
        interrupted_by!(value.clone());
        assert!(value.$is_interrupted(), "by value");
        let value = $value;
        interrupted_by!(&value);
        assert!(value.$is_interrupted(), "by reference");
        let value = Arc::new($value);
        interrupted_by!(value.clone());
        assert!(value.$is_interrupted(), "in an `Arc`");
        let value = Arc::new($value);
        interrupted_by!(&value);
        assert!(value.$is_interrupted(), "by a reference to an `Arc`");
    }};
}

/// An interrupt of a type that the crate does not know.
#[derive(Clone, Default)]
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
fn a_closure_may_give_its_async_block_the_cause() {
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
fn an_error_of_an_async_interrupt_is_that_of_its_actor() {
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

#[test]
fn a_stop_interrupts_in_every_form() {
    interrupted_in_every_form!(Stop::new(), is_stopped);
}

#[test]
fn a_token_interrupts_in_every_form() {
    interrupted_in_every_form!(CancellationToken::new(), is_cancelled);
}

#[test]
fn a_users_type_interrupts_in_every_form() {
    interrupted_in_every_form!(Valve::default(), is_closed);
}

#[test]
fn a_oneshot_sender_interrupts_by_sending() {
    let (sender, mut receiver) = oneshot::channel();
    interrupted_by!(sender);
    assert_eq!(receiver.try_recv(), Ok(()));
}

#[test]
fn a_oneshot_without_a_receiver_is_no_failure() {
    let (sender, receiver) = oneshot::channel();
    drop(receiver);
    interrupted_by!(sender);
}

/// What shows whether a value of tokio's has interrupted.
trait Shows {
    fn is_interrupted(&self) -> bool;
}

impl Shows for watch::Sender<bool> {
    fn is_interrupted(&self) -> bool {
        *self.borrow()
    }
}

/// A receiver that came before the interrupt is kept with the sender.
struct Broadcast(broadcast::Sender<()>, Mutex<broadcast::Receiver<()>>);

impl Broadcast {
    fn new() -> Self {
        let (sender, receiver) = broadcast::channel(1);
        Broadcast(sender, Mutex::new(receiver))
    }

    fn has_sent(&self) -> bool {
        self.1.lock().unwrap().try_recv() == Ok(())
    }
}

#[test]
fn a_watch_sender_interrupts_in_every_form() {
    interrupted_in_every_form!(watch::Sender::new(false), is_interrupted);
}

#[test]
fn a_broadcast_sender_interrupts_in_every_form() {
    let broadcast = Broadcast::new();
    interrupted_by!(broadcast.0.clone());
    assert!(broadcast.has_sent(), "by value");
    interrupted_by!(&broadcast.0);
    assert!(broadcast.has_sent(), "by reference");
    interrupted_by!(Arc::new(broadcast.0.clone()));
    assert!(broadcast.has_sent(), "in an `Arc`");
}

#[test]
fn a_broadcast_without_a_receiver_is_no_failure() {
    interrupted_by!(broadcast::Sender::new(1));
}

#[tokio::test]
async fn an_abort_handle_aborts_its_task() {
    let spawned = tokio::spawn(pending::<()>());
    let handle = spawned.abort_handle();
    run_group! {
        job:     done() => drop,
        spawned: async { assert!(spawned.await.unwrap_err().is_cancelled()); Ok(()) } => handle,
    }
    .await
    .unwrap();
}

/// The expansion probes whether a value is an interrupt. It must find that out wherever the value comes from.
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
