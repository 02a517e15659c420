//! Writes an actor's gate and its time limit: `#[when(..)]`, and `#[grace(..)]` or `#[drain(..)]`.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::{Expr, spanned::Spanned};

use crate::{
    ast::{Term, TermKind},
    expand::{
        outcome::outcome,
        runtime::{Runtime, mixed},
    },
};

/// The gate and the limit that an actor's attributes ask for, evaluated in the order written.
pub fn terms(rt: &Runtime<'_>, terms: &[Term]) -> TokenStream {
    let (mut gate, mut limit) = (mixed!(#rt::Open), mixed!(#rt::NoLimit));
    for Term { kind, value } in terms {
        let limited_by = |function| {
            let function = rt.at(value.span(), function);
            mixed!(#function(#value))
        };
        match kind {
            TermKind::When => gate = when(rt, value),
            TermKind::Grace => limit = limited_by("grace"),
            TermKind::Drain => limit = limited_by("drain"),
        }
    }
    match terms.first() {
        Some(Term { kind: TermKind::Grace | TermKind::Drain, .. }) => mixed!(#rt::gate_first(#limit, #gate)),
        _ => mixed!((#gate, #limit)),
    }
}

fn when(rt: &Runtime<'_>, future: &Expr) -> TokenStream {
    let span = future.span();
    let (when, gate_output) = (rt.at(span, "when"), rt.at(span, "gate_output"));
    let traits = mixed!(use #rt::{AnyGateOutput as _, NestedGateOutput as _, ResultGateOutput as _};);
    let outcome = outcome(rt, future, &quote_spanned!(span=> (&&&#gate_output(__output)).exit()));
    let exit = quote_spanned!(span=> |__output, __error| { #traits #outcome });
    mixed!(#when(__error, #future, #exit))
}
