//! Errors as text: one line for `Display`, several for `Debug`, which `main` prints.
//!
//! Somebody else's reporter prints `Display` of an error and of each of its sources, and nothing else. So `Display` says how
//! much else failed. `Debug` lists it, and counts nothing.

use core::{error, fmt};

#[cfg(feature = "std")]
use crate::outcome::{any_error::AnyError, error::Stuck};
use crate::outcome::{
    error::{Error, Failure},
    exit::ExitKind,
};

/// Which actor failed, and how; without its own error, and without what else failed.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "std")]
        match (self.kind, &*self.stuck) {
            (ExitKind::Stuck, [stuck]) => return write!(f, "actor `{}` was stuck: {}", stuck.name, stuck.what()),
            (ExitKind::Stuck, stuck @ [_, ..]) => {
                f.write_str("actors ")?;
                write_names(f, stuck)?;
                return f.write_str(" were stuck");
            }
            _ => {}
        }
        match self.name() {
            "" => f.write_str("the group")?,
            actor => write!(f, "actor `{actor}`")?,
        }
        match self.kind {
            ExitKind::Failed => f.write_str(" failed"),
            _ => write!(f, " {}", self.end()),
        }
    }
}

#[cfg(feature = "std")]
impl Failure {
    /// Writes how much else failed: the number of others, and the stuck, unless it is they that were written first.
    fn write_count(&self, f: &mut fmt::Formatter<'_>, others: usize) -> fmt::Result {
        let stuck = if self.kind == ExitKind::Stuck { &[] } else { &*self.stuck };
        let (start, separator) = match (others, stuck) {
            (0, []) => return Ok(()),
            (0, _) => (" (", ""),
            (_, []) => (" (and ", ""),
            _ => (" (and ", "; "),
        };
        f.write_str(start)?;
        if others > 0 {
            write!(f, "{others} more{separator}")?;
        }
        if !stuck.is_empty() {
            f.write_str("stuck: ")?;
            write_names(f, stuck)?;
        }
        f.write_str(")")
    }

    /// Writes which actors were stuck, one a line, unless there is only one, which has been written first.
    fn write_stuck(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind == ExitKind::Stuck && self.stuck.len() == 1 {
            return Ok(());
        }
        self.stuck.iter().try_for_each(|stuck| write!(f, "\nstuck: `{}`: {}", stuck.name, stuck.what()))
    }
}

#[cfg(feature = "std")]
impl Stuck {
    /// What had not finished.
    fn what(&self) -> &'static str {
        if self.in_interrupt {
            "its interrupt has not finished"
        } else {
            "its interrupt has finished, it has not ended"
        }
    }
}

#[cfg(feature = "std")]
fn write_names(f: &mut fmt::Formatter<'_>, stuck: &[Stuck]) -> fmt::Result {
    stuck.iter().enumerate().try_for_each(|(index, stuck)| {
        let separator = if index == 0 { "" } else { ", " };
        write!(f, "{separator}`{}`", stuck.name)
    })
}

/// An actor's own error, as it is written.
enum Own<'a> {
    /// It is an error or holds one: the first of the chain of sources.
    Error(&'a (dyn error::Error + 'static)),
    /// It only displays, so it is in no chain.
    Value(&'a dyn fmt::Display),
}

impl<E> Error<E> {
    /// Which actor failed, and how; without its own error, and without what else failed.
    pub(crate) fn headline(&self) -> &dyn fmt::Display {
        &self.details().failure
    }

    fn own(&self) -> Option<Own<'_>>
    where
        E: fmt::Display,
    {
        let own = self.get_ref()?;
        Some((self.details().as_error)(own).map_or(Own::Value(own), Own::Error))
    }

    /// Writes what else failed, one a line.
    #[cfg(feature = "std")]
    fn write_rest(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result
    where
        E: fmt::Display,
    {
        self.others().iter().try_for_each(|other| write!(f, "\nalso: {other:?}"))?;
        self.details().failure.write_stuck(f)
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    #[inline(never)]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.headline())?;
        #[cfg(feature = "std")]
        self.details().failure.write_count(f, self.others().len())?;
        match self.own() {
            Some(Own::Value(value)) => write!(f, ": {value}"),
            _ => Ok(()),
        }
    }
}

impl<E: fmt::Display> fmt::Debug for Error<E> {
    #[inline(never)]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.headline())?;
        match self.own() {
            Some(Own::Error(error)) => {
                f.write_str(": ")?;
                write_chain(f, error)?;
            }
            Some(Own::Value(value)) => write!(f, ": {value}")?,
            None => {}
        }
        #[cfg(feature = "std")]
        self.write_rest(f)?;
        Ok(())
    }
}

impl<E: fmt::Display> error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.get_ref().and_then(self.details().as_error)
    }
}

#[cfg(feature = "std")]
impl fmt::Debug for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.downcast_ref::<Error>() {
            Some(of_group) => fmt::Debug::fmt(of_group, f),
            None => write_chain(f, self.as_dyn()),
        }
    }
}

/// Writes an error and its sources, one a line. A group's error among them adds what else failed, instead of counting it.
fn write_chain(f: &mut fmt::Formatter<'_>, error: &(dyn error::Error + 'static)) -> fmt::Result {
    let chain = || core::iter::successors(Some(error), |error| error.source());
    for (index, error) in chain().enumerate() {
        if index > 0 {
            f.write_str("\n  caused by: ")?;
        }
        match error.downcast_ref::<Error>() {
            Some(of_group) => write!(f, "{}", of_group.headline())?,
            None => write!(f, "{error}")?,
        }
    }
    #[cfg(feature = "std")]
    chain().filter_map(|error| error.downcast_ref::<Error>()).try_for_each(|of_group| of_group.write_rest(f))?;
    Ok(())
}
