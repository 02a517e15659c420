//! Writes the expression that builds the group. `EXPANSION.md` shows what that is.
//!
//! One file writes one part of it. Each imports only from those below it:
//!
//! | file | writes |
//! |---|---|
//! | `mod` | the whole, and the table of what is known when it is compiled |
//! | `list` | what fills the slots of a list, and of the groups that are nested in it |
//! | `slot` | what fills one slot |
//! | `inside` | what an actor has of the nested groups that it is in |
//! | `place` | the closure that says where an actor runs |
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
mod inside;
mod interrupt;
mod list;
mod outcome;
mod place;
mod runtime;
mod slot;
mod terms;
mod tree;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;

use crate::{
    ast::{Group, Mistake},
    expand::{
        inside::Inside,
        list::list,
        runtime::{Runtime, mixed},
        tree::tree,
    },
    layout::Slot,
};

/// Whether the list had to be completed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Written {
    Whole,
    HalfTyped,
}

/// The mistakes stand last, so that an editor finds what it looks for where it is without them.
pub fn expand(
    runtime: &Ident,
    group: &Group,
    slots: &[Slot<'_>],
    mistakes: &[Mistake],
    written: Written,
) -> TokenStream {
    let rt = &Runtime(runtime);
    let mistakes: Vec<_> = mistakes.iter().map(mistake).collect();
    // Nothing to build a value from: the mistakes are all that there is.
    if slots.is_empty() {
        return mixed!({ #(#mistakes)* });
    }
    // Where the type stands, so that what it lacks is shown there.
    let error_type = rt.at(group.error.as_ref().map_or_else(Span::mixed_site, Spanned::span), "error_type");
    let error = &group.error.as_ref().map_or_else(|| mixed!(#rt::AnyError), ToTokens::to_token_stream);
    let table = table(rt, slots);
    let stops = slots.iter().enumerate().filter(|(_, slot)| slot.actor.row.is_none()).filter_map(|(index, slot)| {
        let (cfg, stop) = (slot.cfg(), handle::on_drop(rt, index, slot.actor)?);
        Some(mixed!(#(#cfg)* #stop))
    });
    let (shape, leaves) = tree(rt, &group.actors, &mixed!((*__list)));
    let fills = list(rt, error, &group.actors, &Inside::default(), &mut leaves.iter().enumerate());
    let end = match written {
        Written::Whole if mistakes.is_empty() => mixed!({ _ => __group, }),
        Written::Whole => mixed!({ _ => { #(#mistakes)* __group } }),
        // The trait is in scope in the whole block.
        Written::HalfTyped => mixed!({ _ => {} } use #rt::HalfTyped as _; #(#mistakes)* __group),
    };
    mixed!({
        let __error = #error_type::<#error>();
        let mut __group: #rt::Group<#shape, _, _> = #rt::vacant(__error, {
            use #rt::{ExplainAsRef as _, ExplainDisplay as _, ExplainError as _};
            (&&&__error.how()).explain()
        });
        let (__list, __state) = #rt::parts(&mut __group);
        #(#stops)*
        match (#rt::set_table(__state, &#table), #(#fills,)*) #end
    })
}

/// Reports a mistake. One that only some configurations have is reported in those.
fn mistake(mistake: &Mistake) -> TokenStream {
    let error = mistake.error.to_compile_error();
    let cfg = &mistake.cfg;
    if cfg.is_empty() { error } else { mixed!(#[cfg(all(#(#cfg),*))] #error) }
}

/// What is known of the actors when they are compiled.
fn table(rt: &Runtime<'_>, slots: &[Slot<'_>]) -> TokenStream {
    let names = slots.iter().map(|slot| &slot.name);
    let which = |is: &dyn Fn(&Slot<'_>) -> bool| {
        let found = slots.iter().enumerate().filter(|(_, slot)| is(slot));
        let indices: Vec<_> = found.map(|(index, _)| Literal::usize_unsuffixed(index)).collect();
        mixed!(&[#(#indices),*])
    };
    let rows = which(&|slot| slot.actor.row.is_some());
    // Of a nested group, its node knows.
    let is_actor = |slot: &Slot<'_>| slot.actor.nested.is_none();
    let may_finish = which(&|slot| is_actor(slot) && slot.actor.attributes.may_finish.is_some());
    let must_run = which(&|slot| is_actor(slot) && slot.actor.attributes.must_run.is_some());
    let outlives = slots.iter().map(|slot| {
        let awaited = slot.outlives.iter().copied().map(Literal::usize_unsuffixed);
        mixed!(&[#(#awaited),*])
    });
    // One that may drain alone does so in its own order, though that has no edge.
    let is_ordered = |slot: &Slot<'_>| !slot.outlives.is_empty() || slot.may_drain_alone();
    let outlives = if slots.iter().any(is_ordered) { mixed!(&[#(#outlives),*]) } else { mixed!(&[]) };
    let after = slots.iter().map(|slot| {
        let awaited = slot.after.iter().flatten().map(|awaited| {
            let slot = Literal::usize_unsuffixed(awaited.slot);
            if awaited.until_ended { mixed!(#slot | #rt::UNTIL_ENDED) } else { slot.to_token_stream() }
        });
        mixed!(&[#(#awaited),*])
    });
    let after = if slots.iter().any(|slot| slot.after.is_some()) { mixed!(&[#(#after),*]) } else { mixed!(&[]) };
    mixed!(#rt::Table {
        names: &[#(#names),*],
        rows: #rows,
        outlives: #outlives,
        after: #after,
        may_finish: #may_finish,
        must_run: #must_run,
    })
}
