//! Reads a group, and goes on behind a mistake: at the comma after it.

use proc_macro2::{Ident, TokenTree};
use syn::{
    Attribute, Error, Expr, ExprClosure, Pat, Result, ReturnType, Token,
    ext::IdentExt,
    parse::{Parse, ParseStream},
    spanned::Spanned,
};

use crate::ast::{Actor, Group, Interrupt, tail_async};

/// `[$crate]`, then what the user wrote.
pub struct Input {
    pub runtime: Ident,
    pub group: Group,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let runtime;
        syn::bracketed!(runtime in input);
        Ok(Input { runtime: runtime.call(Ident::parse_any)?, group: group(input) })
    }
}

fn group(input: ParseStream<'_>) -> Group {
    let mut group = Group { error: None, error_token: None, actors: Vec::new(), mistakes: Vec::new() };
    if input.peek(Token![type]) && !input.peek2(Token![:]) {
        group.error_token = Some(input.span());
        match error_type(input) {
            Ok(error) => group.error = Some(error),
            Err(mistake) => {
                group.mistakes.push(mistake);
                skip_past(input, ';');
            }
        }
    }
    while !input.is_empty() {
        let mut actor = Actor { name: None, stop: None, body: None, guard: None, interrupt: None };
        let outcome = read_actor(input, &mut actor);
        group.actors.push(actor);
        match outcome {
            Err(mistake) => {
                group.mistakes.push(mistake);
                // What follows the mistake has not been read: that there is no interrupt is not known.
                if let Some(actor) = group.actors.last_mut() {
                    actor.interrupt.get_or_insert(Interrupt::Broken);
                }
                skip_past(input, ',');
            }
            Ok(()) if input.is_empty() => {}
            Ok(()) => {
                if let Err(mistake) = comma(input) {
                    group.mistakes.push(mistake);
                }
            }
        }
    }
    group
}

/// `type Error = MyError;`
fn error_type(input: ParseStream<'_>) -> Result<syn::Type> {
    input.parse::<Token![type]>()?;
    let name: syn::Ident = input.parse()?;
    if name != "Error" {
        return Err(Error::new(name.span(), "the group's error type is given as `type Error = MyError;`"));
    }
    input.parse::<Token![=]>()?;
    let error = input.parse()?;
    if !input.peek(Token![;]) {
        return Err(input.error("expected `;` behind the error type: `type Error = MyError;`"));
    }
    input.parse::<Token![;]>()?;
    Ok(error)
}

fn read_actor(input: ParseStream<'_>, actor: &mut Actor) -> Result<()> {
    if input.peek(Token![type]) && !input.peek2(Token![:]) {
        return Err(input.error("`type Error = ..;` stands once, before the first actor"));
    }
    let attributes = input.call(Attribute::parse_outer)?;
    // A doc comment is for who reads the list.
    if let Some(attribute) = attributes.iter().find(|attribute| !attribute.path().is_ident("doc")) {
        return Err(Error::new(attribute.path().span(), "this attribute is not known to `run_group!`"));
    }
    if input.peek(syn::Ident) && input.peek2(Token![:]) && !input.peek2(Token![::]) {
        actor.name = Some(input.parse()?);
        input.parse::<Token![:]>()?;
    }
    if input.peek(syn::Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::]) {
        let name = input.call(syn::Ident::parse_any)?;
        return Err(Error::new(name.span(), format!("`{name}` is a keyword: as a name, write `r#{name}`")));
    }
    if input.is_empty() || input.peek(Token![,]) || input.peek(Token![=>]) {
        return Err(input.error("expected an actor: a future, or `thread(..)`"));
    }
    match bare(input.parse()?) {
        Expr::Closure(closure) => {
            actor.stop = Some(stop(&closure)?);
            actor.body = Some(bare(*closure.body));
        }
        body => actor.body = Some(body),
    }
    if input.peek(Token![for]) {
        return Err(input.error("`for` is not known to `run_group!` yet"));
    }
    if input.peek(Token![if]) {
        input.parse::<Token![if]>()?;
        if input.is_empty() || input.peek(Token![,]) || input.peek(Token![=>]) {
            return Err(input.error("expected a condition behind `if`"));
        }
        actor.guard = Some(input.parse()?);
    }
    if input.peek(Token![=>]) {
        let arrow: Token![=>] = input.parse()?;
        if input.is_empty() || input.peek(Token![,]) {
            let message =
                "expected an interrupt behind `=>`: `drop`, `{ .. }`, `|cause| ..`, `async { .. }` or a value";
            actor.interrupt = Some(Interrupt::Broken);
            return Err(Error::new(arrow.spans[0], message));
        }
        // What cannot be read has been reported; the actor itself is still checked.
        actor.interrupt = Some(Interrupt::Broken);
        actor.interrupt = Some(interrupt(bare(input.parse()?))?);
        if input.peek(Token![if]) {
            return Err(input.error("the condition stands before `=>`: `actor if condition => interrupt`"));
        }
    } else if actor.stop.is_none() && !input.is_empty() && !starts_next(input) {
        return Err(input.error("expected `=>` between the actor and its interrupt"));
    }
    Ok(())
}

/// Whether an actor ends here: at a comma, or where only the comma is missing before the name of the next one.
fn starts_next(input: ParseStream<'_>) -> bool {
    let named = input.peek(syn::Ident) && input.peek2(Token![:]) && !input.peek2(Token![::]);
    named || input.peek(Token![,]) || input.peek(Token![;])
}

/// The expression inside parentheses, and inside the invisible ones that a fragment of somebody's `macro_rules!` has.
fn bare(expr: Expr) -> Expr {
    match expr {
        Expr::Group(group) => bare(*group.expr),
        Expr::Paren(paren) => bare(*paren.expr),
        expr => expr,
    }
}

/// The name in `|stop| actor`.
fn stop(closure: &ExprClosure) -> Result<Ident> {
    let extra = [
        closure.lifetimes.as_ref().map(Spanned::span),
        closure.constness.as_ref().map(Spanned::span),
        closure.asyncness.as_ref().map(Spanned::span),
        closure.capture.as_ref().map(Spanned::span),
        match &closure.output {
            ReturnType::Default => None,
            ReturnType::Type(arrow, _) => Some(arrow.span()),
        },
    ];
    if let Some(span) = extra.into_iter().flatten().next() {
        let message = "an actor is a future, not a closure: `|stop|`, which hands it a stop signal, is written plainly";
        return Err(Error::new(span, message));
    }
    let mut names = closure.inputs.iter();
    match (names.next(), names.next()) {
        (Some(Pat::Ident(name)), None)
            if name.by_ref.is_none() && name.mutability.is_none() && name.subpat.is_none() =>
        {
            Ok(name.ident.clone())
        }
        (None, _) => Err(Error::new(
            closure.inputs_begin.span(),
            "an actor is a future, not a closure: write `thread(|| ..)` for synchronous code",
        )),
        (_, Some(second)) => Err(Error::new(second.span(), "`|stop|` hands the actor one thing, its stop signal")),
        (Some(pattern), None) => Err(Error::new(pattern.span(), "`|stop|` takes a plain name")),
    }
}

/// The form of an interrupt.
fn interrupt(expr: Expr) -> Result<Interrupt> {
    Ok(match expr {
        Expr::Path(path) if path.path.is_ident("drop") => Interrupt::Drop(path.span()),
        Expr::Block(_) | Expr::Unsafe(_) => Interrupt::Block(expr),
        Expr::Async(block) => Interrupt::Async(block),
        Expr::Closure(mut closure) => {
            if let Some(second) = closure.inputs.iter().nth(1) {
                let message = "an interrupt has one parameter at the most, the cause: `|cause| ..`";
                return Err(Error::new(second.span(), message));
            }
            if let Some(asyncness) = &closure.asyncness {
                let message = "an asynchronous interrupt is `async { .. }`, or `|cause| { ..; async move { .. } }`, which \
                               takes from the cause what it needs before it is polled";
                return Err(Error::new(asyncness.span(), message));
            }
            match tail_async(&mut closure.body) {
                Some(_) => Interrupt::AsyncClosure(closure),
                None => Interrupt::Closure(closure),
            }
        }
        value => Interrupt::Value(value),
    })
}

fn comma(input: ParseStream<'_>) -> Result<()> {
    if input.peek(Token![,]) {
        input.parse::<Token![,]>().map(drop)
    } else if input.peek(Token![=>]) {
        let mistake = input.error("expected `,`: an actor has one interrupt, behind one `=>`");
        skip_past(input, ',');
        Err(mistake)
    } else if input.peek(Token![;]) {
        let mistake = input.error("actors are separated by `,`, not by `;`");
        input.parse::<Token![;]>()?;
        Err(mistake)
    } else {
        let mistake = input.error("expected `,` before the next actor");
        if !starts_actor(input) {
            skip_past(input, ',');
        }
        Err(mistake)
    }
}

/// Whether what follows could be an actor, in front of which only the comma is missing.
fn starts_actor(input: ParseStream<'_>) -> bool {
    input.peek(syn::Ident) || input.peek(Token![|]) || input.peek(Token![#]) || input.peek(Token![async])
}

/// Goes on behind the next such punctuation, or to the end. Whatever stands in a group is inside it.
fn skip_past(input: ParseStream<'_>, end: char) {
    while let Ok(token) = input.parse::<TokenTree>() {
        if matches!(token, TokenTree::Punct(punct) if punct.as_char() == end) {
            return;
        }
    }
}
