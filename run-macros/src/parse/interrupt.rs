//! Reads `=> interrupt`, and says which form an interrupt has.

use syn::{Error, Expr, Path, Result, Token, parse::ParseStream, spanned::Spanned, token};

use crate::{
    ast::{Actor, Interrupt, Mistake, tail_async},
    parse::{
        attribute,
        attribute::is_named_after_attributes,
        expr,
        expr::bare,
        lookahead::{here, is_missing, starts_attribute, starts_named},
    },
};

/// Whether what follows is an interrupt without its arrow, rather than the next actor.
pub fn starts(input: ParseStream<'_>) -> bool {
    let is_drop = input.fork().parse::<syn::Ident>().is_ok_and(|word| word == "drop");
    input.peek(token::Brace) || is_drop && !starts_named(input)
}

pub fn read(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<()> {
    let arrow: Token![=>] = input.parse()?;
    // What cannot be read is going to be reported; the actor itself is still checked.
    actor.interrupt = Some(Interrupt::Broken);
    if starts_attribute(input) && !is_named_after_attributes(input) {
        mistakes.push(Mistake::new(input.span(), "attributes stand before the name: `#[may_finish] name: actor`"));
        attribute::read(input, &mut Vec::new());
    }
    if is_missing(input) {
        let message = "expected an interrupt after `=>`: `drop`, `{ .. }`, `|cause| ..`, `async { .. }` or a value";
        return Err(Error::new(arrow.spans[0], message));
    }
    actor.interrupt = Some(form(bare(expr::read(input)?))?);
    if input.peek(Token![if]) {
        return Err(here(input, "the condition stands before `=>`: `actor if condition => interrupt`"));
    }
    if input.peek(Token![for]) {
        return Err(here(input, "`for` stands before `=>`: `actor for item in items => interrupt`"));
    }
    Ok(())
}

/// The form of an interrupt.
pub fn form(expr: Expr) -> Result<Interrupt> {
    Ok(match expr {
        Expr::Path(path) if path.path.is_ident("drop") => Interrupt::Drop(path.span()),
        Expr::Path(path) if is_the_function_drop(&path.path) => {
            return Err(Error::new(path.span(), "to have the actor dropped, write `=> drop`: it is a word here"));
        }
        Expr::Block(_) | Expr::Unsafe(_) => Interrupt::Block(expr),
        Expr::Async(block) => Interrupt::Async(block),
        Expr::Closure(closure) => {
            if let Some(second) = closure.inputs.iter().nth(1) {
                let message = "an interrupt has one parameter at the most, the cause: `|cause| ..`";
                return Err(Error::new(second.span(), message));
            }
            match &closure.asyncness {
                Some(asyncness) if !closure.inputs.is_empty() => {
                    let message = "the future of an `async` closure would borrow the cause: write \
                                   `|cause| { let why = cause.to_string(); async move { .. } }`";
                    return Err(Error::new(asyncness.span(), message));
                }
                Some(_) => Interrupt::AsyncClosure(closure),
                None if tail_async(&closure.body).is_some() => Interrupt::AsyncClosure(closure),
                None => Interrupt::Closure(closure),
            }
        }
        Expr::Call(call) if is_drop(&call.func) => {
            let message = if call.args.is_empty() {
                "to have the actor dropped, write `=> drop`: it is a word here"
            } else {
                "this would be called at once: what is called when the actor is interrupted stands in a block, `=> { drop(it) }`"
            };
            return Err(Error::new(call.func.span(), message));
        }
        Expr::Infer(it) => {
            return Err(Error::new(
                it.span(),
                "expected an interrupt, found `_`: `=> drop`, `=> { .. }` or `=> token`",
            ));
        }
        value => Interrupt::Value(value),
    })
}

fn is_drop(function: &Expr) -> bool {
    matches!(function, Expr::Path(path) if path.path.is_ident("drop") || is_the_function_drop(&path.path))
}

/// `mem::drop`, `std::mem::drop` and `core::mem::drop`.
fn is_the_function_drop(path: &Path) -> bool {
    let mut words = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    words.next().as_deref() == Some("drop") && words.next().as_deref() == Some("mem")
}
