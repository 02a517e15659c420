//! Says what is wrong with what could be read.

use std::collections::HashMap;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{BinOp, Error, Expr, Ident, Stmt, ext::IdentExt, parse_quote_spanned, spanned::Spanned};

use crate::ast::{Actor, Group, Interrupt, Mistake, tail_async};

/// Adds every mistake to the group's list.
pub fn check(group: &mut Group) {
    if group.actors.is_empty() && group.mistakes.is_empty() {
        let message = "a group needs an actor: `run_group! { actor => interrupt, .. }`";
        group.mistakes.push(Mistake::new(group.error_token.unwrap_or_else(Span::call_site), message));
    }
    same_names(&group.actors, &mut group.mistakes);
    for actor in &mut group.actors {
        if let Some(mistake) =
            wrong_arrow(actor).or_else(|| missing_interrupt(actor)).or_else(|| awaiting_interrupt(actor))
        {
            actor.interrupt = Some(Interrupt::Broken);
            group.mistakes.push(mistake.into());
        }
        if let Some(mistake) = missing_ok(actor) {
            group.mistakes.push(mistake.into());
        }
    }
}

/// A name may stand twice where no configuration has it twice, which the compiler finds out.
fn same_names(actors: &[Actor], mistakes: &mut Vec<Mistake>) {
    let mut bearers: HashMap<String, Vec<&Actor>> = HashMap::new();
    for actor in actors {
        if let Some(name) = &actor.name {
            let others = bearers.entry(name.unraw().to_string()).or_default();
            same_name(name, actor, others, mistakes);
            others.push(actor);
        }
    }
}

/// What is wrong with a name that others bear, too.
fn same_name(name: &Ident, actor: &Actor, others: &[&Actor], mistakes: &mut Vec<Mistake>) {
    let always = |actor: &&Actor| actor.attributes.cfg.is_empty();
    if others.is_empty() {
        return;
    }
    if always(&actor) && others.iter().all(always) {
        mistakes.push(Mistake::new(name.span(), format!("the name `{name}` is given twice")));
    } else if always(&actor) || others.iter().any(always) {
        let message = format!("the name `{name}` is given twice: each that bears it needs a `#[cfg]`");
        mistakes.push(Mistake::new(name.span(), message));
    } else {
        for other in others {
            let cfg = [other, actor].iter().flat_map(|actor| actor.attributes.predicates()).collect();
            let message = format!("the name `{name}` is given twice, in one configuration");
            mistakes.push(Mistake { error: Error::new(name.span(), message), cfg });
        }
    }
}

/// `actor >= interrupt`, which reads as a comparison: its left side is the actor, or the condition.
fn wrong_arrow(actor: &mut Actor) -> Option<Error> {
    let Actor { body: Some(body), stop, guard, interrupt: None, .. } = actor else { return None };
    let (left, may_compare) = match guard {
        None => (body, false),
        Some(guard) => (guard, true),
    };
    if may_compare && stop.is_some() {
        return None;
    }
    let Expr::Binary(operation) = &*left else { return None };
    let is_wrong = match operation.op {
        // No future is `true` or `false`.
        BinOp::Ge(_) | BinOp::Le(_) | BinOp::Eq(_) if !may_compare => true,
        BinOp::Ge(_) | BinOp::Le(_) | BinOp::Eq(_) => is_like_an_interrupt(&operation.right),
        BinOp::BitOr(_) => is_like_an_interrupt(&operation.right) || has_parameter(&operation.left),
        _ => false,
    };
    if !is_wrong {
        return None;
    }
    let (mut first, mut arrow) = (&*operation.left, operation.op);
    // The parameters of a closure: `actor |cause| ..`
    while let (BinOp::BitOr(_), Expr::Binary(before)) = (arrow, first) {
        (first, arrow) = (&*before.left, before.op);
    }
    let message = format!("expected `=>`, found `{}`", arrow.to_token_stream());
    let mistake = Error::new(arrow.span(), message);
    *left = first.clone();
    Some(mistake)
}

/// `actor |cause`, of `actor |cause| ..`
fn has_parameter(expr: &Expr) -> bool {
    matches!(expr, Expr::Binary(operation) if matches!((operation.op, &*operation.right), (BinOp::BitOr(_), Expr::Path(_))))
}

fn is_like_an_interrupt(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.is_ident("drop"),
        Expr::Async(_) | Expr::Block(_) | Expr::Closure(_) => true,
        _ => false,
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

/// An interrupt that waits where it must not.
fn awaiting_interrupt(actor: &Actor) -> Option<Error> {
    let body = match actor.interrupt.as_ref()? {
        Interrupt::Block(block) => block,
        Interrupt::Closure(closure) => &*closure.body,
        _ => return None,
    };
    let span = awaits(body.to_token_stream())?;
    Some(Error::new(span, "what waits goes into an `async` block: `=> async { .. }`"))
}

/// The first `.await` that is in no `async` block.
fn awaits(tokens: TokenStream) -> Option<Span> {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(dot) if dot.as_char() == '.' => {
                if let Some(TokenTree::Ident(word)) = tokens.peek() {
                    if word == "await" {
                        return Some(word.span());
                    }
                }
            }
            // Past its block, which stands behind `move` or a closure's parameters.
            TokenTree::Ident(word) if word == "async" => {
                let is_block = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
                tokens.find(is_block);
            }
            TokenTree::Group(group) => {
                if let Some(span) = awaits(group.stream()) {
                    return Some(span);
                }
            }
            _ => {}
        }
    }
    None
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
