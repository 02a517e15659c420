//! Writes what fills the slots of a list, and of the groups that are nested in it.

use std::{iter::Enumerate, slice};

use proc_macro2::TokenStream;

use crate::{
    ast::{Actor, Attributes},
    expand::{
        condition::guarded,
        runtime::{Runtime, mixed},
        slot::slot,
    },
};

/// The places of the slots that are not filled yet, in order, and what each slot is counted as.
pub type Leaves<'a> = Enumerate<slice::Iter<'a, TokenStream>>;

/// Fills the slots of these actors, in the order written. What it returns stands between commas, or semicolons. `within`
/// are the attributes of the nested groups that the list is in, as far as their `#[cfg]`s are to be written here.
pub fn list(
    rt: &Runtime<'_>,
    error: &TokenStream,
    actors: &[Actor],
    within: &[&Attributes],
    leaves: &mut Leaves<'_>,
) -> Vec<TokenStream> {
    let mut fills = Vec::new();
    for actor in actors {
        let begin = leaves.clone();
        let within = &[within, &[&actor.attributes]].concat();
        let fill = match (&actor.nested, &actor.guard) {
            // Beside the other actors, so that its own may borrow temporaries, too.
            (Some(nested), None) => {
                fills.extend(list(rt, error, &nested.actors, within, leaves));
                continue;
            }
            (Some(nested), guard) => {
                let fills = list(rt, error, &nested.actors, &[], leaves);
                let guarded = guarded(guard.as_ref(), mixed!({ #(#fills;)* }));
                Some(mixed!({ #guarded; }))
            }
            (None, _) => {
                let (index, leaf) = leaves.next().expect("each actor has a slot");
                slot(rt, error, index, actor, leaf)
            }
        };
        let filled = begin.len() - leaves.len();
        let own = begin.take(filled).map(|(_, leaf)| leaf);
        fills.extend(configured(rt, within, fill, own));
    }
    fills
}

/// Fills slots, if they are configured in. What could not be read is left out.
fn configured<'a>(
    rt: &Runtime<'_>,
    within: &[&Attributes],
    fill: Option<TokenStream>,
    leaves: impl Iterator<Item = &'a TokenStream>,
) -> Vec<TokenStream> {
    let vacant = leaves.map(|leaf| mixed!(#rt::leave_vacant(&mut #leaf)));
    let Some(fill) = fill else { return vacant.collect() };
    let cfg: Vec<_> = within.iter().flat_map(|attributes| &attributes.cfg).collect();
    if cfg.is_empty() {
        return vec![fill];
    }
    let predicates: Vec<_> = within.iter().flat_map(|attributes| attributes.predicates()).collect();
    let vacant = vacant.map(|vacant| mixed!(#[cfg(not(all(#(#predicates),*)))] #vacant));
    [mixed!(#(#cfg)* #fill)].into_iter().chain(vacant).collect()
}
