//! Writes what `|stop|` and `|stop, ready|` hand an actor.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{Expr, Type, spanned::Spanned};

use crate::{
    ast::{Actor, Handle, Ready},
    expand::{
        inside::Inside,
        runtime::{Runtime, mixed},
    },
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

/// The actor, written as `value`, where its handle has the name that it has for it.
pub fn with(
    rt: &Runtime<'_>,
    index: usize,
    actor: &Actor,
    inside: &Inside<'_>,
    body: &Expr,
    value: TokenStream,
) -> TokenStream {
    let Some(handle) = &actor.handle else { return value };
    // Checked inside the block, whose own span is the whole macro's.
    let check = rt.at(body.span(), "actor");
    let checked = ready(rt, actor, mixed!(#check(#value, __error)));
    match handle {
        Handle::Stop { name, of } => {
            let (stop, make) = (ident(index), make(rt, of.as_ref()));
            let is_lasting = actor.guard.is_none() && actor.row.is_none() && !inside.is_guarded;
            if of.is_none() && is_lasting && is_group(body) && has_only_calls(name, body.to_token_stream()) {
                // A group may borrow it: it is a temporary, and not a variable that is dropped here.
                return mixed!(match &#make(&mut #stop) { #name => #checked });
            }
            mixed!({ let #name = #make(&mut #stop); #checked })
        }
        // The type is checked, and no handle is made.
        Handle::Nothing(_, of) => {
            let make = of.as_ref().map(|of| make(rt, Some(of)));
            let make = make.map(|make| mixed!(let _ = #make;));
            mixed!({ #make #checked })
        }
    }
}

/// The actor, where its `Ready` has the name that it has for it.
fn ready(rt: &Runtime<'_>, actor: &Actor, checked: TokenStream) -> TokenStream {
    let Some(Ready { name, of }) = &actor.ready else { return checked };
    // Where the type stands, so that a wrong one is reported there.
    let span = of.as_ref().map_or_else(Span::mixed_site, Spanned::span);
    let readiness = Ident::new("__readiness", Span::mixed_site().located_at(span));
    let (of, handle) = (of.as_ref().map(|of| mixed!(: #of)), quote_spanned!(span=> #readiness.handle()));
    mixed!({
        let #readiness = #rt::Readiness::new();
        let #name #of = #handle;
        #rt::made_ready(#checked, #readiness)
    })
}

/// Whether it is a `run_group! { .. }`, as written.
fn is_group(body: &Expr) -> bool {
    match body {
        Expr::Macro(call) => call.mac.path.segments.last().is_some_and(|last| last.ident == "run_group"),
        Expr::MethodCall(call) => is_group(&call.receiver),
        _ => false,
    }
}

/// Whether only methods of a variable are called, as far as tokens show: then a reference to it will do. One that has the same name,
/// `|stop|`, does not count.
fn has_only_calls(name: &Ident, tokens: TokenStream) -> bool {
    let is =
        |token: Option<&TokenTree>, mark| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
    let mut tokens = tokens.into_iter().peekable();
    let mut before = None;
    while let Some(token) = tokens.next() {
        let has_only_calls = match &token {
            TokenTree::Group(group) => has_only_calls(name, group.stream()),
            TokenTree::Ident(word) if word == name => {
                is(before.as_ref(), '.') || is(before.as_ref(), '|') || is(tokens.peek(), '.')
            }
            _ => true,
        };
        if !has_only_calls {
            return false;
        }
        before = Some(token);
    }
    true
}

/// The function that makes a handle of a type. It stands where that does, so that a wrong type is reported there.
fn make(rt: &Runtime<'_>, of: Option<&Type>) -> TokenStream {
    let make = rt.at(of.map_or_else(Span::mixed_site, Spanned::span), "stop_handle");
    let of = of.map_or_else(|| mixed!(#rt::Stop), ToTokens::to_token_stream);
    mixed!(#make::<#of, _>)
}
