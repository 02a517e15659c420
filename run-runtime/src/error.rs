//! What a group returns when not all was well.

use core::{convert::Infallible, error, fmt, mem};
#[cfg(feature = "std")]
use std::vec::Vec;

#[cfg(feature = "std")]
use crate::{any_error::AnyError, boxed::Boxed};
use crate::{end::End, panic::Caught, table::Place};

#[cfg(not(feature = "std"))]
use core::convert::Infallible as AnyError;

/// An `E` as an error, which it need not be: a group's error type is only bound to be displayed.
pub(crate) type AsError<E> = fn(&E) -> Option<&(dyn error::Error + 'static)>;

/// What a group returns when not all was well: the first failure, with the name of its actor, and every further one.
///
/// It displays as ``actor `http` failed`` and gives the actor's own error as its [`source`](error::Error::source). Its
/// `Debug`, which `main` prints, is for people: the whole chain of sources, the others, one a line.
///
/// ```text
/// Error: actor `http` failed: cannot bind 127.0.0.1:80
///   caused by: Permission denied (os error 13)
/// also: actor `db` failed: flush: no space left on device
/// ```
///
/// A group nested in another is shown with its others where both have the default error type; otherwise its others are
/// to be had from the error itself.
///
/// It is a [`std::error::Error`](error::Error) where `E` is one or is `AnyError`, so `?` turns it into whatever `main`
/// returns.
pub struct Error<E = AnyError> {
    // Boxed, so that a group that never fails pays one pointer for its failures.
    #[cfg(feature = "std")]
    inner: Boxed<Inner<E>>,
    #[cfg(not(feature = "std"))]
    inner: Inner<E>,
}

struct Inner<E> {
    /// The actor's own error, where it has failed with one.
    own: Option<E>,
    told: Told,
    as_error: AsError<E>,
    #[cfg(feature = "std")]
    others: Vec<Error<E>>,
}

/// What is told of a failure, whatever the error type.
struct Told {
    actor: &'static str,
    failure: Failure,
    /// Those who were stuck, in the order written, and where they stand.
    #[cfg(feature = "std")]
    stuck: Vec<&'static str>,
    #[cfg(feature = "std")]
    places: Vec<Place>,
}

enum Failure {
    /// With an error of its own.
    Failed,
    Early,
    /// It was cancelled by somebody else.
    #[cfg_attr(not(feature = "tokio"), allow(dead_code, reason = "only a task can be"))]
    Dropped,
    /// Nobody failed, but this one was stuck, and maybe others.
    Stuck,
    #[cfg_attr(not(feature = "std"), allow(dead_code, reason = "no panic is caught without `std`"))]
    Panicked(Caught),
}

impl<E> Error<E> {
    pub(crate) fn failed(actor: &'static str, error: E) -> Self {
        Self::new(Some(error), Told::new(actor, Failure::Failed))
    }

    pub(crate) fn early(actor: &'static str) -> Self {
        Self::new(None, Told::new(actor, Failure::Early))
    }

    pub(crate) fn dropped(actor: &'static str) -> Self {
        Self::new(None, Told::new(actor, Failure::Dropped))
    }

    pub(crate) fn panicked(actor: &'static str, caught: Caught) -> Self {
        Self::new(None, Told::new(actor, Failure::Panicked(caught)))
    }

    #[inline(never)]
    fn new(own: Option<E>, told: Told) -> Self {
        let inner = Inner {
            own,
            told,
            as_error: |_| None,
            #[cfg(feature = "std")]
            others: Vec::new(),
        };
        #[cfg(feature = "std")]
        let inner = Boxed::new(inner);
        Error { inner }
    }

    #[inline]
    fn inner(&self) -> &Inner<E> {
        #[cfg(feature = "std")]
        return self.inner.get().unwrap_or_else(|| taken());
        #[cfg(not(feature = "std"))]
        &self.inner
    }

    #[inline]
    fn inner_mut(&mut self) -> &mut Inner<E> {
        #[cfg(feature = "std")]
        return self.inner.get_mut().unwrap_or_else(|| taken());
        #[cfg(not(feature = "std"))]
        &mut self.inner
    }

    /// A failure by the number that [`push_to`](Self::push_to) gave.
    #[cfg_attr(not(feature = "std"), expect(unused_variables, reason = "there is one"))]
    pub(crate) fn nth(&self, number: usize) -> &Self {
        #[cfg(feature = "std")]
        if let Some(other) = number.checked_sub(1) {
            return &self.inner().others[other];
        }
        self
    }

    /// Keeps the first failure, or a further one, and says which one it is, counted from 0. Without an allocator there
    /// is no room for a further one: the first stands alone. Who was stuck did not fail: the first who did comes before
    /// them.
    pub(crate) fn push_to(first: &mut Option<Self>, mut other: Self) -> usize {
        let Some(first) = first else {
            *first = Some(other);
            return 0;
        };
        let first = first.inner_mut();
        if first.told.gives_way_to(&other.inner().told) {
            let other = other.inner_mut();
            mem::swap(&mut first.own, &mut other.own);
            mem::swap(&mut first.told.failure, &mut other.told.failure);
            first.told.actor = other.told.actor;
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

    /// Keeps the name of one who was stuck.
    pub(crate) fn push_stuck_to(first: &mut Option<Self>, name: &'static str, place: Place) {
        if first.is_none() {
            *first = Some(Self::new(None, Told::new(name, Failure::Stuck)));
        }
        if let Some(first) = first {
            first.inner_mut().told.push_stuck(name, place);
        }
    }

    /// Says how its error type, which need not be an error, is one.
    #[inline(never)]
    pub(crate) fn explain_by(&mut self, as_error: AsError<E>) {
        self.inner_mut().as_error = as_error;
        #[cfg(feature = "std")]
        for other in &mut self.inner_mut().others {
            other.inner_mut().as_error = as_error;
        }
    }

    /// Takes the panic, where the first failure was one.
    pub(crate) fn take_panic(&mut self) -> Option<Caught> {
        self.inner_mut().told.take_panic()
    }

    /// The name of the actor that failed first. `None` where it was the group itself, in what it was given to call, and
    /// where nobody failed, but somebody was [`stuck`](Self::stuck).
    #[must_use]
    pub fn actor(&self) -> Option<&str> {
        self.inner().told.actor()
    }

    /// Everything else that failed, in the order in which it was seen: the errors and panics of other actors and of
    /// interrupts. Each has no others of its own.
    #[cfg(feature = "std")]
    #[must_use]
    pub fn others(&self) -> &[Error<E>] {
        &self.inner().others
    }

    /// The actor's own error. `None` where what failed was no error: an actor that [`#[must_run]`](crate::End::Early)
    /// and did not, or a panic among the [`others`](Self::others).
    #[must_use]
    pub fn get_ref(&self) -> Option<&E> {
        self.inner().own.as_ref()
    }

    /// Takes the actor's own error out; see [`get_ref`](Self::get_ref).
    #[must_use]
    pub fn into_inner(self) -> Option<E> {
        #[cfg(feature = "std")]
        return self.inner.into_inner().and_then(|inner| inner.own);
        #[cfg(not(feature = "std"))]
        self.inner.own
    }

    /// The names of those who were stuck: they, or their interrupts, had not finished when the time was up, so they were
    /// dropped. In the order written.
    #[cfg(feature = "std")]
    #[must_use]
    pub fn stuck(&self) -> &[&'static str] {
        &self.inner().told.stuck
    }

    /// How the actor ended: [`End::Failed`], [`End::Early`], [`End::Panicked`] or, for a task that was cancelled by somebody
    /// else, [`End::Dropped`]; [`End::Stuck`] where nobody failed, but
    /// somebody was stuck.
    #[must_use]
    pub fn end(&self) -> End<&E> {
        match &self.inner().own {
            Some(error) => End::Failed(error),
            None => self.inner().told.end().map(|never| match never {}),
        }
    }
}

#[cfg(feature = "std")]
#[cold]
#[inline(never)]
fn taken() -> ! {
    unreachable!("what is in an error is only taken out with it")
}

impl Told {
    #[inline(never)]
    fn new(actor: &'static str, failure: Failure) -> Self {
        Told {
            actor,
            failure,
            #[cfg(feature = "std")]
            stuck: Vec::new(),
            #[cfg(feature = "std")]
            places: Vec::new(),
        }
    }

    /// Whether this is told among the others, once there is the other one.
    fn gives_way_to(&self, other: &Told) -> bool {
        matches!(self.failure, Failure::Stuck) && !matches!(other.failure, Failure::Panicked(_))
    }

    #[cfg_attr(not(feature = "std"), expect(clippy::unused_self, reason = "there is no room in it"))]
    fn push_stuck(&mut self, name: &'static str, place: Place) {
        #[cfg(feature = "std")]
        if let Err(index) = self.places.binary_search(&place) {
            self.places.insert(index, place);
            self.stuck.insert(index, name);
        }
        #[cfg(not(feature = "std"))]
        let _ = (name, place);
    }

    fn take_panic(&mut self) -> Option<Caught> {
        if !matches!(self.failure, Failure::Panicked(_)) {
            return None;
        }
        let Failure::Panicked(caught) = mem::replace(&mut self.failure, Failure::Dropped) else { unreachable!() };
        Some(caught)
    }

    fn actor(&self) -> Option<&'static str> {
        Some(self.actor).filter(|name| !name.is_empty() && !matches!(self.failure, Failure::Stuck))
    }

    /// How the actor ended that has no error of its own to tell of.
    fn end(&self) -> End<Infallible> {
        match &self.failure {
            Failure::Failed => unreachable!("its end is its own error"),
            Failure::Dropped => End::Dropped,
            Failure::Early => End::Early,
            Failure::Stuck => End::Stuck,
            #[cfg(feature = "std")]
            Failure::Panicked(caught) => End::Panicked(caught.panic()),
            #[cfg(not(feature = "std"))]
            Failure::Panicked(caught) => match *caught {},
        }
    }

    /// Who failed, and how.
    fn write_first(&self, f: &mut fmt::Formatter<'_>, own: Option<Own<'_>>) -> fmt::Result {
        write!(f, "{self}")?;
        match own {
            Some(Own::Error(error)) => {
                f.write_str(": ")?;
                write_chain(f, error)
            }
            Some(Own::Value(value)) => write!(f, ": {value}"),
            None => Ok(()),
        }
    }

    /// Who was stuck, where that is not what has been told first.
    #[cfg(feature = "std")]
    fn write_stuck(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if matches!(self.failure, Failure::Stuck) || self.stuck.is_empty() {
            return Ok(());
        }
        write!(f, "\nstuck: `{}`", self.stuck.join("`, `"))
    }
}

/// An actor's own error, as it is told.
#[derive(Clone, Copy)]
enum Own<'a> {
    Error(&'a (dyn error::Error + 'static)),
    Value(&'a dyn fmt::Display),
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "std")]
        if let (Failure::Stuck, [_, _, ..]) = (&self.failure, &*self.stuck) {
            return write!(f, "actors `{}` were stuck", self.stuck.join("`, `"));
        }
        match self.actor {
            "" => f.write_str("the group")?,
            actor => write!(f, "actor `{actor}`")?,
        }
        match self.failure {
            Failure::Failed => f.write_str(" failed"),
            _ => write!(f, " {}", self.end()),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.inner().told, f)
    }
}

impl<E: fmt::Display> fmt::Debug for Error<E> {
    #[inline(never)]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let as_error = self.inner().as_error;
        let own = self.get_ref().map(|own| as_error(own).map_or(Own::Value(own), Own::Error));
        self.inner().told.write_first(f, own)?;
        #[cfg(feature = "std")]
        for other in self.others() {
            write!(f, "\nalso: {other:?}")?;
        }
        #[cfg(feature = "std")]
        self.inner().told.write_stuck(f)?;
        Ok(())
    }
}

/// Writes an error and the chain below it, one line each. A group in the chain adds what else failed in it.
pub(crate) fn write_chain(f: &mut fmt::Formatter<'_>, error: &(dyn error::Error + 'static)) -> fmt::Result {
    write!(f, "{error}")?;
    let chain = || core::iter::successors(Some(error), |error| error.source());
    for cause in chain().skip(1) {
        write!(f, "\n  caused by: {cause}")?;
    }
    #[cfg(feature = "std")]
    for other in chain().filter_map(|error| error.downcast_ref::<Error>()).flat_map(Error::others) {
        write!(f, "\nalso: {other:?}")?;
    }
    Ok(())
}

impl<E: error::Error + 'static> error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.get_ref().map(|error| error as _)
    }
}

#[cfg(feature = "std")]
impl error::Error for Error<AnyError> {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.get_ref().map(AnyError::as_dyn)
    }
}
