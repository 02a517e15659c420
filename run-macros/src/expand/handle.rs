//! Writes what `|stop|` hands an actor.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::{Type, spanned::Spanned};

use crate::{
    ast::{Actor, Handle},
    expand::runtime::{Runtime, mixed},
};

/// The variable that sets the actor's stop signal when it is dropped.
pub fn ident(index: usize) -> Ident {
    format_ident!("__stop_{index}", span = Span::mixed_site())
}

/// Declares that variable.
pub fn on_drop(rt: &Runtime<'_>, index: usize, actor: &Actor) -> Option<TokenStream> {
    let Some(Handle::Stop { of, .. }) = &actor.handle else { return None };
    // Without a body, nothing makes a handle, which says what type it is.
    actor.body.as_ref()?;
    let stop = ident(index);
    Some(match of {
        None => mixed!(let mut #stop = #rt::StopOnDrop::new();),
        Some(_) => mixed!(let mut #stop = #rt::stop_on_drop();),
    })
}

/// Gives the handle the name that the actor has for it.
pub fn named(rt: &Runtime<'_>, index: usize, actor: &Actor) -> Option<TokenStream> {
    match actor.handle.as_ref()? {
        Handle::Stop { name, of } => {
            let (stop, handle) = (ident(index), make(rt, of.as_ref()));
            Some(mixed!(let #name = #handle(&mut #stop);))
        }
        // The type is checked, and no handle is made.
        Handle::Nothing(_, of) => {
            let handle = make(rt, Some(of.as_ref()?));
            Some(mixed!(let _ = #handle;))
        }
    }
}

/// The function that makes a handle of a type. It stands where that does, so that a wrong type is reported there.
fn make(rt: &Runtime<'_>, of: Option<&Type>) -> TokenStream {
    let make = rt.at(of.map_or_else(Span::mixed_site, Spanned::span), "stop_handle");
    let of = of.map_or_else(|| mixed!(#rt::Stop), ToTokens::to_token_stream);
    mixed!(#make::<#of, _>)
}
