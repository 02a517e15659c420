//! Writes the closure that says where an actor runs, and checks that: never called, it is there for its types.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::{Expr, spanned::Spanned};

use crate::{
    ast::{Actor, Interrupt, tail_async},
    expand::{inside::Inside, runtime::mixed},
};

/// The closure.
pub fn place(actor: &Actor, body: &Expr, inside: &Inside<'_>) -> TokenStream {
    let dropped = match actor.interrupt {
        Some(Interrupt::Drop(span)) => Some(span),
        _ => inside.dropped,
    };
    let dropped = dropped.map(|span| (span, "droppable"));
    let needs_none = actor.interrupt.is_none() && actor.handle.is_none();
    let stops = needs_none.then(|| (actor.name.as_ref().map_or_else(|| body.span(), Spanned::span), "stops_itself"));
    let attribute = actor.attributes.may_finish.or(actor.attributes.must_run).map(|span| (span, "ends_by_itself"));
    let waits = actor.attributes.waits().or(inside.waits).filter(|_| !is_plain(body)).map(|span| (span, "may_wait"));
    let mut checks: Vec<_> = [dropped, stops, waits, attribute].into_iter().flatten().collect();
    let Some((span, last)) = checks.pop() else {
        return if is_plain(body) { mixed!(|__placed| __placed.place) } else { mixed!(|__placed| __placed.place()) };
    };
    // Where the user's tokens stand, so that what a check finds is shown there.
    let check = |(at, check)| {
        let (placed, check) = (Ident::new("__placed", span.located_at(at)), Ident::new(check, at));
        if is_plain(body) { quote_spanned!(at=> #placed.place.#check()) } else { quote_spanned!(at=> #placed.#check()) }
    };
    let (placed, last) = (Ident::new("__placed", span), check((span, last)));
    if checks.is_empty() {
        return quote_spanned!(span=> |#placed| #last);
    }
    let others = checks.into_iter().map(check);
    quote_spanned!(span=> |#placed| { #(let _ = #others;)* #last })
}

/// Whether it is certainly none that is known by its type, as far as tokens show.
fn is_plain(body: &Expr) -> bool {
    // Of these, the type is not known when the method is looked up.
    const NEVER: [&str; 4] = ["panic", "todo", "unimplemented", "unreachable"];
    match body {
        Expr::Macro(call) => call.mac.path.get_ident().is_some_and(|name| NEVER.iter().any(|never| name == never)),
        _ => tail_async(body).is_some(),
    }
}
