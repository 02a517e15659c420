//! Writes an actor's gate and its time limit: `#[when(..)]` and `#[grace(..)]`.

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
    let of = |kind| terms.iter().find(|term| term.kind == kind).map(|term| &term.value);
    let gate = of(TermKind::When).map_or_else(|| mixed!(#rt::Open), |future| when(rt, future));
    let limit = of(TermKind::Grace).map_or_else(
        || mixed!(#rt::NoLimit),
        |limit| {
            let grace = rt.at(limit.span(), "grace");
            mixed!(#grace(#limit))
        },
    );
    match terms.first() {
        Some(Term { kind: TermKind::Grace, .. }) => mixed!(#rt::gate_first(#limit, #gate)),
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
