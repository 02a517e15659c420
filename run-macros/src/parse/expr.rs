//! Reads an expression of the user's, which ends before the next actor begins.

use proc_macro2::{Span, TokenTree};
use syn::{
    Error, Expr, Result, Token,
    parse::{Parse, ParseStream, discouraged::Speculative},
    spanned::Spanned,
    token,
};

use crate::parse::lookahead::{closing, here, starts_attribute, starts_named};

pub fn read(input: ParseStream<'_>) -> Result<Expr> {
    before_next(input, Expr::parse)
}

/// An expression as it stands before a block: in it, a struct literal stands between parentheses.
pub fn read_before_brace(input: ParseStream<'_>) -> Result<Expr> {
    let found = before_next(input, Expr::parse_without_eager_brace)?;
    if input.peek(token::Brace) && matches!(found, Expr::Path(_) | Expr::Binary(_) | Expr::Let(_)) {
        return Err(here(input, "a struct literal stands between parentheses here"));
    }
    match open_end(&found) {
        None => Ok(found),
        Some(span) => Err(Error::new(span, "`break` and `return` stand between parentheses here")),
    }
}

/// The expression inside parentheses, and inside the invisible ones that a fragment of a `macro_rules!` has.
pub fn bare(expr: Expr) -> Expr {
    match expr {
        Expr::Group(group) => bare(*group.expr),
        Expr::Paren(paren) => bare(*paren.expr),
        expr => expr,
    }
}

/// Reads an expression. One into which a part of the next actor was read is not finished, and that actor is read on its
/// own.
fn before_next(input: ParseStream<'_>, parse: fn(ParseStream<'_>) -> Result<Expr>) -> Result<Expr> {
    if input.peek(Token![|]) && closing(input).is_none() {
        let message = "this closure is not finished: its parameters stand between two `|`";
        let pipe: Token![|] = input.parse()?;
        return Err(Error::new(pipe.span(), message));
    }
    let begin = input.fork();
    let expr = parse(input);
    match back_up(input, &begin) {
        None => expr,
        Some((before, next)) => {
            Err(Error::new(before, format!("this expression is not finished: the {next} begins after it")))
        }
    }
}

/// Goes back to the beginning of the next actor, if its attribute or its name has been read as a part of what began at
/// `begin`, and returns the place of what stands before it.
fn back_up(input: ParseStream<'_>, begin: ParseStream<'_>) -> Option<(Span, String)> {
    let mut before = begin.span();
    while begin.cursor() < input.cursor() {
        let at = begin.fork();
        let token = begin.parse::<TokenTree>().ok()?;
        let next = match &token {
            _ if starts_attribute(&at) => "next actor".into(),
            TokenTree::Ident(name) if starts_named(&at) && ends_with_brackets(begin, input) => {
                format!("actor `{name}`")
            }
            _ => {
                before = token.span();
                continue;
            }
        };
        input.advance_to(&at);
        return Some((before, next));
    }
    None
}

/// Whether nothing was read after `begin`, or brackets alone.
fn ends_with_brackets(begin: ParseStream<'_>, input: ParseStream<'_>) -> bool {
    let end = begin.fork();
    if end.peek(token::Bracket) && end.cursor() < input.cursor() {
        let _ = end.parse::<TokenTree>();
    }
    end.cursor() == input.cursor()
}

/// The `break` or the like that an expression ends with, and that would take what follows for its value.
fn open_end(expr: &Expr) -> Option<Span> {
    match expr {
        Expr::Break(last) => Some(last.break_token.span),
        Expr::Return(last) => Some(last.return_token.span),
        Expr::Yield(last) => Some(last.yield_token.span),
        Expr::Assign(assign) => open_end(&assign.right),
        Expr::Binary(binary) => open_end(&binary.right),
        Expr::Closure(closure) => open_end(&closure.body),
        Expr::Let(binding) => open_end(&binding.expr),
        Expr::Range(range) => range.end.as_deref().and_then(open_end),
        Expr::Reference(reference) => open_end(&reference.expr),
        Expr::Unary(unary) => open_end(&unary.expr),
        _ => None,
    }
}
