//! Writes what fills the slots of a list, and of the groups that are nested in it.

use std::{iter::Enumerate, slice};

use proc_macro2::TokenStream;

use crate::{
    ast::{Actor, Attributes, Group, Interrupt},
    expand::{
        condition::guarded,
        inside::Inside,
        interrupt::interrupt,
        runtime::{Runtime, mixed},
        slot::slot,
        terms::{Holder, terms},
    },
};

/// The places of the slots that are not filled yet, in order, and what each slot is counted as.
pub type Leaves<'a> = Enumerate<slice::Iter<'a, TokenStream>>;

/// Fills the slots of these actors, in the order written. What it returns stands between commas, or semicolons.
pub fn list<'a>(
    rt: &Runtime<'_>,
    error: &TokenStream,
    actors: &'a [Actor],
    inside: &Inside<'a>,
    leaves: &mut Leaves<'a>,
) -> Vec<TokenStream> {
    let mut fills = Vec::new();
    for actor in actors {
        let begin = leaves.clone();
        let attributes = [&inside.attributes[..], &[&actor.attributes]].concat();
        let fill = match (&actor.nested, &actor.guard) {
            // Beside the other actors, so that its own may borrow temporaries, too.
            (Some(nested), None) => {
                let inside = Inside { attributes, ..inside.clone() };
                fills.extend(nested_group(rt, error, actor, nested, &inside, leaves));
                continue;
            }
            (Some(nested), guard) => {
                let inside = Inside { attributes: Vec::new(), is_guarded: true, ..inside.clone() };
                let fills = nested_group(rt, error, actor, nested, &inside, leaves);
                let guarded = guarded(guard.as_ref(), mixed!(#(#fills;)*));
                Some(mixed!({ #guarded; }))
            }
            (None, _) => {
                let (index, leaf) = leaves.next().expect("each actor has a slot");
                slot(rt, error, index, actor, inside, leaf)
            }
        };
        let filled = begin.len() - leaves.len();
        fills.extend(configured(rt, &attributes, fill, begin.take(filled).map(|(_, leaf)| leaf)));
    }
    fills
}

/// Fills the slots of a nested group: its head, if it has one, first and last.
fn nested_group<'a>(
    rt: &Runtime<'_>,
    error: &TokenStream,
    actor: &'a Actor,
    nested: &'a Group,
    inside: &Inside<'a>,
    leaves: &mut Leaves<'a>,
) -> Vec<TokenStream> {
    let mut within = inside.clone();
    if let Some(Interrupt::Drop(span)) = actor.interrupt {
        within.dropped = Some(span);
    }
    within.waits = actor.attributes.waits().or(inside.waits);
    within.is_after |= actor.attributes.after.is_some();
    if !actor.has_head() {
        return list(rt, error, &nested.actors, &within, leaves);
    }
    let (_, head) = leaves.next().expect("a head has a slot");
    let terms = inside.terms(rt, actor, terms(rt, &actor.attributes.terms, Holder::NestedGroup));
    let begin = mixed!(#rt::begin_nested(&mut #head, __state, #terms));
    let mut fills = configured(rt, &inside.attributes, Some(begin), [head]);
    if !actor.attributes.terms.is_empty() {
        within.heads.push(head);
    }
    fills.extend(list(rt, error, &nested.actors, &within, leaves));
    let interrupt = match &actor.interrupt {
        None | Some(Interrupt::Drop(_) | Interrupt::Broken) => mixed!(#rt::ByDrop(true)),
        given => inside.interrupt(rt, interrupt(rt, given.as_ref())),
    };
    let end = mixed!(#rt::end_nested(&mut #head, __state, #interrupt));
    fills.extend(configured(rt, &inside.attributes, Some(end), []));
    fills
}

/// Fills slots, if they are configured in. What could not be read is left out.
fn configured<'a>(
    rt: &Runtime<'_>,
    within: &[&Attributes],
    fill: Option<TokenStream>,
    leaves: impl IntoIterator<Item = &'a TokenStream>,
) -> Vec<TokenStream> {
    let vacant = leaves.into_iter().map(|leaf| mixed!(#rt::leave_vacant(&mut #leaf)));
    let Some(fill) = fill else { return vacant.collect() };
    let cfg: Vec<_> = within.iter().flat_map(|attributes| &attributes.cfg).collect();
    if cfg.is_empty() {
        return vec![fill];
    }
    let predicates: Vec<_> = within.iter().flat_map(|attributes| attributes.predicates()).collect();
    let vacant = vacant.map(|vacant| mixed!(#[cfg(not(all(#(#predicates),*)))] #vacant));
    [mixed!(#(#cfg)* #fill)].into_iter().chain(vacant).collect()
}
