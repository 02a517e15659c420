//! Writes what fills one slot.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;

use crate::{
    ast::{Actor, Interrupt, ItemName, Row, tail_async_mut},
    expand::{
        async_block::begin,
        condition::guarded,
        handle,
        interrupt::interrupt,
        outcome::outcome,
        runtime::{Runtime, checked, may_diverge, mixed},
        terms::terms,
    },
};

/// Fills the slot at this leaf, if it is configured in.
pub fn slot(rt: &Runtime<'_>, error: &TokenStream, index: usize, actor: &Actor, leaf: &TokenStream) -> TokenStream {
    let Some(fill) = fill(rt, error, index, actor, leaf) else {
        return mixed!(#rt::leave_vacant(&mut #leaf));
    };
    let fill = match (&actor.row, &actor.guard) {
        (Some(row), _) => self::row(rt, index, actor, row, &fill, leaf),
        (None, None) => fill,
        (None, guard) => {
            // A statement, so that what the guard borrows or locks is released before the group runs.
            let guarded = guarded(guard.as_ref(), fill);
            mixed!({ #guarded; })
        }
    };
    let cfg = &actor.attributes.cfg;
    if cfg.is_empty() {
        return fill;
    }
    let predicates = actor.attributes.predicates();
    mixed!(#(#cfg)* #fill, #[cfg(not(all(#(#predicates),*)))] #rt::leave_vacant(&mut #leaf))
}

/// Fills it with an actor for each item that the guard lets in.
fn row(
    rt: &Runtime<'_>,
    index: usize,
    actor: &Actor,
    row: &Row,
    fill: &TokenStream,
    leaf: &TokenStream,
) -> TokenStream {
    let Row { pattern, items } = row;
    let stop = handle::on_drop(rt, index, actor);
    let next_item = rt.at(items.span(), "next_item");
    let name = actor.item_name.as_ref().map(|ItemName { value, .. }| {
        let name_item = rt.at(value.span(), "name_item");
        let index = Literal::usize_unsuffixed(index);
        // Where the value stands, so that what it lacks is shown there.
        let value = quote_spanned!(Span::mixed_site().located_at(value.span())=> &(#value));
        mixed!(#name_item(&#leaf, __state, #index, #value);)
    });
    let fill = guarded(actor.guard.as_ref(), mixed!(#name #fill));
    // The label keeps a `break` of the user's from ending this loop.
    mixed!(for #pattern in #items {
        #next_item(&mut #leaf);
        '__actor: {
            #stop
            #fill;
        }
    })
}

/// Puts an actor into its slot. `None` where the actor could not be read.
fn fill(rt: &Runtime<'_>, error: &TokenStream, index: usize, actor: &Actor, leaf: &TokenStream) -> Option<TokenStream> {
    let body = actor.body.as_ref()?;
    let mut value = body.clone();
    let outcome = match tail_async_mut(&mut value) {
        Some(block) => {
            begin(rt, error, actor.stop(), block);
            checked(rt, body.span(), "async_outcome", &["output", "error"])
        }
        None => {
            let outcome = outcome(rt, body, &quote_spanned!(body.span()=> __output));
            quote_spanned!(body.span()=> |__output, __error| #outcome)
        }
    };
    let value = match handle::named(rt, index, actor) {
        None => value.to_token_stream(),
        Some(handle) => {
            // Checked inside the block, whose own span is the whole macro's.
            let actor = rt.at(body.span(), "actor");
            mixed!({ #handle #actor(#value, __error) })
        }
    };
    let fill = rt.at(body.span(), if actor.row.is_some() { "fill_item" } else { "fill" });
    let terms = terms(rt, &actor.attributes.terms);
    let place = match actor.interrupt {
        Some(Interrupt::Drop(span)) if may_diverge(body) => quote_spanned!(span=> |__place| (*__place).droppable()),
        Some(Interrupt::Drop(span)) => quote_spanned!(span=> |__place| __place.droppable()),
        _ => mixed!(|_| {}),
    };
    let mut interrupt = interrupt(rt, actor.interrupt.as_ref());
    if actor.stop().is_some() {
        let stop = handle::ident(index);
        interrupt = mixed!(#rt::then_stop(#interrupt, #stop));
    }
    let outcome = mixed!(#[allow(unreachable_code)] #outcome);
    Some(mixed!(#fill(&mut #leaf, __state, #terms, #value, #place, #outcome, #interrupt)))
}
