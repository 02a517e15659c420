//! Reads what an actor is: `actor` or `|stop| actor`.

use proc_macro2::{Ident, Span};
use syn::{Error, Expr, Result, Token, parse::ParseStream, spanned::Spanned};

use crate::{
    ast::{Actor, Interrupt, ItemName, Mistake},
    parse::{
        attribute,
        attribute::is_named_after_attributes,
        expr,
        expr::bare,
        habit, handle, interrupt,
        lookahead::{is_missing, missing, starts_attribute, starts_named},
    },
};

/// Reads the body. Where there is none, the mistake is at `before` if the next actor has begun.
pub fn read(input: ParseStream<'_>, actor: &mut Actor, before: Span, mistakes: &mut Vec<Mistake>) -> Result<()> {
    if starts_attribute(input) && !is_named_after_attributes(input) {
        let message = "attributes stand before the name: `#[may_finish] name: actor`";
        mistakes.push(Mistake::new(input.span(), message));
        attribute::read(input, &mut Vec::new());
    }
    if is_missing(input) {
        return Err(missing(input, before, "expected an actor: a future, or `thread(..)`"));
    }
    habit::row_first(input)?;
    handle::check_type(&input.fork())?;
    match bare(expr::read(input)?) {
        Expr::Assign(assign) => {
            let equals = assign.eq_token.span();
            match (*assign.left, *assign.right) {
                (Expr::Path(left), body) if actor.name.is_none() => {
                    mistakes.push(Mistake::new(equals, "expected `:` between the name and its actor, found `=`"));
                    actor.name = left.path.get_ident().cloned();
                    set(actor, body)
                }
                (body, right) => {
                    mistakes.push(Mistake::new(equals, "expected `=>` between the actor and its interrupt, found `=`"));
                    actor.interrupt = Some(Interrupt::Broken);
                    set(actor, body)?;
                    actor.interrupt = Some(interrupt::form(bare(right))?);
                    Ok(())
                }
            }
        }
        body => set(actor, body),
    }
}

/// A name without its colon reads as an actor that is followed by another one.
pub fn missing_colon(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<()> {
    let (name, item) = match &actor.body {
        Some(Expr::Index(name)) if actor.handle.is_none() => {
            let item = ItemName { brackets: name.bracket_token.span.open(), value: (*name.index).clone() };
            (word(&name.expr), Some(item))
        }
        Some(body) if actor.handle.is_none() => (word(body), None),
        _ => (None, None),
    };
    let starts = input.peek(syn::Ident) && !starts_named(input) || input.peek(Token![async]) || input.peek(syn::Lit);
    if let (Some(name), true) = (name, starts) {
        mistakes.push(Mistake::new(input.span(), format!("expected `:` between the name `{name}` and its actor")));
        (actor.name, actor.item_name) = (Some(name.clone()), item);
        actor.body = None;
        read(input, actor, name.span(), mistakes)?;
    }
    Ok(())
}

fn word(expr: &Expr) -> Option<Ident> {
    match expr {
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    }
}

fn set(actor: &mut Actor, body: Expr) -> Result<()> {
    match bare(body) {
        Expr::Closure(closure) => {
            let (handle, ready) = handle::of(&closure)?;
            (actor.handle, actor.ready) = (Some(handle), ready);
            match bare(*closure.body) {
                Expr::Assign(assign) => {
                    actor.interrupt = Some(Interrupt::Broken);
                    actor.body = Some(bare(*assign.left));
                    let message = "expected `=>` between the actor and its interrupt, found `=`";
                    return Err(Error::new(assign.eq_token.span, message));
                }
                body => actor.body = Some(body),
            }
        }
        body => actor.body = Some(body),
    }
    Ok(())
}
