//! Says what is wrong with what could be read.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::{Error, Expr, Stmt, ext::IdentExt, parse_quote_spanned, spanned::Spanned};

use crate::ast::{Actor, Group, Interrupt, tail_async};

/// Adds every mistake to the group's list.
pub fn check(group: &mut Group) {
    if group.actors.is_empty() && group.mistakes.is_empty() {
        let message = "a group needs an actor: `run_group! { actor => interrupt, .. }`";
        group.mistakes.push(Error::new(group.error_token.unwrap_or_else(Span::call_site), message));
    }
    let mut names = HashSet::new();
    for actor in &mut group.actors {
        if let Some(name) = &actor.name {
            if !names.insert(name.unraw()) {
                group.mistakes.push(Error::new(name.span(), format!("the name `{name}` is given twice")));
            }
        }
        if let Some(mistake) = missing_interrupt(actor) {
            actor.interrupt = Some(Interrupt::Broken);
            group.mistakes.push(mistake);
        }
        if let Some(mistake) = missing_ok(actor) {
            group.mistakes.push(mistake);
        }
    }
}

fn missing_interrupt(actor: &Actor) -> Option<Error> {
    match actor {
        Actor { body: Some(body), interrupt: None, stop: None, name, .. } => {
            let span = name.as_ref().map_or_else(|| body.span(), Spanned::span);
            let message = "this actor has no interrupt: write `=> drop`, `=> { .. }` or `=> token` behind it, or let it \
                           take a stop signal, `|stop| actor`";
            Some(Error::new(span, message))
        }
        _ => None,
    }
}

/// An inline `async` block that ends in `()` for all to see. Where that takes its types to see, the compiler does.
fn missing_ok(actor: &mut Actor) -> Option<Error> {
    let block = actor.body.as_mut().and_then(tail_async)?;
    let stmts = &mut block.block.stmts;
    let span = match stmts.last() {
        None => block.async_token.span(),
        Some(Stmt::Expr(Expr::Await(_) | Expr::Try(_) | Expr::Assign(_), Some(semi))) => semi.span(),
        Some(Stmt::Expr(Expr::While(last), None)) => last.span(),
        Some(Stmt::Expr(Expr::ForLoop(last), None)) => last.span(),
        Some(last @ Stmt::Local(_)) => last.span(),
        _ => return None,
    };
    // It has been reported here, so not once more by the compiler.
    stmts.push(parse_quote_spanned!(span=> loop {}));
    Some(Error::new(span, "an inline `async` block ends with a `Result`: write `Ok(())` at its end"))
}
