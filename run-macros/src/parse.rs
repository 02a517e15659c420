//! Reads a group, and goes on behind a mistake: at the comma after it, or at the name of the next actor.

use proc_macro2::{Ident, Span, TokenTree};
use syn::{
    Error, Expr, ExprClosure, Pat, Result, ReturnType, Token,
    ext::IdentExt,
    parse::{Parse, ParseStream, discouraged::Speculative},
    spanned::Spanned,
    token,
};

use crate::{
    ast::{Actor, Group, Interrupt, Mistake, Row, tail_async},
    attribute,
};

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
    if starts_error_type(input) {
        group.error_token = Some(input.span());
        match error_type(input) {
            Ok(error) => group.error = Some(error),
            Err(mistake) => {
                group.mistakes.push(mistake.into());
                skip_past(input, ';');
            }
        }
    }
    while !input.is_empty() {
        let mut actor = Actor::default();
        let outcome = read_actor(input, &mut actor, &mut group.mistakes);
        match outcome {
            Err(mistake) => {
                group.mistakes.push(mistake.into());
                // What follows the mistake has not been read: that there is no interrupt is not known.
                actor.interrupt.get_or_insert(Interrupt::Broken);
                skip_past(input, ',');
            }
            Ok(()) if input.is_empty() => {}
            Ok(()) => {
                if let Err(mistake) = comma(input) {
                    group.mistakes.push(mistake.into());
                }
            }
        }
        group.actors.push(actor);
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

fn starts_error_type(input: ParseStream<'_>) -> bool {
    input.peek(Token![type]) && !input.peek2(Token![:])
}

fn read_actor(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<()> {
    let attribute = input.peek(Token![#]).then(|| input.span());
    actor.attributes = attribute::read(input, mistakes)?;
    if starts_error_type(input) {
        return Err(match attribute {
            None => input.error("`type Error = ..;` stands once, before the first actor"),
            Some(span) => Error::new(span, "`type Error = ..;` has no attributes"),
        });
    }
    name(input, actor, mistakes)?;
    body(input, actor)?;
    if actor.name.is_none() {
        missing_colon(input, actor, mistakes)?;
    }
    row(input, actor)?;
    guard(input, actor)?;
    if input.peek(Token![=>]) {
        read_interrupt(input, actor)
    } else if actor.stop.is_none() && !input.is_empty() && !ends(input) && !starts_named(input) {
        Err(input.error("expected `=>` between the actor and its interrupt"))
    } else {
        Ok(())
    }
}

/// `name:`
fn name(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<()> {
    if starts_named(input) {
        actor.name = Some(input.parse()?);
        input.parse::<Token![:]>()?;
    } else if is_name_before_stop(input) {
        let name = input.parse()?;
        mistakes.push(Mistake::new(input.span(), format!("expected `:` between the name `{name}` and its actor")));
        actor.name = Some(name);
    }
    if input.peek(syn::Ident::peek_any) && is_colon(input, 2) && !starts_named(input) {
        let name = input.call(syn::Ident::parse_any)?;
        return Err(Error::new(name.span(), format!("`{name}` is a keyword: as a name, write `r#{name}`")));
    }
    Ok(())
}

/// `name |stop|`, without the colon, which would read as an `or` of three.
fn is_name_before_stop(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    input.peek(syn::Ident)
        && input.peek2(Token![|])
        && ahead.parse::<Ident>().is_ok()
        && ahead.parse::<Token![|]>().is_ok()
        && ahead.parse::<syn::Ident>().is_ok()
        && ahead.peek(Token![|])
}

/// `actor` or `|stop| actor`
fn body(input: ParseStream<'_>, actor: &mut Actor) -> Result<()> {
    if input.is_empty() || ends(input) || starts_named(input) {
        return Err(input.error("expected an actor: a future, or `thread(..)`"));
    }
    match bare(expr(input, Expr::parse)?) {
        Expr::Closure(closure) => {
            actor.stop = Some(stop(&closure)?);
            actor.body = Some(bare(*closure.body));
        }
        Expr::Assign(assign) => {
            let message = match *assign.left {
                Expr::Path(_) if actor.name.is_none() => "expected `:` between the name and its actor, found `=`",
                _ => "expected `=>` between the actor and its interrupt, found `=`",
            };
            return Err(Error::new(assign.eq_token.span(), message));
        }
        body => actor.body = Some(body),
    }
    Ok(())
}

/// A name without its colon reads as an actor, with another one behind it.
fn missing_colon(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<()> {
    let name = match &actor.body {
        Some(Expr::Path(path)) if actor.stop.is_none() => path.path.get_ident().cloned(),
        _ => None,
    };
    let starts = input.peek(syn::Ident) && !starts_named(input) || input.peek(Token![async]) || input.peek(syn::Lit);
    if let (Some(name), true) = (name, starts) {
        mistakes.push(Mistake::new(input.span(), format!("expected `:` between the name `{name}` and its actor")));
        actor.name = Some(name);
        actor.body = None;
        body(input, actor)?;
    }
    Ok(())
}

/// `for pattern in items`
fn row(input: ParseStream<'_>, actor: &mut Actor) -> Result<()> {
    if input.peek(Token![for]) {
        input.parse::<Token![for]>()?;
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        if !input.peek(Token![in]) {
            return Err(input.error("expected `in`: `actor for item in items => interrupt`"));
        }
        input.parse::<Token![in]>()?;
        if input.is_empty() || ends(input) {
            return Err(input.error("expected what the items are taken from, behind `in`"));
        }
        let items = before_brace(input)?;
        actor.row = Some(Row { pattern, items });
    }
    Ok(())
}

/// `if condition`
fn guard(input: ParseStream<'_>, actor: &mut Actor) -> Result<()> {
    if input.peek(Token![if]) {
        input.parse::<Token![if]>()?;
        if input.is_empty() || ends(input) {
            return Err(input.error("expected a condition behind `if`"));
        }
        actor.guard = Some(before_brace(input)?);
        if input.peek(Token![for]) {
            return Err(
                input.error("`for` stands before `if`, which sees its items: `actor for item in items if condition`")
            );
        }
        if input.peek(Token![if]) {
            return Err(input.error("an actor has one condition: join them with `&&`"));
        }
    }
    Ok(())
}

/// `=> interrupt`
fn read_interrupt(input: ParseStream<'_>, actor: &mut Actor) -> Result<()> {
    let arrow: Token![=>] = input.parse()?;
    // What cannot be read is going to be reported; the actor itself is still checked.
    actor.interrupt = Some(Interrupt::Broken);
    if input.is_empty() || ends(input) || starts_named(input) {
        let message = "expected an interrupt behind `=>`: `drop`, `{ .. }`, `|cause| ..`, `async { .. }` or a value";
        return Err(Error::new(arrow.spans[0], message));
    }
    actor.interrupt = Some(interrupt(bare(expr(input, Expr::parse)?))?);
    if input.peek(Token![if]) {
        return Err(input.error("the condition stands before `=>`: `actor if condition => interrupt`"));
    }
    if input.peek(Token![for]) {
        return Err(input.error("`for` stands before `=>`: `actor for item in items => interrupt`"));
    }
    Ok(())
}

/// An expression. One that has run into the name of the next actor is not finished: that actor is read on its own.
fn expr(input: ParseStream<'_>, parse: fn(ParseStream<'_>) -> Result<Expr>) -> Result<Expr> {
    let begin = input.fork();
    let expr = parse(input)?;
    if is_colon(input, 1) {
        if let Some((name, before)) = back_up(input, &begin) {
            let message = format!("this expression is not finished: the actor `{name}` begins behind it");
            return Err(Error::new(before, message));
        }
    }
    Ok(expr)
}

/// Goes back in front of the word that has been read last, and returns it with the place of what stands before it.
fn back_up(input: ParseStream<'_>, begin: ParseStream<'_>) -> Option<(Ident, Span)> {
    let end = input.cursor();
    let found = begin.step(|cursor| {
        let (mut rest, mut before) = (*cursor, cursor.span());
        while let Some((token, next)) = rest.token_tree() {
            match token {
                TokenTree::Ident(word) if next == end => return Ok((Some((word, before)), rest)),
                token => before = token.span(),
            }
            rest = next;
        }
        Ok((None, *cursor))
    });
    let found = found.ok().flatten()?;
    input.advance_to(begin);
    Some(found)
}

/// An expression as it stands before a block: in it, a struct literal stands between parentheses.
fn before_brace(input: ParseStream<'_>) -> Result<Expr> {
    let found = expr(input, Expr::parse_without_eager_brace)?;
    if input.peek(token::Brace) && matches!(found, Expr::Path(_) | Expr::Binary(_) | Expr::Let(_)) {
        return Err(input.error("a struct literal stands between parentheses here"));
    }
    Ok(found)
}

/// Whether the token number `n` that follows is a `:`, and not half of a `::`.
fn is_colon(input: ParseStream<'_>, n: usize) -> bool {
    match n {
        1 => input.peek(Token![:]) && !input.peek(Token![::]),
        _ => input.peek2(Token![:]) && !input.peek2(Token![::]),
    }
}

/// Whether a name and its colon follow: the only way in which one word and a colon can stand in a list.
fn starts_named(input: ParseStream<'_>) -> bool {
    input.peek(syn::Ident) && is_colon(input, 2)
}

/// Whether what is being read of an actor ends here.
fn ends(input: ParseStream<'_>) -> bool {
    input.peek(Token![,]) || input.peek(Token![;]) || input.peek(Token![=>])
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
        Expr::Path(path) if is_the_function_drop(&path.path) => {
            return Err(Error::new(path.span(), "to have the actor dropped, write `=> drop`: it is a word here"));
        }
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

/// `mem::drop`, `std::mem::drop` and `core::mem::drop`.
fn is_the_function_drop(path: &syn::Path) -> bool {
    let mut words = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    words.next().as_deref() == Some("drop") && words.next().as_deref() == Some("mem")
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

/// Goes on behind the next such punctuation, or at the name of the next actor, or at the end. Whatever stands in a group
/// is inside it.
fn skip_past(input: ParseStream<'_>, end: char) {
    let mut label = false;
    while label || !starts_named(input) {
        match input.parse::<TokenTree>() {
            Ok(TokenTree::Punct(punct)) if punct.as_char() == end => return,
            // `'name:` before a loop, or `|name: Type|`, `(mut name: Type)` and the like.
            Ok(TokenTree::Punct(punct)) => label = matches!(punct.as_char(), '\'' | '|'),
            Ok(_) => label = false,
            Err(_) => return,
        }
    }
}
