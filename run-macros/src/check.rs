//! Says what is wrong with what could be read. It changes nothing; what has to change, `repair` changes.

use std::collections::HashMap;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{BinOp, Error, Expr, Ident, Stmt, ext::IdentExt, spanned::Spanned};

use crate::ast::{Actor, Group, Handle, Interrupt, Mistake, tail_async};

/// A mistake, and the part of the group in which the compiler would find it, too.
pub struct Finding {
    pub mistake: Mistake,
    pub fault: Fault,
}

/// A part of the group that does not compile.
pub enum Fault {
    /// There is none: the compiler would accept the expansion.
    None,
    /// The interrupt of this actor is missing, or awaits where it cannot.
    Interrupt { actor: usize },
    /// This actor has another operator where its arrow should be, so that the interrupt was read as a part of the
    /// body or of the guard. `before` is what stands before the operator.
    Arrow { actor: usize, place: ArrowPlace, before: Box<Expr> },
    /// The inline `async` block of this actor ends, here, in `()`.
    End { actor: usize, end: Span },
}

/// What an actor's arrow stands after.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ArrowPlace {
    Body,
    Guard,
}

impl Finding {
    fn new(error: impl Into<Mistake>, fault: Fault) -> Self {
        Finding { mistake: error.into(), fault }
    }
}

/// All mistakes, in the order in which they are reported.
pub fn check(group: &Group) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(empty(group));
    same_names(&group.actors, &mut findings);
    for (index, actor) in group.actors.iter().enumerate() {
        let arrow = wrong_arrow(index, actor);
        // Without the interrupt that was read as a part of it.
        let body = match &arrow {
            Some(Finding { fault: Fault::Arrow { place: ArrowPlace::Body, before, .. }, .. }) => Some(&**before),
            _ => actor.body.as_ref(),
        };
        let end = body.and_then(|body| missing_ok(index, body));
        let interrupt = arrow.or_else(|| missing_interrupt(index, actor)).or_else(|| awaiting_interrupt(index, actor));
        findings.extend(interrupt);
        findings.extend(end);
    }
    findings
}

/// A group without an actor.
fn empty(group: &Group) -> Option<Finding> {
    if !group.actors.is_empty() || !group.mistakes.is_empty() {
        return None;
    }
    let message = "a group needs an actor: `run_group! { actor => interrupt, .. }`";
    let span = group.error_token.or(group.place).unwrap_or_else(Span::call_site);
    Some(Finding::new(Mistake::new(span, message), Fault::None))
}

/// Two actors may have one name if no configuration has both. The compiler finds that out: the mistake is under
/// `#[cfg]`.
fn same_names(actors: &[Actor], findings: &mut Vec<Finding>) {
    let mut bearers: HashMap<String, Vec<&Actor>> = HashMap::new();
    for actor in actors {
        if let Some(name) = &actor.name {
            let others = bearers.entry(name.unraw().to_string()).or_default();
            let mistakes = same_name(name, actor, others);
            findings.extend(mistakes.into_iter().map(|mistake| Finding::new(mistake, Fault::None)));
            others.push(actor);
        }
    }
}

/// What is wrong with a name that other actors have, too.
fn same_name(name: &Ident, actor: &Actor, others: &[&Actor]) -> Vec<Mistake> {
    let always = |actor: &&Actor| actor.attributes.cfg.is_empty();
    if others.is_empty() {
        Vec::new()
    } else if always(&actor) && others.iter().all(always) {
        vec![Mistake::new(name.span(), format!("the name `{name}` is given twice"))]
    } else if always(&actor) || others.iter().any(always) {
        let message = format!("the name `{name}` is given twice: each that bears it needs a `#[cfg]`");
        vec![Mistake::new(name.span(), message)]
    } else {
        let in_one_configuration = |other: &&Actor| {
            let cfg = [*other, actor].iter().flat_map(|actor| actor.attributes.predicates()).collect();
            let message = format!("the name `{name}` is given twice, in one configuration");
            Mistake { error: Error::new(name.span(), message), cfg }
        };
        others.iter().map(in_one_configuration).collect()
    }
}

/// `actor >= interrupt`, which reads as a comparison: its left side is the actor, or the condition.
fn wrong_arrow(index: usize, actor: &Actor) -> Option<Finding> {
    let Actor { body: Some(body), guard, interrupt: None, .. } = actor else { return None };
    let (left, place) = match guard {
        None => (body, ArrowPlace::Body),
        Some(guard) => (guard, ArrowPlace::Guard),
    };
    let needs_none = actor.stop().is_some() || actor.nested.is_some();
    if place == ArrowPlace::Guard && needs_none {
        return None;
    }
    let Expr::Binary(operation) = left else { return None };
    let is_wrong = match operation.op {
        // A comparison is no future, but it may be a condition.
        BinOp::Ge(_) | BinOp::Le(_) | BinOp::Eq(_) => {
            place == ArrowPlace::Body || is_like_an_interrupt(&operation.right)
        }
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
    let fault = Fault::Arrow { actor: index, place, before: Box::new(first.clone()) };
    Some(Finding::new(Error::new(arrow.span(), message), fault))
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

/// An actor that surely needs an interrupt. Of what else has none, the compiler finds out whether it knows how to stop.
fn missing_interrupt(index: usize, actor: &Actor) -> Option<Finding> {
    let Actor { body: Some(body), interrupt: None, handle, name, .. } = actor else { return None };
    let (span, message) = match handle {
        Some(Handle::Nothing(underscore, _)) => (
            *underscore,
            "after `|_|` this actor needs an interrupt: write `=> drop`, `=> { .. }` or `=> token` after it, or give its \
             stop signal a name, `|stop| actor`",
        ),
        None if tail_async(body).is_some() || may_diverge(body) => (
            name.as_ref().map_or_else(|| body.span(), Spanned::span),
            "this actor has no interrupt: write `=> drop`, `=> { .. }` or `=> token` after it, or let it take a stop \
             signal, `|stop| actor`",
        ),
        _ => return None,
    };
    Some(Finding::new(Error::new(span, message), Fault::Interrupt { actor: index }))
}

/// `todo!()` and the like, of a type that is known too late for the compiler to find out.
fn may_diverge(body: &Expr) -> bool {
    const NEVER: [&str; 4] = ["panic", "todo", "unimplemented", "unreachable"];
    matches!(body, Expr::Macro(call) if NEVER.iter().any(|never| call.mac.path.is_ident(never)))
}

/// An interrupt that awaits where it cannot.
fn awaiting_interrupt(index: usize, actor: &Actor) -> Option<Finding> {
    let body = match actor.interrupt.as_ref()? {
        Interrupt::Block(block) => block,
        Interrupt::Closure(closure) => &*closure.body,
        _ => return None,
    };
    let span = awaits(body.to_token_stream())?;
    let message = "what waits goes into an `async` block: `=> async { .. }`";
    Some(Finding::new(Error::new(span, message), Fault::Interrupt { actor: index }))
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
            // Skips its block, which stands after `move` or a closure's parameters.
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

/// An inline `async` block that ends in `()`, as far as its tokens show. Where its types have to be known, the compiler
/// reports it.
fn missing_ok(index: usize, body: &Expr) -> Option<Finding> {
    let block = tail_async(body)?;
    let end = match block.block.stmts.last() {
        None => block.async_token.span(),
        Some(Stmt::Expr(Expr::Await(_) | Expr::Try(_) | Expr::Assign(_), Some(semi))) => semi.span(),
        Some(Stmt::Expr(Expr::While(last), None)) => last.span(),
        Some(Stmt::Expr(Expr::ForLoop(last), None)) => last.span(),
        Some(last @ Stmt::Local(_)) => last.span(),
        _ => return None,
    };
    let message = "an inline `async` block ends with a `Result`: write `Ok(())` at its end";
    Some(Finding::new(Error::new(end, message), Fault::End { actor: index, end }))
}
