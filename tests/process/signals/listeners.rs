//! Listeners of other libraries: tokio's and `signal_hook`'s before, during and after a group, and `ctrlc`'s.

use std::{
    future::pending,
    io,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
        mpsc::{self, Receiver},
    },
    task::{Context, Waker},
    thread,
};

use libc::{SIGINT, SIGTERM, SIGUSR1};
use run_group::{AnyError, Signal, run_group, signal};
use tokio::{
    runtime::{Builder, Runtime},
    signal::unix::{self, SignalKind},
};

use super::{apart, expect_killed, expect_said, hears_nothing_until, wait_for_the_end};
use crate::support::{
    alone,
    sigaction::{Disposition, raise},
};

/// A listener of a host's.
trait Host {
    fn new() -> Self;
    /// Waits until it has heard SIGTERM once more.
    fn hear(&mut self);
}

struct Tokio(Runtime, unix::Signal);

impl Host for Tokio {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let signal = runtime.block_on(async { unix::signal(SignalKind::terminate()).unwrap() });
        Tokio(runtime, signal)
    }

    fn hear(&mut self) {
        self.0.block_on(self.1.recv()).expect("it goes on");
    }
}

struct SignalHook(Arc<AtomicBool>);

impl Host for SignalHook {
    fn new() -> Self {
        let heard = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(SIGTERM, heard.clone()).unwrap();
        SignalHook(heard)
    }

    fn hear(&mut self) {
        assert!(self.0.swap(false, SeqCst));
    }
}

/// Runs a group that a signal ends.
fn a_group() -> Result<(), run_group::Error> {
    let group = run_group! { signals: signal::shutdown() => drop };
    raise(SIGTERM);
    group.on_cause(|cause: &run_group::Cause<'_, AnyError>| assert_eq!(cause.signal(), Some(Signal::Terminate))).run()
}

/// What was made before a group hears its signal, and hears on.
fn before<H: Host>() {
    let mut host = H::new();
    let disposition = Disposition::of(SIGTERM);
    for _ in 0..3 {
        a_group().unwrap();
        host.hear();
        assert_eq!(Disposition::of(SIGTERM), disposition);
        raise(SIGTERM);
        host.hear();
    }
}

/// What is made during a group shares its signal, and stays.
fn during<H: Host>() {
    let signals = signal::shutdown();
    let mut host = H::new();
    let group = run_group! { signals: signals => drop };
    raise(SIGTERM);
    group.run().unwrap();
    host.hear();
    for _ in 0..3 {
        raise(SIGTERM);
        host.hear();
        // It is on top of the first group's handler, and this one's is on top of it.
        a_group().unwrap();
        host.hear();
    }
}

/// What is made after a group finds nothing of it.
fn after<H: Host>() {
    a_group().unwrap();
    let mut host = H::new();
    raise(SIGTERM);
    host.hear();
    a_group().unwrap();
    host.hear();
    raise(SIGTERM);
    host.hear();
}

/// The third, too, and a fourth: the process lives.
fn third<H: Host>() {
    let mut host = H::new();
    let mut group = pin!(run_group! {
        signals: signal::shutdown() => drop,
        hangs:   pending::<()>() => || {},
    });
    assert!(Future::poll(group.as_mut(), &mut Context::from_waker(Waker::noop())).is_pending());
    for _ in 0..4 {
        raise(SIGTERM);
        host.hear();
        apart();
    }
}

#[test]
fn one_of_tokios_before_a_group_hears_all() {
    let end = alone(|| {
        before::<Tokio>();
    });
    expect_said(&end, &[]);
}

#[test]
fn one_of_tokios_made_during_a_group_hears_all() {
    let end = alone(|| {
        during::<Tokio>();
    });
    expect_said(&end, &[]);
}

#[test]
fn one_of_tokios_after_a_group_hears_all() {
    let end = alone(|| {
        after::<Tokio>();
    });
    expect_said(&end, &[]);
}

#[test]
fn one_of_tokios_hears_the_third_signal() {
    let end = alone(|| {
        third::<Tokio>();
    });
    expect_said(&end, &[]);
}

#[test]
fn one_of_signal_hooks_before_a_group_hears_all() {
    let end = alone(|| {
        before::<SignalHook>();
    });
    expect_said(&end, &[]);
}

#[test]
fn one_of_signal_hooks_made_during_a_group_hears_all() {
    let end = alone(|| {
        during::<SignalHook>();
    });
    expect_said(&end, &[]);
}

#[test]
fn one_of_signal_hooks_after_a_group_hears_all() {
    let end = alone(|| {
        after::<SignalHook>();
    });
    expect_said(&end, &[]);
}

#[test]
fn one_of_signal_hooks_hears_the_third_signal() {
    let end = alone(|| {
        third::<SignalHook>();
    });
    expect_said(&end, &[]);
}

/// What `ctrlc` hears, of SIGINT alone.
fn ctrlc() -> Receiver<()> {
    let (sender, heard) = mpsc::channel();
    ctrlc::set_handler(move || sender.send(()).unwrap()).unwrap();
    heard
}

#[test]
fn ctrlc_before_a_group_hears_all() {
    let end = alone(|| {
        let heard = ctrlc();
        for _ in 0..2 {
            let group = run_group! { signals: signal::shutdown() => drop };
            raise(SIGINT);
            group.run().unwrap();
            heard.recv().unwrap();
            raise(SIGINT);
            heard.recv().unwrap();
        }
    });
    expect_said(&end, &[]);
}

#[test]
fn ctrlc_set_during_a_group_has_its_signal_alone() {
    let end = alone(|| {
        let listener = signal::listen([Signal::Interrupt, Signal::User1]);
        let heard = ctrlc();
        raise(SIGINT);
        heard.recv().unwrap();
        hears_nothing_until(&listener, SIGUSR1, Signal::User1);
        drop(listener);
        raise(SIGINT);
        heard.recv().unwrap();
        // The next group hears it, and so does `ctrlc`.
        let group = run_group! { signals: signal::shutdown() => drop };
        raise(SIGINT);
        group.run().unwrap();
        heard.recv().unwrap();
    });
    expect_said(&end, &[]);
}

#[test]
fn ctrlc_set_after_a_group_hears_all() {
    let end = alone(|| {
        let group = run_group! { signals: signal::shutdown() => drop };
        raise(SIGINT);
        group.run().unwrap();
        let heard = ctrlc();
        raise(SIGINT);
        heard.recv().unwrap();
    });
    expect_said(&end, &[]);
}

/// As a plugin does that knows nothing of the program's signals. Its thread is there before, with its own group.
#[test]
fn a_group_in_a_librarys_thread_hears_too() {
    let end = alone(|| {
        let library = signal::shutdown();
        let library = thread::spawn(move || {
            run_group! { signals: library => drop }.run().map_err(|error| io::Error::other(error.to_string()))
        });
        a_group().unwrap();
        library.join().unwrap().unwrap();
        println!("both have returned");
        raise(SIGTERM);
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
    assert_eq!(end.lines, ["both have returned"]);
}
