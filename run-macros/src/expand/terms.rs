//! Writes an actor's gate and its time limit: `#[when(..)]`, and `#[grace(..)]` or `#[drain(..)]`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{Expr, ExprAsync, Stmt, spanned::Spanned};

use crate::{
    ast::{Term, TermKind, tail_async_mut},
    expand::{
        async_block::begin,
        runtime::{Runtime, mixed},
    },
};

/// The gate and the limit that an actor's attributes ask for, evaluated in the order written.
pub fn terms(rt: &Runtime<'_>, error: &TokenStream, terms: &[Term]) -> TokenStream {
    let (mut gate, mut limit) = (mixed!(#rt::Open), mixed!(#rt::NoLimit));
    for Term { kind, value } in terms {
        let limited_by = |function| {
            let function = rt.at(value.span(), function);
            mixed!(#function(#value))
        };
        match kind {
            TermKind::When => gate = when(rt, error, value),
            TermKind::Grace => limit = limited_by("grace"),
            TermKind::Drain => limit = limited_by("drain"),
        }
    }
    match terms.first() {
        Some(Term { kind: TermKind::Grace | TermKind::Drain, .. }) => mixed!(#rt::gate_first(#limit, #gate)),
        _ => mixed!((#gate, #limit)),
    }
}

fn when(rt: &Runtime<'_>, error: &TokenStream, future: &Expr) -> TokenStream {
    let span = future.span();
    let mut future = future.clone();
    if let Some(block) = tail_async_mut(&mut future).filter(|block| gives_result(block)) {
        begin(rt, error, &mixed!(_), None, block);
    }
    let (when, gate_output, outcome) = (rt.at(span, "when"), rt.at(span, "gate_output"), rt.at(span, "outcome"));
    let traits = mixed!(use #rt::{AnyGateOutput as _, NestedGateOutput as _, ResultGateOutput as _};);
    let exit =
        quote_spanned!(span=> |__output, __error| { #traits #outcome((&&&#gate_output(__output)).exit(), __error) });
    mixed!(#when(__error, #future, #exit))
}

/// Whether the `async` block of a gate gives a `Result`: it ends in `Ok(..)`, or has a `?` and does not end in
/// `Some(..)` or `None`. The block of an actor always gives one.
fn gives_result(block: &ExprAsync) -> bool {
    let is = |expr: &Expr, word| matches!(expr, Expr::Path(path) if path.path.is_ident(word));
    match block.block.stmts.last() {
        Some(Stmt::Expr(Expr::Call(call), None)) if is(&call.func, "Ok") => true,
        Some(Stmt::Expr(Expr::Call(call), None)) if is(&call.func, "Some") => false,
        Some(Stmt::Expr(last, None)) if is(last, "None") => false,
        _ => has_question_mark(block.block.to_token_stream()),
    }
}

/// Whether there is a `?` of the block's own, as far as tokens show.
fn has_question_mark(tokens: TokenStream) -> bool {
    let mut is_async = false;
    tokens.into_iter().any(|token| match token {
        TokenTree::Punct(mark) => mark.as_char() == '?',
        TokenTree::Ident(word) => {
            is_async |= word == "async";
            false
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && is_async => {
            is_async = false;
            false
        }
        TokenTree::Group(group) => has_question_mark(group.stream()),
        TokenTree::Literal(_) => false,
    })
}
