//! Writes how the output of an actor, or of a gate, is read.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{Expr, spanned::Spanned};

use crate::expand::runtime::{Runtime, mixed};

/// Reads `output`, which comes from this expression, where `__error` is known. What is in a block or a closure may leave the
/// error type open; then two literals make it the group's. Elsewhere they would cost compile time for nothing.
pub fn outcome(rt: &Runtime<'_>, expr: &Expr, output: &TokenStream) -> TokenStream {
    let span = expr.span();
    if has_block(expr.to_token_stream()) {
        let (outcome, zeros) = (rt.at(span, "open_outcome"), mixed!((0, 0)));
        quote_spanned!(span=> #outcome(#output, __error, #zeros))
    } else {
        let outcome = rt.at(span, "outcome");
        quote_spanned!(span=> #outcome(#output, __error))
    }
}

/// Whether an `async` block or a closure may be in it.
fn has_block(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => has_block(group.stream()),
        TokenTree::Ident(word) => word == "async",
        TokenTree::Punct(mark) => mark.as_char() == '|',
        TokenTree::Literal(_) => false,
    })
}
