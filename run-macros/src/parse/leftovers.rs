//! Tokens between delimiters that nothing has read, such as the `b` of `f(a b)`.
//!
//! syn finds them when a parser ends, and reports one mistake for the whole of what that parser has read.

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Error, Result,
    parse::{ParseStream, Parser},
};

/// What happens where a list has such tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Leftovers {
    /// The reading of the whole list fails. Most lists have no such tokens, and need not be read again.
    FailWhole,
    /// Each actor that has some is reported. To find out which, each actor is read twice.
    ReportEach,
}

/// The mistake about what is left over between `begin` and `input`, when `again` reads that part alone.
pub fn unread(
    begin: ParseStream<'_>,
    input: ParseStream<'_>,
    again: impl FnOnce(ParseStream<'_>) -> Result<()>,
) -> Option<Error> {
    again.parse2(between(begin, input)).err()
}

/// The tokens from `begin` to `input`.
pub fn between(begin: ParseStream<'_>, input: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    while begin.cursor() < input.cursor() {
        let Ok(token) = begin.parse::<TokenTree>() else { break };
        tokens.extend([token]);
    }
    tokens
}
