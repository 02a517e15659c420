//! What needs a feature of `run-group` that is off.

use proc_macro2::Span;
use syn::{Error, Result};

/// Says at this token that it needs the feature `std`, where that is off.
pub fn std(token: Span, what: &str) -> Result<()> {
    needs(cfg!(feature = "std"), "std", token, what)
}

/// The same for `tokio`.
pub fn tokio(token: Span, what: &str) -> Result<()> {
    needs(cfg!(feature = "tokio"), "tokio", token, what)
}

fn needs(is_on: bool, feature: &str, token: Span, what: &str) -> Result<()> {
    if is_on { Ok(()) } else { Err(Error::new(token, format!("{what} needs the feature `{feature}` of `run-group`"))) }
}
