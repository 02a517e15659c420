//! Errors as text: one line for `Display`, several for `Debug`, which `main` prints.
//!
//! Somebody else's reporter prints `Display` of an error and of each of its sources, and nothing else. So `Display` says how
//! much else failed. `Debug` lists it, and counts nothing.

use core::{error, fmt};

#[cfg(feature = "std")]
use std::{format, string::String, vec::Vec};

#[cfg(feature = "std")]
use crate::outcome::{
    any_error::AnyError,
    error::{Unfinished, Unready},
    exit::Cut,
};
use crate::outcome::{
    error::{Error, Failure},
    exit::ExitKind,
};

/// Which actor failed, and how; without its own error, and without what else failed.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "std")]
        match &*self.unfinished {
            [unfinished] if self.kind.is_cut() => {
                return write!(f, "actor `{}` was {}: {}", unfinished.name, unfinished.how(), unfinished.what());
            }
            [_, _, ..] if self.kind.is_cut() => return self.write_unfinished(f),
            _ => {}
        }
        #[cfg(feature = "std")]
        if let Some(limit) = self.limit {
            let names: Vec<_> = self.unready.iter().map(|unready| &*unready.name).collect();
            return write!(f, "not ready within {limit:?}: {}", quoted(&names));
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
    /// The actors that were stuck, and those that were cut short, where there are any.
    fn unfinished(&self) -> impl Iterator<Item = Vec<&Unfinished>> {
        let of = |how| self.unfinished.iter().filter(move |unfinished| unfinished.how == how).collect::<Vec<_>>();
        [of(Cut::Stuck), of(Cut::Short)].into_iter().filter(|unfinished| !unfinished.is_empty())
    }

    /// Writes which actors were stuck, and which were cut short.
    fn write_unfinished(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, unfinished) in self.unfinished().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            let (actors, were) = if unfinished.len() == 1 { ("actor", "was") } else { ("actors", "were") };
            write!(f, "{separator}{actors} {} {were} {}", names(&unfinished), unfinished[0].how())?;
        }
        Ok(())
    }

    /// Writes what else failed, unless it is nothing: how many others, and the actors that had not finished, unless they have been
    /// written first.
    fn write_besides(&self, f: &mut fmt::Formatter<'_>, others: usize) -> fmt::Result {
        let count = (others > 0).then(|| format!("and {others} more"));
        let unfinished = self.unfinished().filter(|_| !self.kind.is_cut());
        let parts = unfinished.map(|unfinished| format!("{}: {}", unfinished[0].how(), names(&unfinished)));
        let parts: Vec<_> = count.into_iter().chain(parts).collect();
        if parts.is_empty() { Ok(()) } else { write!(f, " ({})", parts.join("; ")) }
    }

    /// Writes which actors were not ready, and what they waited for, one a line.
    fn write_each_unready(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Unready { name, waits_for } in self.unready.iter().take(SHOWN) {
            match &**waits_for {
                // Those that have not become ready in time have been named.
                [] if self.limit.is_some() => {}
                [] => write!(f, "\nnot ready: `{name}`")?,
                names => write!(f, "\nnot ready: `{name}`, which waits for {}", quoted(names))?,
            }
        }
        match self.unready.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more that were not ready"),
        }
    }

    /// Writes which actors had not finished, one a line, unless there is only one, which has been written first.
    fn write_each_unfinished(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind.is_cut() && self.unfinished.len() == 1 {
            return Ok(());
        }
        let mut shown = self.unfinished.iter().take(SHOWN);
        shown.try_for_each(|one| write!(f, "\n{}: `{}`: {}", one.how(), one.name, one.what()))?;
        match self.unfinished.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more that had not finished"),
        }
    }
}

/// How many actors that had not finished, or were not ready, are named: a set may have thousands of members. All of them are in
/// `Error::stuck`, `Error::cut_short` and `Error::unready`.
#[cfg(feature = "std")]
const SHOWN: usize = 16;

#[cfg(feature = "std")]
fn names(unfinished: &[&Unfinished]) -> String {
    quoted(&unfinished.iter().map(|unfinished| &*unfinished.name).collect::<Vec<_>>())
}

#[cfg(feature = "std")]
fn quoted(names: &[&str]) -> String {
    let shown = names.iter().take(SHOWN).map(|name| format!("`{name}`"));
    let more = names.len().checked_sub(SHOWN + 1).map(|more| format!("and {} more", more + 1));
    shown.chain(more).collect::<Vec<_>>().join(", ")
}

#[cfg(feature = "std")]
impl Unfinished {
    fn how(&self) -> &'static str {
        match self.how {
            Cut::Short => "cut short",
            Cut::Stuck | Cut::AsAsked => "stuck",
        }
    }

    /// What had not finished.
    fn what(&self) -> &'static str {
        if self.in_interrupt { "its interrupt has not finished" } else { "it was interrupted, but has not ended" }
    }
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
        self.details().failure.write_each_unfinished(f)?;
        self.details().failure.write_each_unready(f)
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    #[inline(never)]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.headline())?;
        #[cfg(feature = "std")]
        self.details().failure.write_besides(f, self.others().len())?;
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
