//! Says which actors are nested groups, and where their lists are.

use proc_macro2::{Span, TokenStream};
use syn::{
    Expr, ExprMacro,
    parse::{ParseStream, Parser},
    spanned::Spanned,
};

use crate::{ast::Actor, parse::error_type};

/// The list of a `run_group! { .. }` that is an actor, and where that stands.
///
/// With a `type Error` of its own, with `for` or after `|stop|` it is a group of its own, which the compiler expands. So is
/// one that methods are called on, which is another expression.
pub fn list(actor: &Actor) -> Option<(&TokenStream, Span)> {
    let Actor { body: Some(Expr::Macro(ExprMacro { mac, .. })), handle: None, row: None, .. } = actor else {
        return None;
    };
    let is_group = mac.path.segments.last().is_some_and(|last| last.ident == "run_group");
    (is_group && !has_error_type(&mac.tokens)).then(|| (&mac.tokens, mac.path.span()))
}

fn has_error_type(list: &TokenStream) -> bool {
    let mut found = false;
    let read = |input: ParseStream<'_>| {
        found = error_type::starts(input);
        input.parse::<TokenStream>()
    };
    read.parse2(list.clone()).is_ok() && found
}
