//! Reads `if condition`.

use syn::{Error, Expr, Pat, Result, Token, parse::ParseStream, spanned::Spanned};

use crate::{
    ast::Actor,
    parse::{
        expr,
        lookahead::{here, is_missing, missing},
    },
};

pub fn read(input: ParseStream<'_>, actor: &mut Actor) -> Result<()> {
    if !input.peek(Token![if]) || actor.guard.is_some() {
        return Ok(());
    }
    let word: Token![if] = input.parse()?;
    if is_missing(input) {
        return Err(missing(input, word.span, "expected a condition after `if`"));
    }
    check_binding(&input.fork())?;
    let pattern = input.span();
    let condition = expr::read_before_brace(input)?;
    if let Expr::Assign(_) = condition {
        // What the pattern binds, the actor names.
        actor.body = None;
        return Err(Error::new(pattern, "expected `let` before the pattern: `actor if let pattern = value`"));
    }
    actor.guard = Some(condition);
    if input.peek(Token![for]) {
        let message = "`for` stands before `if`, which sees its items: `actor for item in items if condition`";
        return Err(here(input, message));
    }
    if input.peek(Token![if]) {
        return Err(here(input, "an actor has one condition: join them with `&&`"));
    }
    Ok(())
}

/// Checks `let pattern =`, if the condition begins with it. Otherwise the `=` of an arrow after the pattern would be
/// read as this one.
fn check_binding(input: ParseStream<'_>) -> Result<()> {
    if !input.peek(Token![let]) {
        return Ok(());
    }
    let word: Token![let] = input.parse()?;
    if is_missing(input) {
        return Err(missing(input, word.span, "expected a pattern after `let`: `if let pattern = value`"));
    }
    let pattern = Pat::parse_multi_with_leading_vert(input)?;
    if is_missing(input) {
        return Err(missing(input, pattern.span(), "expected `=` and a value: `if let pattern = value`"));
    }
    Ok(())
}
