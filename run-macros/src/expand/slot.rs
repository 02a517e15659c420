//! Writes what fills one slot.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;

use crate::{
    ast::{Actor, ItemName, Row, tail_async_mut},
    expand::{
        async_block::begin,
        condition::guarded,
        handle,
        inside::Inside,
        interrupt::interrupt,
        outcome::outcome,
        place::place,
        runtime::{Runtime, checked, mixed},
        terms::{Holder, terms},
    },
};

/// Fills the slot at this leaf. `None` where the actor could not be read.
pub fn slot(
    rt: &Runtime<'_>,
    error: &TokenStream,
    index: usize,
    actor: &Actor,
    inside: &Inside<'_>,
    leaf: &TokenStream,
) -> Option<TokenStream> {
    let fill = fill(rt, error, index, actor, inside, leaf)?;
    Some(match (&actor.row, &actor.guard) {
        (Some(row), _) => self::row(rt, index, actor, row, &fill, leaf),
        (None, None) => fill,
        (None, guard) => {
            // A statement, so that what the guard borrows or locks is released before the group runs.
            let guarded = guarded(guard.as_ref(), fill);
            mixed!({ #guarded; })
        }
    })
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
fn fill(
    rt: &Runtime<'_>,
    error: &TokenStream,
    index: usize,
    actor: &Actor,
    inside: &Inside<'_>,
    leaf: &TokenStream,
) -> Option<TokenStream> {
    let body = actor.body.as_ref()?;
    let mut value = body.clone();
    let outcome = match tail_async_mut(&mut value) {
        Some(block) => {
            begin(rt, error, actor, block);
            checked(rt, body.span(), "async_outcome", &["output", "error"])
        }
        None => {
            let outcome = outcome(rt, body, &quote_spanned!(body.span()=> __output));
            quote_spanned!(body.span()=> |__output, __error| #outcome)
        }
    };
    let value = handle::with(rt, index, actor, inside, body, value.to_token_stream());
    let fill = rt.at(body.span(), if actor.row.is_some() { "fill_item" } else { "fill" });
    let terms = inside.terms(rt, actor, terms(rt, &actor.attributes.terms, Holder::Actor));
    let place = place(actor, body, inside);
    let interrupt = match actor {
        Actor { interrupt: None, handle: None, .. } => mixed!(#rt::ByItself(true)),
        _ => interrupt(rt, actor.interrupt.as_ref()),
    };
    let interrupt = match actor.stop() {
        None => interrupt,
        Some(_) => {
            let stop = handle::ident(index);
            mixed!(#rt::then_stop(#interrupt, #stop))
        }
    };
    let interrupt = inside.interrupt(rt, interrupt);
    let outcome = mixed!(#[allow(unreachable_code)] #outcome);
    Some(mixed!(#fill(&mut #leaf, __state, #terms, #value, #place, #outcome, #interrupt)))
}
