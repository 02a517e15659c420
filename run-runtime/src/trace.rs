//! What `tracing` is told of a group, where that feature is on. Where it is not, all of this is nothing.
//!
//! The docs of `Group` say what that is.

#[cfg(not(feature = "tracing"))]
use off as given;
#[cfg(feature = "tracing")]
use on as given;

#[cfg(feature = "std")]
pub(crate) use given::hand_over;
#[cfg(feature = "tokio")]
pub(crate) use given::hand_over_to;
pub(crate) use given::{Life, ON, Show, Span, interrupted};

#[cfg(feature = "tracing")]
mod on {
    #[cfg(feature = "tokio")]
    use core::future::Future;
    use core::{
        fmt,
        task::{Context, Poll},
        time::Duration,
    };
    use std::{string::String, time::Instant};

    use tracing::{Level, debug, enabled, error, info, info_span, span::Entered, warn};

    use crate::{cause::Cause, end::End, table::Name};

    pub(crate) const ON: bool = true;

    const TARGET: &str = "run_group";

    /// How an error of the group's is displayed: known where its type is said to be displayable.
    pub(crate) struct Show<E>(Option<fn(&E) -> &dyn fmt::Display>);

    impl<E> fmt::Debug for Show<E> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Show")
        }
    }

    impl<E> Clone for Show<E> {
        fn clone(&self) -> Self {
            *self
        }
    }

    impl<E> Copy for Show<E> {}

    impl<E> Show<E> {
        /// For where nothing is to be displayed.
        pub(crate) const NONE: Self = Show(None);

        pub(crate) fn by_display() -> Self
        where
            E: fmt::Display,
        {
            Show(Some(|error| error))
        }

        fn end(self, end: End<&E>) -> End<&dyn fmt::Display> {
            end.map(|error| self.0.map_or(&"an error" as &dyn fmt::Display, |show| show(error)))
        }

        pub(crate) fn cause(self, cause: &Cause<'_, E>) {
            let actor = cause.actor();
            match cause.signal() {
                Some(signal) => {
                    info!(target: TARGET, actor, cause = format_args!("received {signal}"), "stopping");
                }
                None => {
                    info!(target: TARGET, actor, cause = format_args!("`{actor}` {}", self.end(cause.end())), "stopping");
                }
            }
        }

        pub(crate) fn ended(self, name: Name, end: End<&E>) {
            let actor = name.text();
            match self.end(end) {
                End::Ok => debug!(target: TARGET, actor, "ended"),
                End::Dropped => debug!(target: TARGET, actor, "dropped"),
                End::Stuck => warn!(target: TARGET, actor, "stuck"),
                End::Early => error!(target: TARGET, actor, "ended before it was asked to"),
                End::Failed(error) => error!(target: TARGET, actor, error = %error, "failed"),
                End::Panicked(panic) => error!(target: TARGET, actor, error = %panic, "panicked"),
            }
        }
    }

    /// The span of an actor.
    #[derive(Debug)]
    pub(crate) struct Span(tracing::Span);

    impl Span {
        pub(crate) const NEW: Self = Span(tracing::Span::none());

        pub(crate) fn enter(&mut self, name: Name) -> Inside<'_> {
            let is_first = self.0.is_none();
            if is_first {
                self.0 = info_span!(target: TARGET, "actor", actor = name.text());
            }
            Inside { _entered: self.0.enter(), name, is_first }
        }
    }

    /// Inside the span of an actor.
    pub(crate) struct Inside<'a> {
        _entered: Entered<'a>,
        name: Name,
        is_first: bool,
    }

    impl Inside<'_> {
        /// The actor is about to be polled. `is_waiting` is whether its gate has not opened.
        pub(crate) fn poll(&self, is_waiting: bool) -> Polling {
            if self.is_first && !is_waiting {
                debug!(target: TARGET, actor = self.name.text(), "started");
            }
            let begin = enabled!(target: TARGET, Level::WARN).then(Instant::now);
            Polling { begin, name: self.name, is_waiting }
        }
    }

    pub(crate) fn interrupted(name: Name) {
        debug!(target: TARGET, actor = name.text(), "interrupted");
    }

    /// One poll of an actor.
    pub(crate) struct Polling {
        begin: Option<Instant>,
        name: Name,
        is_waiting: bool,
    }

    impl Polling {
        const LONG: Duration = Duration::from_millis(100);

        /// Its gate is open.
        pub(crate) fn opened(&self) {
            if self.is_waiting {
                debug!(target: TARGET, actor = self.name.text(), "started");
            }
        }
    }

    impl Drop for Polling {
        fn drop(&mut self) {
            // It is told of as a panic, and there must be no second one.
            if std::thread::panicking() {
                return;
            }
            let took = self.begin.map_or(Duration::ZERO, |begin| begin.elapsed());
            if took >= Self::LONG {
                let elapsed_ms = millis(took);
                warn!(target: TARGET, actor = self.name.text(), elapsed_ms, "one poll held up the whole group");
            }
        }
    }

    /// A group's own life.
    #[derive(Debug)]
    pub(crate) struct Life {
        has_started: bool,
        // When there was a cause.
        #[cfg(feature = "tokio")]
        since: Option<tokio::time::Instant>,
        #[cfg(not(feature = "tokio"))]
        since: Option<Instant>,
        #[cfg(feature = "tokio")]
        reminder: Option<std::boxed::Box<tokio::time::Interval>>,
    }

    impl Life {
        pub(crate) const NEW: Self = Life {
            has_started: false,
            since: None,
            #[cfg(feature = "tokio")]
            reminder: None,
        };

        #[cfg(feature = "tokio")]
        const EVERY: Duration = Duration::from_secs(5);

        pub(crate) fn poll(&mut self, actors: u32) {
            if !self.has_started {
                self.has_started = true;
                debug!(target: TARGET, actors, "group started");
            }
        }

        pub(crate) fn cause(&mut self) {
            #[cfg(feature = "tokio")]
            {
                let now = tokio::time::Instant::now();
                self.since = Some(now);
                // Elsewhere there is nothing that would remind.
                if enabled!(target: TARGET, Level::WARN) && tokio::runtime::Handle::try_current().is_ok() {
                    // Nor in a runtime without a timer, of which nobody but a panic tells.
                    let interval = || tokio::time::interval_at(now + Self::EVERY, Self::EVERY);
                    self.reminder = std::panic::catch_unwind(interval).ok().map(std::boxed::Box::new);
                }
            }
            #[cfg(not(feature = "tokio"))]
            {
                self.since = Some(Instant::now());
            }
        }

        /// Whether it is time to say who is waited for.
        #[cfg_attr(not(feature = "tokio"), allow(clippy::unused_self, reason = "there is no clock that wakes"))]
        pub(crate) fn poll_remind(&mut self, cx: &mut Context<'_>) -> Poll<()> {
            #[cfg(feature = "tokio")]
            if let Some(reminder) = &mut self.reminder {
                let mut due = Poll::Pending;
                // Until it is pending, so that it wakes for the next time.
                while reminder.poll_tick(cx).is_ready() {
                    due = Poll::Ready(());
                }
                return due;
            }
            #[cfg(not(feature = "tokio"))]
            let _ = cx;
            Poll::Pending
        }

        pub(crate) fn remind(&self, waiting_for: &[Name]) {
            let mut names = String::new();
            for name in waiting_for {
                names.push_str(if names.is_empty() { "`" } else { ", `" });
                names.push_str(name.text());
                names.push('`');
            }
            warn!(target: TARGET, waiting_for = names, elapsed_ms = self.elapsed_ms(), "still waiting");
        }

        pub(crate) fn end(&self) {
            info!(target: TARGET, elapsed_ms = self.elapsed_ms(), "stopped");
        }

        fn elapsed_ms(&self) -> u64 {
            self.since.map_or(0, |since| millis(since.elapsed()))
        }
    }

    /// A closure that is called within the actor's span, wherever that is.
    pub(crate) fn hand_over<T>(f: impl FnOnce() -> T) -> impl FnOnce() -> T {
        let span = tracing::Span::current();
        move || span.in_scope(f)
    }

    /// The same for a future.
    #[cfg(feature = "tokio")]
    pub(crate) fn hand_over_to<F: Future>(future: F) -> impl Future<Output = F::Output> {
        tracing::Instrument::in_current_span(future)
    }

    fn millis(time: Duration) -> u64 {
        u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    #![allow(clippy::unused_self, clippy::needless_pass_by_ref_mut, reason = "it stands for what does something")]

    #[cfg(feature = "tokio")]
    use core::future::Future;
    use core::marker::PhantomData;

    use crate::{cause::Cause, end::End, table::Name};

    pub(crate) const ON: bool = false;

    #[derive(Debug)]
    pub(crate) struct Show<E>(PhantomData<fn(&E)>);

    impl<E> Clone for Show<E> {
        fn clone(&self) -> Self {
            *self
        }
    }

    impl<E> Copy for Show<E> {}

    impl<E> Show<E> {
        pub(crate) const NONE: Self = Show(PhantomData);

        pub(crate) fn by_display() -> Self {
            Self::NONE
        }
        pub(crate) fn cause(self, _: &Cause<'_, E>) {}
        pub(crate) fn ended(self, _: Name, _: End<&E>) {}
    }

    #[derive(Debug)]
    pub(crate) struct Span;

    impl Span {
        pub(crate) const NEW: Self = Span;

        pub(crate) fn enter(&mut self, _: Name) -> Inside {
            Inside
        }
    }

    pub(crate) struct Inside;

    impl Inside {
        pub(crate) fn poll(&self, _: bool) -> Polling {
            Polling
        }
    }

    pub(crate) fn interrupted(_: Name) {}

    pub(crate) struct Polling;

    impl Polling {
        pub(crate) fn opened(&self) {}
    }

    #[derive(Debug)]
    pub(crate) struct Life;

    impl Life {
        pub(crate) const NEW: Self = Life;

        pub(crate) fn poll(&mut self, _: u32) {}
        pub(crate) fn cause(&mut self) {}
        pub(crate) fn end(&self) {}
    }

    #[cfg(feature = "std")]
    pub(crate) fn hand_over<T>(f: impl FnOnce() -> T) -> impl FnOnce() -> T {
        f
    }

    #[cfg(feature = "tokio")]
    pub(crate) fn hand_over_to<F: Future>(future: F) -> F {
        future
    }
}
