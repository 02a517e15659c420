//! Signals that ask the process to stop, as actors. They need no runtime.
//!
//! An actor from here listens from the moment that its expression is evaluated until the group returns, also after
//! it has ended and whatever the cause was. An actor that is guarded out listens for nothing.
//!
//! 1. The first signal ends the actor with `Ok`, so it is the cause if there was none before.
//! 2. The second makes the group give up, as a passed [deadline](crate::Group::deadline) does: what is stuck is
//!    dropped, and the error names it. It also ends a [lame duck](crate::Group::lame_duck).
//! 3. The next one has its default action, and so has every signal after the group has returned.
//!
//! The same signal within 100 ms counts once: under `make`, a Ctrl-C reaches the process group and comes from `make`
//! as well. Two different signals are never one: where a manager sends SIGTERM and SIGHUP at once, and both are
//! listened for, they are the first and the second.
//!
//! Several groups may listen at a time; each hears every signal, and the default action is back when the last of them
//! has returned.
//!
//! On Unix the signals are SIGINT, SIGTERM and whatever else [`any`] is asked for. On Windows there is one,
//! [`Signal::Interrupt`](crate::Signal::Interrupt), which stands for Ctrl-C, Ctrl-Break and the end of the console,
//! the session or the system. That part is type-checked and has not been run.

use core::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
    vec::Vec,
};

use crate::{
    outcome::{sealed::Sealed, signal::Signal},
    slot::{
        actor::{EndsDropped, IntoActor},
        retained::Retained,
    },
    sync::oneshot::Oneshot,
};

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;

/// An actor that ends with `Ok` when the process is asked to stop: by SIGINT (Ctrl-C) or SIGTERM.
///
/// Which of them it was, the cause says: [`Cause::signal`](crate::Cause::signal). A thread of the actor's own waits for
/// the signal.
///
/// It listens as soon as this has returned. What must not outlive the process, such as a child process, is started after
/// `let signals = signal::shutdown();`: from then on the first signal does not end the process. What the second and the
/// next do, [the module](self) says.
///
/// ```no_run
/// use run_group::{run_group, signal};
///
/// # async fn serve() {}
/// # async fn main_() -> Result<(), run_group::AnyError> {
/// run_group! {
///     server:  serve() => drop,
///     signals: signal::shutdown() => drop,
/// }
/// .on_cause(|cause| eprintln!("{cause}")) // "received SIGTERM"
/// .await?;
/// # Ok(()) }
/// ```
///
/// # Panics
///
/// If the system refuses to listen, because no file descriptor or no thread is left.
pub fn shutdown() -> Signals {
    any([Signal::Interrupt, Signal::Terminate])
}

/// Listens for these signals; otherwise as [`shutdown`], which is `any([Signal::Interrupt, Signal::Terminate])`.
///
/// ```no_run
/// use run_group::{Signal, run_group, signal};
///
/// # async fn serve() {}
/// # async fn main_() -> Result<(), run_group::AnyError> {
/// run_group! {
///     server:  serve() => drop,
///     signals: signal::any([Signal::Interrupt, Signal::Terminate, Signal::Hangup]) => drop,
/// }
/// .await?;
/// # Ok(()) }
/// ```
///
/// # Panics
///
/// As [`shutdown`] does.
pub fn any(signals: impl IntoIterator<Item = Signal>) -> Signals {
    let heard = Arc::new(Heard::default());
    let signals: Vec<_> = signals.into_iter().collect();
    match system::Listening::new(&signals, &heard) {
        Ok(listening) => Signals { heard, listening },
        Err(error) => panic!("cannot listen for signals: {error}"),
    }
}

/// An actor that ends when the process receives a signal; from [`shutdown`] or [`any`].
#[must_use = "a signal ends the group that it stands in"]
pub struct Signals {
    heard: Arc<Heard>,
    listening: system::Listening,
}

impl fmt::Debug for Signals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signals").finish_non_exhaustive()
    }
}

/// Where an actor runs: nowhere, it listens.
#[derive(Debug)]
pub struct Listens;

impl EndsDropped for Listens {}

#[diagnostic::do_not_recommend]
impl<E> IntoActor<E, Listens> for Signals {
    type Output = Signal;
    type Actor = First;
    type Retained = Option<Second>;

    fn into_actor(self, retained: &mut Option<Second>, _: Sealed) -> First {
        let first = First(self.heard.clone());
        *retained = Some(Second { heard: self.heard, _listening: self.listening });
        first
    }
}

/// The actor. It waits for the first signal.
#[derive(Debug)]
pub struct First(Arc<Heard>);

impl Future for First {
    type Output = Signal;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Signal> {
        self.0.first.poll_recv(cx)
    }
}

/// What the group retains. It waits for the second signal, and listens until it is dropped.
pub struct Second {
    heard: Arc<Heard>,
    _listening: system::Listening,
}

impl Retained for Option<Second> {
    const ANYTHING: bool = true;
    const NOTHING: Self = None;

    fn poll_give_up(&self, cx: &Context<'_>) -> Poll<()> {
        self.as_ref().map_or(Poll::Pending, |second| second.heard.second.poll_recv(cx))
    }
}

impl fmt::Debug for Second {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Second").finish_non_exhaustive()
    }
}

/// The signals that have been counted, and where they are sent.
#[derive(Debug)]
pub struct Heard {
    count: Mutex<Count>,
    first: Oneshot<Signal>,
    second: Oneshot<()>,
}

impl Default for Heard {
    fn default() -> Self {
        Heard { count: Mutex::default(), first: Oneshot::new(), second: Oneshot::new() }
    }
}

impl Heard {
    /// A signal has come. Returns whether it is to have its default action.
    fn hear(&self, signal: Signal) -> bool {
        let which = self.count.lock().unwrap_or_else(PoisonError::into_inner).which(signal, Instant::now());
        match which {
            Which::Copy => {}
            Which::First => self.first.send(signal),
            Which::Second => self.second.send(()),
            Which::Later => return true,
        }
        false
    }
}

/// How many signals have come, and when each came last.
#[derive(Debug, Default)]
struct Count {
    counted: u32,
    last: Vec<(Signal, Instant)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Copy,
    First,
    Second,
    Later,
}

impl Count {
    const COPIES: Duration = Duration::from_millis(100);

    /// Counts a signal that comes now. A copy is not counted, and does not make the next one a copy.
    fn which(&mut self, signal: Signal, now: Instant) -> Which {
        match self.last.iter_mut().find(|(known, _)| *known == signal) {
            Some((_, last)) if now.saturating_duration_since(*last) < Self::COPIES => return Which::Copy,
            Some((_, last)) => *last = now,
            None => self.last.push((signal, now)),
        }
        self.counted = self.counted.saturating_add(1);
        match self.counted {
            1 => Which::First,
            2 => Which::Second,
            _ => Which::Later,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Duration, Instant, Signal, Which};

    /// What becomes of signals, each with the milliseconds at which it comes.
    fn heard<const N: usize>(signals: [(Signal, u64); N]) -> [Which; N] {
        let (start, mut count) = (Instant::now(), Count::default());
        signals.map(|(signal, at)| count.which(signal, start + Duration::from_millis(at)))
    }

    #[test]
    fn the_first_the_second_and_all_others_are_told_apart() {
        let int = Signal::Interrupt;
        assert_eq!(
            heard([(int, 0), (int, 1000), (int, 2000), (int, 3000)]),
            [Which::First, Which::Second, Which::Later, Which::Later]
        );
    }

    #[test]
    fn copies_within_a_tenth_of_a_second_count_once() {
        let int = Signal::Interrupt;
        assert_eq!(
            heard([(int, 0), (int, 1), (int, 99), (int, 100), (int, 199), (int, 200)]),
            [Which::First, Which::Copy, Which::Copy, Which::Second, Which::Copy, Which::Later]
        );
    }

    #[test]
    fn another_signal_is_no_copy() {
        let (int, term) = (Signal::Interrupt, Signal::Terminate);
        assert_eq!(
            heard([(int, 0), (term, 1), (int, 2), (term, 3), (int, 150)]),
            [Which::First, Which::Second, Which::Copy, Which::Copy, Which::Later]
        );
    }
}
