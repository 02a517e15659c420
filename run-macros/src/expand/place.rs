//! Writes the closure that says where an actor runs, and checks that: never called, it is there for its types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::{Expr, spanned::Spanned};

use crate::{
    ast::{Actor, Interrupt, tail_async},
    expand::runtime::{Runtime, mixed},
};

/// The closure. `dropped` is the word `drop` of a nested group that the actor is in.
pub fn place(rt: &Runtime<'_>, actor: &Actor, body: &Expr, dropped: Option<Span>) -> TokenStream {
    let dropped = match actor.interrupt {
        Some(Interrupt::Drop(span)) => Some((span, "droppable")),
        _ => dropped.map(|span| (span, "droppable")),
    };
    let needs_none = actor.interrupt.is_none() && actor.handle.is_none();
    let stops = needs_none.then(|| (actor.name.as_ref().map_or_else(|| body.span(), Spanned::span), "stops_itself"));
    let attribute = actor.attributes.may_finish.or(actor.attributes.must_run).map(|span| (span, "ends_by_itself"));
    let checks: Vec<_> = [dropped, stops, attribute].into_iter().flatten().collect();
    if checks.is_empty() && is_plain(body) {
        return mixed!(|__place, _| __place);
    }
    // Where the user's tokens stand, so that what a check finds is shown there.
    let span = checks.first().map_or_else(|| body.span(), |&(span, _)| span);
    let [place, actor] = ["__place", "__actor"].map(|name| Ident::new(name, span));
    let traits = mixed!(use #rt::{OtherPlace as _, PlaceByType as _};);
    let found =
        if is_plain(body) { quote_spanned!(span=> #place) } else { quote_spanned!(span=> (&&#actor).place(#place)) };
    if checks.is_empty() {
        return quote_spanned!(span=> |#place, #actor| { #traits #found });
    }
    let checks = checks.into_iter().map(|(span, check)| {
        let check = rt.at(span, check);
        // The same name, shown where what asks for the check is.
        let known = Ident::new("__known", place.span().located_at(span));
        quote_spanned!(span=> #check(#known);)
    });
    let known = Ident::new("__known", span);
    quote_spanned!(span=> |#place, #actor| { #traits let #known = #found; #(#checks)* #known })
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
