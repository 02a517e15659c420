//! What a group returns when something failed.

#[cfg(feature = "std")]
use core::time::Duration;
use core::{convert::Infallible, error, mem};
#[cfg(feature = "std")]
use std::vec::Vec;

#[cfg(feature = "std")]
use crate::outcome::{any_error::AnyError, cold_box::ColdBox, gave_up::GaveUp};
use crate::outcome::{
    end::End,
    exit::{Cut, ExitKind},
    names::{Position, Text},
    panic::Caught,
};

#[cfg(not(feature = "std"))]
use core::convert::Infallible as AnyError;

/// Gives an `E` as an error, if it is one: a group's error type is only bound to be displayed.
pub(crate) type AsError<E> = fn(&E) -> Option<&(dyn error::Error + 'static)>;

/// What a group returns when something failed: the first failure, with the name of its actor, and every further one.
///
/// It displays as ``actor `http` failed`` and gives the actor's own error as its [`source`](error::Error::source). What else
/// failed is counted, and the stuck and those cut short are named, so that no reporter hides them: ``actor `http` failed (and 2 more; stuck: `db`)``.
/// Its `Debug`, which `main` prints, is for people: the whole chain of sources, the others and the stuck, one a line.
///
/// ```text
/// Error: actor `http` failed: cannot bind 127.0.0.1:80
///   caused by: Permission denied (os error 13)
/// also: actor `db` failed: flush: no space left on device
/// ```
///
/// What else failed in a nested group is shown where both groups have the default error type. Otherwise it is counted, and to be
/// found in the nested group's own error.
///
/// It is a [`std::error::Error`](error::Error) whatever the error type, so `?` converts it into what `main` returns:
/// `anyhow::Result`, `eyre::Result`, a box. Where `E` neither is an error nor holds one, as a `String`, there is no source, and
/// the text of `E` is at the end: ``actor `http` failed: cannot bind``.
///
/// ```
/// let error = run_group::run_group! { http: async { Err("no port".into()) } => drop }.run().unwrap_err();
/// assert_eq!((error.actor(), error.end().to_string()), (Some("http"), "failed: no port".into()));
/// assert!(error.others().is_empty() && error.unready().is_empty() && error.gave_up().is_none());
/// assert!([error.stuck(), error.cut_short(), error.stuck_in_interrupt()].concat().is_empty());
/// assert_eq!(error.get_ref().map(ToString::to_string), error.into_inner().map(|own| own.to_string()));
/// ```
pub struct Error<E = AnyError> {
    // Boxed, so that a group that never fails pays one pointer for its failures.
    #[cfg(feature = "std")]
    details: ColdBox<Details<E>>,
    #[cfg(not(feature = "std"))]
    details: Details<E>,
}

pub(super) struct Details<E> {
    /// The actor's own error, where it failed with one.
    pub(super) own: Option<E>,
    pub(super) failure: Failure,
    pub(super) as_error: AsError<E>,
    #[cfg(feature = "std")]
    pub(super) others: Vec<Error<E>>,
    #[cfg(feature = "std")]
    gave_up: Option<GaveUp>,
}

/// What is known of a failure, whatever the error type.
pub(super) struct Failure {
    /// Empty where it was the group itself that panicked, in a function that it was given, and where the kind [is cut](ExitKind::is_cut).
    pub(super) actor: Text,
    /// One that [is cut](ExitKind::is_cut) where actors were dropped before they had finished, and whatever else failed is a panic that came later.
    pub(super) kind: ExitKind,
    pub(super) panic: Option<Caught>,
    /// In the order written.
    #[cfg(feature = "std")]
    pub(super) unfinished: Vec<Unfinished>,
    /// In the order written.
    #[cfg(feature = "std")]
    pub(super) unready: Vec<Unready>,
    /// The startup limit that has passed, where that is the failure.
    #[cfg(feature = "std")]
    pub(super) limit: Option<Duration>,
}

/// An actor that was not ready when there was a cause.
#[cfg(feature = "std")]
pub(crate) struct Unready {
    pub(crate) name: Text,
    /// The actors and rows that it was after, and that were not ready either.
    pub(crate) waits_for: Vec<&'static str>,
}

/// An actor that was dropped before it, or its interrupt, had finished: it was stuck, or cut short.
#[cfg_attr(not(feature = "std"), expect(dead_code, reason = "there is no room for names"))]
pub(crate) struct Unfinished {
    pub(crate) position: Position,
    /// Which of the members of that actor, counted from 1; 0 for the actor itself.
    pub(crate) member: usize,
    pub(crate) name: Text,
    pub(crate) how: Cut,
    /// Its interrupt had not finished.
    pub(crate) in_interrupt: bool,
}

#[cfg(feature = "std")]
impl Unfinished {
    fn order(&self) -> (Position, usize) {
        (self.position, self.member)
    }
}

impl<E> Error<E> {
    pub(crate) fn failed(actor: Text, error: E) -> Self {
        Self::new(Some(error), Failure::new(actor, ExitKind::Failed, None))
    }

    /// A failure without an error of its own: [`ExitKind::Early`], [`ExitKind::Cancelled`], or one that [is cut](ExitKind::is_cut).
    pub(crate) fn without_error(actor: Text, kind: ExitKind) -> Self {
        Self::new(None, Failure::new(actor, kind, None))
    }

    /// Not all were ready within this time.
    #[cfg(feature = "tokio")]
    pub(crate) fn not_ready(limit: Duration, unready: Vec<Unready>) -> Self {
        let failure = Failure::new(Text::default(), ExitKind::Unready, None);
        Self::new(None, Failure { limit: Some(limit), unready, ..failure })
    }

    pub(crate) fn panicked(actor: Text, caught: Caught) -> Self {
        Self::new(None, Failure::new(actor, ExitKind::Panicked, Some(caught)))
    }

    #[inline(never)]
    fn new(own: Option<E>, failure: Failure) -> Self {
        let details = Details {
            own,
            failure,
            as_error: |_| None,
            #[cfg(feature = "std")]
            others: Vec::new(),
            #[cfg(feature = "std")]
            gave_up: None,
        };
        #[cfg(feature = "std")]
        let details = ColdBox::new(details);
        Error { details }
    }

    #[inline]
    pub(super) fn details(&self) -> &Details<E> {
        #[cfg(feature = "std")]
        return self.details.get().unwrap_or_else(|| taken());
        #[cfg(not(feature = "std"))]
        &self.details
    }

    #[inline]
    fn details_mut(&mut self) -> &mut Details<E> {
        #[cfg(feature = "std")]
        return self.details.get_mut().unwrap_or_else(|| taken());
        #[cfg(not(feature = "std"))]
        &mut self.details
    }

    /// The failure with the number that [`push_to`](Self::push_to) gave.
    #[cfg_attr(not(feature = "std"), expect(unused_variables, reason = "there is only one"))]
    pub(crate) fn nth(&self, number: usize) -> &Self {
        #[cfg(feature = "std")]
        if let Some(other) = number.checked_sub(1) {
            return &self.details().others[other];
        }
        self
    }

    /// Keeps the first failure, or a further one, and returns its number, counted from 0. Where actors were only cut so far, a
    /// failure that is no panic becomes the first. Without an allocator only the first failure is kept.
    pub(crate) fn push_to(first: &mut Option<Self>, mut other: Self) -> usize {
        let Some(first) = first else {
            *first = Some(other);
            return 0;
        };
        let first = first.details_mut();
        if first.failure.gives_way_to(&other.details().failure) {
            let other = other.details_mut();
            mem::swap(&mut first.own, &mut other.own);
            first.failure.kind = other.failure.kind;
            first.failure.actor = mem::take(&mut other.failure.actor);
            return 0;
        }
        #[cfg(feature = "std")]
        {
            first.others.push(other);
            first.others.len()
        }
        #[cfg(not(feature = "std"))]
        {
            drop(other);
            1
        }
    }

    /// Keeps an actor that was dropped before it had finished.
    pub(crate) fn push_cut_to(first: &mut Option<Self>, unfinished: Unfinished) {
        let cut = || Self::without_error(Text::default(), unfinished.how.kind());
        first.get_or_insert_with(cut).details_mut().failure.push_cut(unfinished);
    }

    /// Sets the function that gives an `E` as a `dyn Error`, if it is one.
    #[inline(never)]
    pub(crate) fn set_as_error(&mut self, as_error: AsError<E>) {
        self.details_mut().as_error = as_error;
        #[cfg(feature = "std")]
        for other in &mut self.details_mut().others {
            other.details_mut().as_error = as_error;
        }
    }

    /// Sets who was not ready, unless that is known.
    #[cfg(feature = "std")]
    pub(crate) fn set_unready(&mut self, unready: Vec<Unready>) {
        let known = &mut self.details_mut().failure.unready;
        if known.is_empty() {
            *known = unready;
        }
    }

    #[cfg(feature = "std")]
    pub(crate) fn set_gave_up(&mut self, why: Option<GaveUp>) {
        self.details_mut().gave_up = why;
    }

    /// Takes the panic, where the first failure was one.
    pub(crate) fn take_panic(&mut self) -> Option<Caught> {
        self.details_mut().failure.panic.take()
    }

    /// The name of the actor that failed first. `None` if the group itself panicked, in a function that it was given; if not all
    /// were ready [in time](crate::Group::startup); and if actors were [`stuck`](Self::stuck) or [`cut short`](Self::cut_short) and nothing else failed, but by a later panic.
    #[must_use]
    pub fn actor(&self) -> Option<&str> {
        self.details().failure.actor()
    }

    /// All further failures, in the order in which they were seen: the errors and panics of other actors and of
    /// interrupts. Each has no others of its own.
    #[cfg(feature = "std")]
    #[must_use]
    pub fn others(&self) -> &[Error<E>] {
        &self.details().others
    }

    /// The actor's own error. `None` if the actor had none because it panicked, ended [early](crate::End::Early), was stuck, or
    /// its task was cancelled, but not by the group.
    #[must_use]
    pub fn get_ref(&self) -> Option<&E> {
        self.details().own.as_ref()
    }

    /// Takes the actor's own error out; see [`get_ref`](Self::get_ref).
    #[must_use]
    pub fn into_inner(self) -> Option<E> {
        #[cfg(feature = "std")]
        return self.details.into_inner().and_then(|details| details.own);
        #[cfg(not(feature = "std"))]
        self.details.own
    }

    /// The names of the stuck actors, in the order written: the actor or its interrupt had not finished when the time was
    /// up, so both were dropped.
    #[cfg(feature = "std")]
    #[must_use]
    pub fn stuck(&self) -> Vec<&str> {
        self.unfinished(|unfinished| unfinished.how == Cut::Stuck)
    }

    /// The names of the actors that were cut short, in the order written: as the [`stuck`](Self::stuck), but they had been
    /// interrupted only shortly before the time was up, or later, as one that outlives a stuck actor is. So it may not be theirs that it
    /// took so long.
    #[cfg(feature = "std")]
    #[must_use]
    pub fn cut_short(&self) -> Vec<&str> {
        self.unfinished(|unfinished| unfinished.how == Cut::Short)
    }

    /// Those of the [`stuck`](Self::stuck), and of those that were [`cut_short`](Self::cut_short), whose interrupt had not finished. Of
    /// the others it had, and it was the actor that had not ended.
    #[cfg(feature = "std")]
    #[must_use]
    pub fn stuck_in_interrupt(&self) -> Vec<&str> {
        self.unfinished(|unfinished| unfinished.in_interrupt)
    }

    #[cfg(feature = "std")]
    fn unfinished(&self, is: fn(&&Unfinished) -> bool) -> Vec<&str> {
        self.details().failure.unfinished.iter().filter(is).map(|unfinished| &*unfinished.name).collect()
    }

    /// The names of the actors that were not ready when there was a cause, in the order written: they had not been started, since a
    /// `#[when(..)]` had not opened or those that they are `#[after]` were not ready; or they were handed a [`Ready`](crate::Ready) that
    /// they had not set. The actor that failed is not among them. The error's `Debug` has who waited for whom.
    #[cfg(feature = "std")]
    #[must_use]
    pub fn unready(&self) -> Vec<&str> {
        self.details().failure.unready.iter().map(|unready| &*unready.name).collect()
    }

    /// Why the group gave up, if it did: it no longer waited for what had been interrupted. An actor that was stuck by its own
    /// `#[grace(..)]` is no reason.
    #[cfg(feature = "std")]
    #[must_use]
    pub fn gave_up(&self) -> Option<GaveUp> {
        self.details().gave_up
    }

    /// How the actor ended: [`End::Failed`], [`End::Early`], [`End::Panicked`], or [`End::Dropped`] for a task that was
    /// cancelled, but not by its group. [`End::Stuck`] if actors were stuck and nothing else failed, but by
    /// a later panic; [`End::CutShort`] if none was stuck, but some were cut short. [`End::Unready`] if not all were ready in time.
    #[must_use]
    pub fn end(&self) -> End<&E> {
        match &self.details().own {
            Some(error) => End::Failed(error),
            None => self.details().failure.end().map(|never| match never {}),
        }
    }
}

#[cfg(feature = "std")]
#[cold]
#[inline(never)]
fn taken() -> ! {
    unreachable!("only `into_inner` empties an error, and takes it by value")
}

impl Failure {
    #[inline(never)]
    fn new(actor: Text, kind: ExitKind, panic: Option<Caught>) -> Self {
        Failure {
            actor,
            kind,
            panic,
            #[cfg(feature = "std")]
            unfinished: Vec::new(),
            #[cfg(feature = "std")]
            unready: Vec::new(),
            #[cfg(feature = "std")]
            limit: None,
        }
    }

    /// Whether `other` takes the place of this as the first failure. A panic does not: where an actor was stuck, it is among
    /// the others.
    fn gives_way_to(&self, other: &Failure) -> bool {
        self.kind.is_cut() && other.kind != ExitKind::Panicked
    }

    #[cfg_attr(not(feature = "std"), expect(clippy::unused_self, reason = "there is no room for names"))]
    #[cfg(feature = "std")]
    fn push_cut(&mut self, unfinished: Unfinished) {
        if let Err(index) = self.unfinished.binary_search_by_key(&unfinished.order(), Unfinished::order) {
            self.unfinished.insert(index, unfinished);
        }
    }

    #[cfg(not(feature = "std"))]
    #[expect(clippy::unused_self, reason = "there is no room for names")]
    fn push_cut(&mut self, _: Unfinished) {}

    /// Empty where it is no one actor's.
    pub(super) fn name(&self) -> &str {
        #[cfg(feature = "std")]
        return &self.actor;
        #[cfg(not(feature = "std"))]
        self.actor
    }

    fn actor(&self) -> Option<&str> {
        Some(self.name()).filter(|name| !name.is_empty())
    }

    /// How the actor ended, where it has no error of its own.
    pub(super) fn end(&self) -> End<Infallible> {
        match self.kind {
            #[cfg(feature = "std")]
            ExitKind::Panicked => self.panic.as_ref().map_or(End::Dropped, |caught| End::Panicked(caught.message())),
            ExitKind::Early => End::Early,
            #[cfg(feature = "tokio")]
            ExitKind::Unready => End::Unready,
            #[cfg(feature = "std")]
            kind if kind.is_cut() && self.unfinished.iter().all(|unfinished| unfinished.how == Cut::Short) => {
                End::CutShort
            }
            kind if kind.is_cut() => End::Stuck,
            _ => End::Dropped,
        }
    }
}
