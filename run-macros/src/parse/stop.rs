//! Reads the `|stop|` of `|stop| actor`.

use proc_macro2::Ident;
use syn::{Error, ExprClosure, Pat, Result, ReturnType, spanned::Spanned};

/// The name between the bars of what reads as a closure.
pub fn name(closure: &ExprClosure) -> Result<Ident> {
    let extra = [
        closure.lifetimes.as_ref().map(Spanned::span),
        closure.constness.as_ref().map(Spanned::span),
        closure.asyncness.as_ref().map(Spanned::span),
        closure.capture.as_ref().map(Spanned::span),
        match &closure.output {
            ReturnType::Default => None,
            ReturnType::Type(arrow, _) => Some(arrow.span()),
        },
    ];
    if let Some(span) = extra.into_iter().flatten().next() {
        let message = "an actor is a future, not a closure: `|stop|`, which hands it a stop signal, is written plainly";
        return Err(Error::new(span, message));
    }
    let mut names = closure.inputs.iter();
    match (names.next(), names.next()) {
        (Some(Pat::Ident(name)), None)
            if name.by_ref.is_none() && name.mutability.is_none() && name.subpat.is_none() =>
        {
            Ok(name.ident.clone())
        }
        (None, _) => Err(Error::new(
            closure.inputs_begin.span(),
            "an actor is a future, not a closure: write `thread(|| ..)` for synchronous code",
        )),
        (_, Some(second)) => Err(Error::new(second.span(), "`|stop|` hands the actor one thing, its stop signal")),
        (Some(pattern), None) => Err(Error::new(pattern.span(), "`|stop|` takes a plain name")),
    }
}
