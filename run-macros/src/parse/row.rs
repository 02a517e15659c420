//! Reads `for pattern in items`.

use syn::{Pat, Result, Token, parse::ParseStream, spanned::Spanned};

use crate::{
    ast::{Actor, Row},
    parse::{
        expr,
        lookahead::{is_missing, missing},
    },
};

pub fn read(input: ParseStream<'_>, actor: &mut Actor) -> Result<()> {
    if !input.peek(Token![for]) {
        return Ok(());
    }
    let word: Token![for] = input.parse()?;
    if is_missing(input) {
        let message = "expected a pattern after `for`: `actor for item in items => interrupt`";
        return Err(missing(input, word.span, message));
    }
    let pattern = Pat::parse_multi_with_leading_vert(input)?;
    if !input.peek(Token![in]) {
        let message = "expected `in`: `actor for item in items => interrupt`";
        return Err(missing(input, pattern.span(), message));
    }
    let word: Token![in] = input.parse()?;
    if is_missing(input) {
        return Err(missing(input, word.span, "expected what the items are taken from, after `in`"));
    }
    let items = expr::read_before_brace(input)?;
    actor.row = Some(Row { pattern, items });
    if input.peek(Token![for]) {
        return Err(input.error("an actor has one `for`: take the items from one iterator"));
    }
    Ok(())
}
