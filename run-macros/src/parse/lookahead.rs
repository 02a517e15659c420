//! Says what follows, and reports what is missing there.

use proc_macro2::{Ident, Span, TokenTree};
use syn::{
    Error, Result, Token,
    ext::IdentExt,
    parse::{ParseBuffer, ParseStream},
    token,
};

/// Whether the token number `n` that follows is a `:`, and not half of a `::`.
pub fn is_colon(input: ParseStream<'_>, n: usize) -> bool {
    match n {
        1 => input.peek(Token![:]) && !input.peek(Token![::]),
        2 => input.peek2(Token![:]) && !input.peek2(Token![::]),
        _ => input.peek3(Token![:]) && !input.peek3(Token![::]),
    }
}

/// Whether a name and its colon follow: the only way in which one word and a colon can stand in a list.
pub fn starts_named(input: ParseStream<'_>) -> bool {
    input.peek(syn::Ident) && ends_name(input)
}

/// Whether the word that follows ends as a name does: with a `:`, after the brackets of `name[item]` if it has some.
pub fn ends_name(input: ParseStream<'_>) -> bool {
    is_colon(input, 2) || input.peek2(token::Bracket) && is_colon(input, 3)
}

/// Whether an attribute follows: an actor begins with it.
pub fn starts_attribute(input: ParseStream<'_>) -> bool {
    input.peek(Token![#]) && input.peek2(token::Bracket)
}

/// Whether the next actor follows, as far as its first tokens show.
pub fn starts_next(input: ParseStream<'_>) -> bool {
    starts_named(input) || starts_attribute(input)
}

/// Whether the part of an actor that is being read ends here.
pub fn ends(input: ParseStream<'_>) -> bool {
    input.peek(Token![,]) || input.peek(Token![;]) || input.peek(Token![=>])
}

/// Whether the part that has to follow is missing.
pub fn is_missing(input: ParseStream<'_>) -> bool {
    input.is_empty() || ends(input) || starts_next(input)
}

/// The mistake that a part is missing: where it should stand, or at `before` if the next actor has begun.
pub fn missing(input: ParseStream<'_>, before: Span, message: &str) -> Error {
    if starts_next(input) { Error::new(before, message) } else { here(input, message) }
}

/// A mistake at the next token, or at the last one where none follows: there, `input.error` would add words of its own.
pub fn here(input: ParseStream<'_>, message: &str) -> Error {
    if input.is_empty() { Error::new(input.span(), message) } else { input.error(message) }
}

/// Whether `: |stop` follows, and what may stand after it.
fn after_colon_is_handle(input: ParseStream<'_>) -> bool {
    let begins = || -> Result<()> {
        input.parse::<Token![:]>()?;
        input.parse::<Token![|]>()?;
        input.call(Ident::parse_any).map(drop)
    };
    begins().is_ok() && (input.peek(Token![|]) || input.peek(Token![:]) || input.peek(Token![,]))
}

/// What follows the parameters of the closure that begins here, if they end.
pub fn closing<'a>(input: &ParseBuffer<'a>) -> Option<ParseBuffer<'a>> {
    let ahead = input.fork();
    ahead.parse::<Token![|]>().ok()?;
    while !ahead.is_empty() && !ahead.peek(Token![=>]) {
        // The next `|` belongs to the next actor, `name: |stop|`.
        if is_colon(&ahead, 1) && ahead.peek2(Token![|]) && after_colon_is_handle(&ahead.fork()) {
            return None;
        }
        match ahead.parse::<TokenTree>().ok()? {
            TokenTree::Punct(punct) if punct.as_char() == '|' => return Some(ahead),
            _ => {}
        }
    }
    None
}
