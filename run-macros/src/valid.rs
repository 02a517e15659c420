//! Says what is wrong with what could be read.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::{ext::IdentExt, spanned::Spanned, Error};

use crate::ast::{Actor, Group, Interrupt};

/// Adds every mistake to the group's list.
pub fn check(group: &mut Group) {
    if group.actors.is_empty() && group.mistakes.is_empty() {
        let message = "a group needs an actor: `run_group! { actor => interrupt, .. }`";
        group.mistakes.push(Error::new(Span::call_site(), message));
    }
    let mut names = HashMap::new();
    for actor in &mut group.actors {
        if let Some(name) = &actor.name {
            if let Some(first) = names.insert(name.unraw(), name.span()) {
                let mut mistake = Error::new(name.span(), format!("the name `{name}` is given twice"));
                mistake.combine(Error::new(first, format!("`{name}` is first given here")));
                group.mistakes.push(mistake);
            }
        }
        if let Some(mistake) = missing_interrupt(actor) {
            actor.interrupt = Some(Interrupt::Absent);
            group.mistakes.push(mistake);
        }
    }
}

fn missing_interrupt(actor: &Actor) -> Option<Error> {
    match actor {
        Actor { body: Some(body), interrupt: None, stop: None, name, .. } => {
            let span = name.as_ref().map_or_else(|| body.span(), Spanned::span);
            let message = "this actor has no interrupt: write `=> drop`, `=> { .. }` or `=> token` behind it, or let it \
                           take a stop signal, `|stop| actor`";
            Some(Error::new(span, message))
        }
        _ => None,
    }
}
