//! Goes on at the next actor, after a mistake that ends one.

use proc_macro2::{Spacing, Span, TokenTree};
use syn::{Error, parse::ParseStream};

use crate::{
    ast::Actor,
    parse::{attribute, lookahead::starts_next, name, skip::skip},
};

/// Goes on after the next comma, or at the next actor. An unfinished actor may have been read into the next one, so the
/// next one is looked for from where the unfinished one begins. The mistake is then where the unfinished one ends.
pub fn at_next_actor(begin: ParseStream<'_>, input: ParseStream<'_>, mistake: Error) -> Error {
    let found = input.fork();
    let ahead = begin.fork();
    // Past its own attributes and name.
    attribute::read(&ahead, &mut Vec::new());
    let _ = name::read(&ahead, &mut Actor::default(), &mut Vec::new());
    skip(&ahead, input, ',');
    if !starts_next(input) || input.cursor() > found.cursor() {
        return mistake;
    }
    let last = last_before(begin, input);
    if input.cursor() == found.cursor() {
        return Error::new(last, mistake);
    }
    Error::new(last, "this expression is not finished: the next actor begins after it")
}

/// Where the last token before `input` begins.
fn last_before(begin: ParseStream<'_>, input: ParseStream<'_>) -> Span {
    let (mut last, mut joint) = (begin.span(), false);
    while begin.cursor() < input.cursor() {
        let Ok(token) = begin.parse::<TokenTree>() else { break };
        if !joint {
            last = token.span();
        }
        joint = matches!(&token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
    }
    last
}
