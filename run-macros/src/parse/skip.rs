//! Goes past tokens that are not read.

use proc_macro2::TokenTree;
use syn::{
    Token,
    parse::{ParseStream, discouraged::Speculative},
};

use crate::parse::lookahead::{closing, starts_next};

/// Goes on after the next `end`, or at the beginning of the next actor, or where the list ends.
pub fn skip_past(input: ParseStream<'_>, end: char) {
    skip(&input.fork(), input, end);
}

/// Goes from `begin` past the first `end` after `input`, or to the beginning of the next actor. What stands between
/// delimiters is one token.
pub fn skip(begin: ParseStream<'_>, input: ParseStream<'_>, end: char) {
    // `'name:` before a loop is not the name of an actor, and a `|` after an operand begins no closure.
    let (mut label, mut operand) = (false, false);
    while !begin.is_empty() && (label || !starts_next(begin)) {
        let closure = begin.peek(Token![|]) && !operand;
        if let Some(body) = closure.then(|| closing(begin)).flatten() {
            begin.advance_to(&body);
            continue;
        }
        let is_past_input = begin.cursor() >= input.cursor();
        (label, operand) = match begin.parse::<TokenTree>() {
            Ok(TokenTree::Punct(punct)) if is_past_input && punct.as_char() == end => break,
            Ok(TokenTree::Punct(punct)) => (punct.as_char() == '\'', punct.as_char() == '?'),
            Ok(TokenTree::Ident(word)) => (false, word != "move" && word != "async"),
            Ok(_) => (false, true),
            Err(_) => break,
        };
    }
    input.advance_to(begin);
}
