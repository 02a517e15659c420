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

/// What has a gate and a limit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Actor,
    /// They are shared by all its actors.
    NestedGroup,
}

/// The gate and the limit that attributes ask for, evaluated in the order written.
pub fn terms(rt: &Runtime<'_>, terms: &[Term], holder: Holder) -> TokenStream {
    let (mut gate, mut limit) = (mixed!(#rt::Open), mixed!(#rt::NoLimit));
    for Term { kind, value, .. } in terms {
        let span = value.span();
        let (term, share) = match kind {
            TermKind::When => (when(rt, value), "leads"),
            TermKind::Grace => (limited_by(rt, "grace", value), "shared"),
            TermKind::Drain => (limited_by(rt, "drain", value), "shared"),
        };
        let share = rt.at(span, share);
        let held = if holder == Holder::NestedGroup { mixed!(#share(#term)) } else { term };
        *(if *kind == TermKind::When { &mut gate } else { &mut limit }) = held;
    }
    match terms.first() {
        Some(Term { kind: TermKind::Grace | TermKind::Drain, .. }) => mixed!(#rt::gate_first(#limit, #gate)),
        _ => mixed!((#gate, #limit)),
    }
}

fn limited_by(rt: &Runtime<'_>, function: &str, limit: &Expr) -> TokenStream {
    let function = rt.at(limit.span(), function);
    mixed!(#function(#limit))
}

fn when(rt: &Runtime<'_>, future: &Expr) -> TokenStream {
    let span = future.span();
    let (when, gate_output) = (rt.at(span, "when"), rt.at(span, "gate_output"));
    let traits = mixed!(use #rt::{AnyGateOutput as _, NestedGateOutput as _, ResultGateOutput as _};);
    let outcome = outcome(rt, future, &quote_spanned!(span=> (&&&#gate_output(__output)).exit()));
    let exit = quote_spanned!(span=> |__output, __error| { #traits #outcome });
    mixed!(#when(__error, #future, #exit))
}
