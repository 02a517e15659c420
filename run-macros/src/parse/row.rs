//! Reads `for pattern in items`.

use syn::{Pat, Result, Token, parse::ParseStream, spanned::Spanned};

use crate::{
    ast::{Actor, Mistake, Row},
    feature,
    parse::{
        expr,
        lookahead::{is_missing, missing},
    },
};

pub fn read(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<()> {
    if !input.peek(Token![for]) {
        if let Some(item) = actor.item_name.take() {
            let message = "what stands in brackets names the items of a row: `name[id]: actor for id in ids`";
            mistakes.push(Mistake::new(item.brackets, message));
        }
        return Ok(());
    }
    let word: Token![for] = input.parse()?;
    if let Err(mistake) = feature::std(word.span, "`for`") {
        actor.body = None;
        return Err(mistake);
    }
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
