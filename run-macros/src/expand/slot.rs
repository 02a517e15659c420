//! Writes what fills one slot.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;

use crate::{
    ast::{Actor, Row, tail_async_mut},
    expand::{
        async_block::begin,
        condition::guarded,
        inside::Inside,
        interrupt::interrupt,
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
        (Some(row), _) => self::row(rt, index, actor, row, fill, leaf),
        (None, None) => fill,
        (None, guard) => {
            // A statement, so that what the guard borrows or locks is released before the group runs.
            let guarded = guarded(guard.as_ref(), fill);
            mixed!({ #guarded; })
        }
    })
}

/// Fills it with an actor for each item that the guard lets in.
fn row(rt: &Runtime<'_>, index: usize, actor: &Actor, row: &Row, fill: TokenStream, leaf: &TokenStream) -> TokenStream {
    let Row { pattern, items } = row;
    let stop = actor.stop.as_ref().map(|_| {
        let stop = stop_ident(index);
        mixed!(let mut #stop = #rt::StopOnDrop::new();)
    });
    let next_item = rt.at(items.span(), "next_item");
    let fill = guarded(actor.guard.as_ref(), fill);
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
    let handle = stop_ident(index);
    let mut value = body.clone();
    let outcome = match tail_async_mut(&mut value) {
        Some(block) => {
            begin(rt, error, &mixed!(()), actor.stop.as_ref(), block);
            "async_outcome"
        }
        None => "outcome",
    };
    let value = match &actor.stop {
        None => value.to_token_stream(),
        Some(stop) => {
            // Checked inside the block, whose own span is the whole macro's.
            let actor = rt.at(body.span(), "actor");
            mixed!({ let #stop = #rt::stop_handle(&mut #handle); #actor(#value, __error) })
        }
    };
    let outcome = checked(rt, body.span(), outcome, &["output", "error"]);
    let fill = rt.at(body.span(), if actor.row.is_some() { "fill_item" } else { "fill" });
    let terms = inside.terms(rt, terms(rt, error, &actor.attributes.terms, Holder::Actor));
    let place = inside.check_place(rt, actor);
    let mut interrupt = interrupt(rt, actor.interrupt.as_ref());
    if actor.stop.is_some() {
        interrupt = mixed!(#rt::then_stop(#interrupt, #handle));
    }
    let interrupt = inside.interrupt(rt, interrupt);
    let outcome = mixed!(#[allow(unreachable_code)] #outcome);
    Some(mixed!(#fill(&mut #leaf, __state, #terms, #value, #place, #outcome, #interrupt)))
}

/// The variable that has the actor's stop signal.
pub fn stop_ident(index: usize) -> Ident {
    format_ident!("__stop_{index}", span = Span::mixed_site())
}
