//! What needs a feature of `run-group` that is off.

use proc_macro2::Span;
use syn::{Error, Result};

/// Says at this token that it needs the feature `std`, where that is off.
pub fn std(token: Span, what: &str) -> Result<()> {
    if cfg!(feature = "std") {
        Ok(())
    } else {
        Err(Error::new(token, format!("{what} needs the feature `std` of `run-group`")))
    }
}

/// The same for `tokio`.
pub fn tokio(token: Span, what: &str) -> Result<()> {
    if cfg!(feature = "tokio") {
        Ok(())
    } else {
        Err(Error::new(token, format!("{what} needs the feature `tokio` of `run-group`")))
    }
}
