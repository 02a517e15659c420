//! Writes the expression that builds the group. `EXPANSION.md` shows what that is.
//!
//! One file writes one part of it. Each imports only from those below it:
//!
//! | file | writes |
//! |---|---|
//! | `mod` | the whole, and the table of what is known when it is compiled |
//! | `slot` | what fills one slot |
//! | `terms` | `#[when(..)]`, and `#[grace(..)]` or `#[drain(..)]` |
//! | `interrupt` | the interrupt, in its form |
//! | `condition` | `if` |
//! | `outcome` | how the output of an actor or of a gate is read |
//! | `handle` | `\|stop\|` |
//! | `async_block` | the head of an inline `async` block |
//! | `tree` | the type of the list, and the place of each slot in it |
//! | `runtime` | the names of what the expansion calls |

mod async_block;
mod condition;
mod handle;
mod interrupt;
mod outcome;
mod runtime;
mod slot;
mod terms;
mod tree;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;

use crate::{
    ast::{Actor, Group, Mistake},
    display_name,
    expand::{
        runtime::{Runtime, mixed},
        slot::slot,
        tree::tree,
    },
    order::Order,
};

pub fn expand<'a>(
    runtime: &Ident,
    group: &Group,
    order: &Order,
    mistakes: impl Iterator<Item = &'a Mistake>,
) -> TokenStream {
    let rt = &Runtime(runtime);
    let mistakes = mistakes.map(mistake);
    // Nothing to build a value from: the mistakes are all that there is.
    if group.actors.is_empty() {
        return mixed!({ #(#mistakes)* });
    }
    // Where the type stands, so that what it lacks is shown there.
    let error_type = rt.at(group.error.as_ref().map_or_else(Span::mixed_site, Spanned::span), "error_type");
    let error = &group.error.as_ref().map_or_else(|| mixed!(#rt::AnyError), ToTokens::to_token_stream);
    let actors = || group.actors.iter().enumerate();
    let table = table(rt, &group.actors, order);
    let stops = actors().filter(|(_, actor)| actor.row.is_none()).filter_map(|(index, actor)| {
        let (cfg, stop) = (&actor.attributes.cfg, handle::on_drop(rt, index, actor)?);
        Some(mixed!(#(#cfg)* #stop))
    });
    let (shape, leaves) = tree(rt, group.actors.len(), &mixed!((*__list)));
    let fills = actors().zip(leaves).map(|((index, actor), leaf)| slot(rt, error, index, actor, &leaf));
    mixed!({
        #(#mistakes)*
        let __error = #error_type::<#error>();
        let mut __group: #rt::Group<#shape, _, _> = #rt::vacant(__error, {
            use #rt::{ExplainAsRef as _, ExplainDisplay as _, ExplainError as _};
            (&&&__error.how()).explain()
        });
        let (__list, __state) = #rt::parts(&mut __group);
        #(#stops)*
        match (#rt::set_table(__state, &#table), #(#fills,)*) {
            _ => __group,
        }
    })
}

/// Reports a mistake. One that only some configurations have is reported in those.
fn mistake(mistake: &Mistake) -> TokenStream {
    let error = mistake.error.to_compile_error();
    let cfg = &mistake.cfg;
    if cfg.is_empty() { error } else { mixed!(#[cfg(all(#(#cfg),*))] #error) }
}

/// What is known of the actors when they are compiled.
fn table(rt: &Runtime<'_>, actors: &[Actor], order: &Order) -> TokenStream {
    let names = (0..).zip(actors).map(|(index, actor)| display_name::of(actor, index));
    let which = |is: fn(&Actor) -> bool| {
        let found = (0..).zip(actors).filter(|(_, actor)| is(actor));
        let indices: Vec<_> = found.map(|(index, _)| Literal::usize_unsuffixed(index)).collect();
        mixed!(&[#(#indices),*])
    };
    let rows = which(|actor| actor.row.is_some());
    let may_finish = which(|actor| actor.attributes.may_finish.is_some());
    let must_run = which(|actor| actor.attributes.must_run.is_some());
    let outlives = order.iter().map(|awaited| {
        let awaited = awaited.iter().copied().map(Literal::usize_unsuffixed);
        mixed!(&[#(#awaited),*])
    });
    let outlives = if order.iter().all(Vec::is_empty) { mixed!(&[]) } else { mixed!(&[#(#outlives),*]) };
    mixed!(#rt::Table {
        names: &[#(#names),*],
        rows: #rows,
        outlives: #outlives,
        may_finish: #may_finish,
        must_run: #must_run,
    })
}
