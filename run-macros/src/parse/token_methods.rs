//! Methods of a `CancellationToken` and of receivers, called on a `Stop`: says what a `Stop` has instead.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;

use crate::ast::{Actor, Handle, Mistake};

/// What others call it, and what it is called here.
const METHODS: [(&str, &str); 8] = [
    ("cancelled", "stopped"),
    ("cancelled_owned", "stopped_owned"),
    ("is_cancelled", "is_stopped"),
    ("cancel", "stop"),
    ("recv", "stopped"),
    ("changed", "stopped"),
    ("notified", "stopped"),
    ("is_set", "is_stopped"),
];

/// Reports each, and puts the right one in its place, so that the compiler does not report it, too.
pub fn replace(actor: &mut Actor, mistakes: &mut Vec<Mistake>) {
    let (Some(Handle::Stop { name, of: None }), Some(body)) = (&actor.handle, &mut actor.body) else { return };
    let tokens = body.to_token_stream();
    if is_in(tokens.clone()) {
        let replaced = in_tokens(tokens, name, mistakes);
        if let Ok(replaced) = syn::parse2(replaced) {
            *body = replaced;
        }
    }
}

/// Whether one of them may be called. Most bodies have none, and stay as they are.
fn is_in(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => METHODS.iter().any(|(other, _)| word == other),
        TokenTree::Group(group) => is_in(group.stream()),
        _ => false,
    })
}

fn in_tokens(tokens: TokenStream, stop: &Ident, mistakes: &mut Vec<Mistake>) -> TokenStream {
    let mut before = Vec::<TokenTree>::new();
    for token in tokens {
        let token = match (token, &before[..]) {
            (TokenTree::Ident(method), [.., TokenTree::Ident(name), TokenTree::Punct(dot)])
                if name == stop && dot.as_char() == '.' =>
            {
                method_of(method, stop, mistakes).into()
            }
            (TokenTree::Group(group), _) => {
                let mut inside = Group::new(group.delimiter(), in_tokens(group.stream(), stop, mistakes));
                inside.set_span(group.span());
                inside.into()
            }
            (token, _) => token,
        };
        before.push(token);
    }
    before.into_iter().collect()
}

fn method_of(method: Ident, stop: &Ident, mistakes: &mut Vec<Mistake>) -> Ident {
    let Some((_, right)) = METHODS.iter().find(|(other, _)| method == other) else { return method };
    let message = format!(
        "a `Stop` has no `{method}`: write `{stop}.{right}(..)`, or let the actor take a token, `|{stop}: CancellationToken|`"
    );
    mistakes.push(Mistake::new(method.span(), message));
    Ident::new(right, method.span())
}
