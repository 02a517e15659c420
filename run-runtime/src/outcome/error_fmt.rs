//! Errors as text: one line for `Display`, several for `Debug`, which `main` prints.

use core::{error, fmt};

#[cfg(feature = "std")]
use std::vec::Vec;

#[cfg(feature = "std")]
use crate::outcome::{any_error::AnyError, error::Unfinished, exit::Cut};
use crate::outcome::{
    error::{Error, Failure},
    exit::ExitKind,
};

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

impl Failure {
    /// Writes which actor failed, and how.
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

    /// Writes which actors were stuck, and which were cut short.
    #[cfg(feature = "std")]
    fn write_unfinished(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for how in [Cut::Stuck, Cut::Short] {
            let names: Vec<_> = self.unfinished.iter().filter(|unfinished| unfinished.how == how).collect();
            let Some((first, others)) = names.split_first() else { continue };
            let (actors, were) = if others.is_empty() { ("actor", "was") } else { ("actors", "were") };
            write!(f, "{separator}{actors} `{}`", first.name)?;
            others.iter().try_for_each(|other| write!(f, ", `{}`", other.name))?;
            write!(f, " {were} {}", first.how())?;
            separator = "; ";
        }
        Ok(())
    }

    /// Writes which actors had not finished, one a line, unless there is only one, which has been written first.
    #[cfg(feature = "std")]
    fn write_each_unfinished(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind.is_cut() && self.unfinished.len() == 1 {
            return Ok(());
        }
        let mut unfinished = self.unfinished.iter();
        unfinished.try_for_each(|one| write!(f, "\n{}: `{}`: {}", one.how(), one.name, one.what()))
    }
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
        if self.in_interrupt {
            "its interrupt has not finished"
        } else {
            "its interrupt has finished, it has not ended"
        }
    }
}

/// An actor's own error, as it is written.
#[derive(Clone, Copy)]
enum Own<'a> {
    Error(&'a (dyn error::Error + 'static)),
    Value(&'a dyn fmt::Display),
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.details().failure, f)
    }
}

impl<E: fmt::Display> fmt::Debug for Error<E> {
    #[inline(never)]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let as_error = self.details().as_error;
        let own = self.get_ref().map(|own| as_error(own).map_or(Own::Value(own), Own::Error));
        self.details().failure.write_first(f, own)?;
        #[cfg(feature = "std")]
        for other in self.others() {
            write!(f, "\nalso: {other:?}")?;
        }
        #[cfg(feature = "std")]
        self.details().failure.write_each_unfinished(f)?;
        Ok(())
    }
}

#[cfg(feature = "std")]
impl fmt::Debug for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.downcast_ref::<Error>() {
            Some(error) => fmt::Debug::fmt(error, f),
            None => write_chain(f, self.as_dyn()),
        }
    }
}

/// Writes an error and its sources, one a line. A group's error among them adds its further failures.
fn write_chain(f: &mut fmt::Formatter<'_>, error: &(dyn error::Error + 'static)) -> fmt::Result {
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
