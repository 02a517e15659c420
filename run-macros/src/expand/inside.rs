//! Writes what an actor has of the nested groups that it is in: their gates and limits, that it is started after others with them, and
//! that it is dropped with them.

use proc_macro2::{Span, TokenStream};

use crate::{
    ast::{Actor, Attributes},
    expand::runtime::{Runtime, mixed},
};

/// What the nested groups that a list is in mean for its actors.
#[derive(Clone, Default)]
pub struct Inside<'a> {
    /// The attributes of those whose `#[cfg]`s are written with the actors'.
    pub attributes: Vec<&'a Attributes>,
    /// The heads of those that have a gate or a limit, from the outermost on.
    pub heads: Vec<&'a TokenStream>,
    /// The attribute of one of them for which its actors wait before they are started.
    pub waits: Option<Span>,
    /// Whether one of them has `#[after(..)]`.
    pub is_after: bool,
    /// The word `drop` that interrupts one of them.
    pub dropped: Option<Span>,
    /// Whether one of them has a guard: temporaries do not live as long as the group.
    pub is_guarded: bool,
}

impl Inside<'_> {
    /// An actor's own gate and limit, with those that it shares.
    pub fn terms(&self, rt: &Runtime<'_>, actor: &Actor, own: TokenStream) -> TokenStream {
        let is_after = self.is_after || actor.attributes.after.is_some();
        let own = if is_after { mixed!(#rt::after(#own)) } else { own };
        self.heads.iter().rev().fold(own, |terms, head| mixed!(#rt::within(&#head, #terms)))
    }

    /// An interrupt in its form. Where the actor is dropped in its place, it is checked all the same.
    pub fn interrupt(&self, rt: &Runtime<'_>, own: TokenStream) -> TokenStream {
        if self.dropped.is_some() { mixed!(#rt::drop_instead(#own)) } else { own }
    }
}
