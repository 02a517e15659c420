//! Reads a group, and goes on behind a mistake: at the comma after it, or at the name of the next actor.

use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
use syn::{
    Error, Expr, ExprClosure, Pat, Result, ReturnType, Token,
    ext::IdentExt,
    parse::{Parse, ParseBuffer, ParseStream, Parser, discouraged::Speculative},
    spanned::Spanned,
    token,
};

use crate::{
    ast::{Actor, Attributes, Group, Interrupt, Mistake, Row, tail_async},
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
        let runtime = runtime.call(Ident::parse_any)?;
        let list = in_braces(input.parse()?);
        // What stands between delimiters and has not been read is nobody's mistake but the parser's: it says so once, of
        // the whole. Then each actor is looked at on its own.
        let group = read(list.clone(), false).or_else(|_| read(list, true))?;
        Ok(Input { runtime, group })
    }
}

/// Puts braces around the list, at its last token: what is missing at its end is missing there.
fn in_braces(list: TokenStream) -> TokenStream {
    let end = list.clone().into_iter().last().map(|token| match token {
        TokenTree::Group(group) => group.span_close(),
        token => token.span(),
    });
    let mut braces = proc_macro2::Group::new(Delimiter::Brace, list);
    braces.set_span(end.unwrap_or_else(Span::call_site));
    TokenTree::from(braces).into()
}

/// Reads what stands in the braces. If nothing may be left between delimiters, then each that has left something says so.
fn read(list: TokenStream, each: bool) -> Result<Group> {
    let mut group = None;
    let parse = |input: ParseStream<'_>| {
        let list;
        syn::braced!(list in input);
        group = Some(self::group(&list, each));
        Ok(())
    };
    match (parse.parse2(list), group) {
        (Ok(()), Some(group)) => Ok(group),
        (Err(_), Some(group)) if each => Ok(group),
        (Err(mistake), _) => Err(mistake),
        (Ok(()), None) => unreachable!("a list that has been read"),
    }
}

/// What is left between delimiters of what has been read from `begin` on.
fn left(
    begin: ParseStream<'_>,
    input: ParseStream<'_>,
    again: impl FnOnce(ParseStream<'_>) -> Result<()>,
) -> Result<()> {
    let mut tokens = TokenStream::new();
    while begin.cursor() < input.cursor() {
        tokens.extend([begin.parse::<TokenTree>()?]);
    }
    again.parse2(tokens)
}

fn group(input: ParseStream<'_>, each: bool) -> Group {
    let mut group = Group { error: None, error_token: None, actors: Vec::new(), mistakes: Vec::new() };
    if starts_error_type(input) {
        group.error_token = Some(input.span());
        let begin = input.fork();
        match error_type(input) {
            Ok(error) => {
                group.error = Some(error);
                if each {
                    let left = left(&begin, input, |input| error_type(input).map(drop));
                    group.mistakes.extend(left.err().map(Mistake::from));
                }
            }
            Err(mistake) => {
                group.mistakes.push(mistake.into());
                skip_past(input, ';');
            }
        }
    }
    while !input.is_empty() {
        if starts_error_type(input) {
            group.mistakes.push(input.error("`type Error = ..;` stands once, before the first actor").into());
            skip_past(input, ';');
            let _ = input.parse::<Option<Token![,]>>();
            continue;
        }
        let mut actor = Actor::default();
        let begin = input.fork();
        let outcome = read_actor(input, &mut actor, &mut group.mistakes);
        // One that ends too early is going to be reported: no comma is missing behind it.
        let ends_early = actor.interrupt.is_none() && actor.stop.is_none();
        if each && outcome.is_ok() {
            let again = |input: ParseStream<'_>| read_actor(input, &mut Actor::default(), &mut Vec::new());
            if let Err(mistake) = left(&begin.fork(), input, again) {
                group.mistakes.push(mistake.into());
                actor.interrupt.get_or_insert(Interrupt::Broken);
            }
        }
        match outcome {
            Err(mistake) => {
                group.mistakes.push(recover(&begin, input, mistake).into());
                // What follows the mistake has not been read: that there is no interrupt is not known.
                actor.interrupt.get_or_insert(Interrupt::Broken);
            }
            Ok(()) if input.is_empty() || ends_early && starts_next(input) => {}
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
    let message = "the group's error type is given as `type Error = MyError;`";
    input.parse::<Token![type]>()?;
    match input.parse::<Option<syn::Ident>>()? {
        Some(name) if name == "Error" => {}
        Some(name) => return Err(Error::new(name.span(), message)),
        None => return Err(here(input, message)),
    }
    if !input.peek(Token![=]) || input.peek(Token![=>]) || input.peek(Token![==]) {
        return Err(here(input, message));
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() || ends(input) {
        return Err(here(input, message));
    }
    let begin = input.cursor();
    let error = input.parse();
    if error.is_err() && input.cursor() == begin {
        return Err(here(input, "expected a type, as in `type Error = MyError;`"));
    }
    let error = error?;
    if !input.peek(Token![;]) {
        return Err(here(input, "expected `;` behind the error type: `type Error = MyError;`"));
    }
    input.parse::<Token![;]>()?;
    Ok(error)
}

fn starts_error_type(input: ParseStream<'_>) -> bool {
    input.peek(Token![type]) && !input.peek2(Token![:])
}

fn read_actor(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<()> {
    let (begin, known) = (input.span(), mistakes.len());
    actor.attributes = attribute::read(input, mistakes);
    if starts_error_type(input) {
        mistakes.push(Mistake::new(begin, "`type Error = ..;` has no attributes"));
        actor.attributes = Attributes::default();
        skip_past(input, ';');
    }
    if mistakes.len() > known && (input.is_empty() || ends(input)) {
        // There is no more of it than what has been reported.
        actor.interrupt = Some(Interrupt::Broken);
        return Ok(());
    }
    let before = name(input, actor, mistakes)?;
    body(input, actor, before, mistakes)?;
    if actor.name.is_none() {
        missing_colon(input, actor, mistakes)?;
    }
    row(input, actor)?;
    guard(input, actor)?;
    if input.peek(Token![=>]) {
        read_interrupt(input, actor)
    } else if actor.interrupt.is_none() && !is_missing(input) && (actor.stop.is_none() || starts_interrupt(input)) {
        Err(here(input, "expected `=>` between the actor and its interrupt"))
    } else {
        Ok(())
    }
}

/// `name:`, and where what stands before the actor ends.
fn name(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<Span> {
    let mut before = input.span();
    if starts_named(input) {
        actor.name = Some(input.parse()?);
        before = input.parse::<Token![:]>()?.span();
    } else if is_name_before_stop(input) {
        let name = input.parse()?;
        mistakes.push(Mistake::new(input.span(), format!("expected `:` between the name `{name}` and its actor")));
        actor.name = Some(name);
    }
    if input.peek(syn::Ident::peek_any) && is_colon(input, 2) && !starts_named(input) {
        let name = input.call(syn::Ident::parse_any)?;
        let message = match name.to_string().as_str() {
            "_" | "self" | "Self" | "super" | "crate" => format!("`{name}` cannot be a name: write another, or none"),
            _ => format!("`{name}` is a keyword: as a name, write `r#{name}`"),
        };
        return Err(Error::new(name.span(), message));
    }
    Ok(before)
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

fn past_attributes<'a>(input: &ParseBuffer<'a>) -> ParseBuffer<'a> {
    let ahead = input.fork();
    attribute::read(&ahead, &mut Vec::new());
    ahead
}

/// `actor` or `|stop| actor`
fn body(input: ParseStream<'_>, actor: &mut Actor, before: Span, mistakes: &mut Vec<Mistake>) -> Result<()> {
    if starts_attribute(input) && !starts_named(&past_attributes(input)) {
        let message = "attributes stand before the name: `#[may_finish] name: actor`";
        mistakes.push(Mistake::new(input.span(), message));
        attribute::read(input, &mut Vec::new());
    }
    if is_missing(input) {
        return Err(missing(input, before, "expected an actor: a future, or `thread(..)`"));
    }
    match bare(expr(input, Expr::parse)?) {
        Expr::Assign(assign) => {
            let equals = assign.eq_token.span();
            match (*assign.left, *assign.right) {
                (Expr::Path(left), body) if actor.name.is_none() => {
                    mistakes.push(Mistake::new(equals, "expected `:` between the name and its actor, found `=`"));
                    actor.name = left.path.get_ident().cloned();
                    set_body(actor, body)
                }
                (body, right) => {
                    mistakes.push(Mistake::new(equals, "expected `=>` between the actor and its interrupt, found `=`"));
                    actor.interrupt = Some(Interrupt::Broken);
                    set_body(actor, body)?;
                    actor.interrupt = Some(interrupt(bare(right))?);
                    Ok(())
                }
            }
        }
        body => set_body(actor, body),
    }
}

fn set_body(actor: &mut Actor, body: Expr) -> Result<()> {
    match bare(body) {
        Expr::Closure(closure) => {
            actor.stop = Some(stop(&closure)?);
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
        Expr::ForLoop(row) => {
            let message = "a row's `for` stands behind its actor: `actor for item in items => interrupt`";
            return Err(Error::new(row.for_token.span, message));
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
        actor.name = Some(name.clone());
        actor.body = None;
        body(input, actor, name.span(), mistakes)?;
    }
    Ok(())
}

/// `for pattern in items`
fn row(input: ParseStream<'_>, actor: &mut Actor) -> Result<()> {
    if input.peek(Token![for]) {
        let word: Token![for] = input.parse()?;
        if is_missing(input) {
            let message = "expected a pattern behind `for`: `actor for item in items => interrupt`";
            return Err(missing(input, word.span, message));
        }
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        if !input.peek(Token![in]) {
            let message = "expected `in`: `actor for item in items => interrupt`";
            return Err(missing(input, pattern.span(), message));
        }
        let word: Token![in] = input.parse()?;
        if is_missing(input) {
            return Err(missing(input, word.span, "expected what the items are taken from, behind `in`"));
        }
        let items = before_brace(input)?;
        actor.row = Some(Row { pattern, items });
        if input.peek(Token![for]) {
            return Err(input.error("an actor has one `for`: take the items from one iterator"));
        }
    }
    Ok(())
}

/// `if condition`
fn guard(input: ParseStream<'_>, actor: &mut Actor) -> Result<()> {
    if input.peek(Token![if]) {
        let word: Token![if] = input.parse()?;
        if is_missing(input) {
            return Err(missing(input, word.span, "expected a condition behind `if`"));
        }
        binding(&input.fork())?;
        actor.guard = Some(before_brace(input)?);
        if input.peek(Token![for]) {
            return Err(here(
                input,
                "`for` stands before `if`, which sees its items: `actor for item in items if condition`",
            ));
        }
        if input.peek(Token![if]) {
            return Err(here(input, "an actor has one condition: join them with `&&`"));
        }
    }
    Ok(())
}

/// `let pattern =`, if that is how the condition begins. An arrow behind the pattern would be read as half of it.
fn binding(input: ParseStream<'_>) -> Result<()> {
    if input.peek(Token![let]) {
        let word: Token![let] = input.parse()?;
        if is_missing(input) {
            return Err(missing(input, word.span, "expected a pattern behind `let`: `if let pattern = value`"));
        }
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        if is_missing(input) {
            return Err(missing(input, pattern.span(), "expected `=` and a value: `if let pattern = value`"));
        }
    }
    Ok(())
}

/// `=> interrupt`
fn read_interrupt(input: ParseStream<'_>, actor: &mut Actor) -> Result<()> {
    let arrow: Token![=>] = input.parse()?;
    // What cannot be read is going to be reported; the actor itself is still checked.
    actor.interrupt = Some(Interrupt::Broken);
    if is_missing(input) {
        let message = "expected an interrupt behind `=>`: `drop`, `{ .. }`, `|cause| ..`, `async { .. }` or a value";
        return Err(Error::new(arrow.spans[0], message));
    }
    actor.interrupt = Some(interrupt(bare(expr(input, Expr::parse)?))?);
    if input.peek(Token![if]) {
        return Err(here(input, "the condition stands before `=>`: `actor if condition => interrupt`"));
    }
    if input.peek(Token![for]) {
        return Err(here(input, "`for` stands before `=>`: `actor for item in items => interrupt`"));
    }
    Ok(())
}

/// An expression. One that has run into the next actor is not finished: that actor is read on its own.
fn expr(input: ParseStream<'_>, parse: fn(ParseStream<'_>) -> Result<Expr>) -> Result<Expr> {
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
            Err(Error::new(before, format!("this expression is not finished: the {next} begins behind it")))
        }
    }
}

/// Goes back in front of the next actor, if its attribute or its name has been read as a part of what began at `begin`,
/// and returns the place of what stands before it.
fn back_up(input: ParseStream<'_>, begin: ParseStream<'_>) -> Option<(Span, String)> {
    let mut before = begin.span();
    while begin.cursor() < input.cursor() {
        let at = begin.fork();
        let token = begin.parse::<TokenTree>().ok()?;
        let next = match &token {
            _ if starts_attribute(&at) => "next actor".into(),
            TokenTree::Ident(name) if begin.cursor() == input.cursor() && starts_named(&at) => {
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

/// An expression as it stands before a block: in it, a struct literal stands between parentheses.
fn before_brace(input: ParseStream<'_>) -> Result<Expr> {
    let found = expr(input, Expr::parse_without_eager_brace)?;
    if input.peek(token::Brace) && matches!(found, Expr::Path(_) | Expr::Binary(_) | Expr::Let(_)) {
        return Err(here(input, "a struct literal stands between parentheses here"));
    }
    match open_end(&found) {
        None => Ok(found),
        Some(span) => Err(Error::new(span, "`break` and `return` stand between parentheses here")),
    }
}

/// The `break` or the like that an expression ends with, and that would take what stands behind it for its value.
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

/// Whether an attribute follows: an actor begins with it.
fn starts_attribute(input: ParseStream<'_>) -> bool {
    input.peek(Token![#]) && input.peek2(token::Bracket)
}

/// Whether the next actor follows, for all that can be seen.
fn starts_next(input: ParseStream<'_>) -> bool {
    starts_named(input) || starts_attribute(input)
}

/// Whether what is being read of an actor ends here.
fn ends(input: ParseStream<'_>) -> bool {
    input.peek(Token![,]) || input.peek(Token![;]) || input.peek(Token![=>])
}

/// Whether what was announced is not there.
fn is_missing(input: ParseStream<'_>) -> bool {
    input.is_empty() || ends(input) || starts_next(input)
}

/// Says that it is not: where it should stand, or behind what was before it, where the next actor has begun.
fn missing(input: ParseStream<'_>, before: Span, message: &str) -> Error {
    if starts_next(input) { Error::new(before, message) } else { here(input, message) }
}

/// A mistake at the next token, or at the last one where none follows, in these words alone.
fn here(input: ParseStream<'_>, message: &str) -> Error {
    if input.is_empty() { Error::new(input.span(), message) } else { input.error(message) }
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
        let mistake = here(input, "expected `,`: an actor has one interrupt, behind one `=>`");
        skip_past(input, ',');
        Err(mistake)
    } else if input.peek(Token![;]) {
        let mistake = here(input, "actors are separated by `,`, not by `;`");
        input.parse::<Token![;]>()?;
        Err(mistake)
    } else {
        let mistake = here(input, "expected `,` before the next actor");
        if !starts_actor(input) {
            skip_past(input, ',');
        }
        Err(mistake)
    }
}

/// Whether what follows is an interrupt rather than the next actor, if anything.
fn starts_interrupt(input: ParseStream<'_>) -> bool {
    let is_drop = input.fork().parse::<syn::Ident>().is_ok_and(|word| word == "drop");
    input.peek(token::Brace) || is_drop && !starts_named(input)
}

/// Whether what follows could be an actor, in front of which only the comma is missing.
fn starts_actor(input: ParseStream<'_>) -> bool {
    input.peek(syn::Ident) || input.peek(Token![|]) || input.peek(Token![#]) || input.peek(Token![async])
}

/// Goes on behind the next such punctuation, or at the name of the next actor, or at the end. Whatever stands in a group
/// is inside it.
fn skip_past(input: ParseStream<'_>, end: char) {
    skip(&input.fork(), input, end);
}

/// Goes on behind the comma after the mistake that an actor ends with, or at the next actor. What is not finished may
/// have run into that one: it is looked for from where this one begins. Then the mistake is where this one ends.
fn recover(begin: ParseStream<'_>, input: ParseStream<'_>, mistake: Error) -> Error {
    let found = input.fork();
    let ahead = begin.fork();
    // Past its own attributes and name.
    attribute::read(&ahead, &mut Vec::new());
    let _ = name(&ahead, &mut Actor::default(), &mut Vec::new());
    skip(&ahead, input, ',');
    if !starts_next(input) || input.cursor() > found.cursor() {
        return mistake;
    }
    let last = last_before(begin, input);
    if input.cursor() == found.cursor() {
        return Error::new(last, mistake);
    }
    Error::new(last, "this expression is not finished: the next actor begins behind it")
}

/// Where the last token before `input` begins.
fn last_before(begin: ParseStream<'_>, input: ParseStream<'_>) -> Span {
    let (mut last, mut joint) = (begin.span(), false);
    while begin.cursor() < input.cursor() {
        let Ok(token) = begin.parse::<TokenTree>() else { break };
        if !joint {
            last = token.span();
        }
        joint = matches!(&token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
    }
    last
}

/// Goes from `begin` to such punctuation behind `input`, or to a name.
fn skip(begin: ParseStream<'_>, input: ParseStream<'_>, end: char) {
    // `'name:` before a loop is no actor's, and a `|` behind an operand begins no closure.
    let (mut label, mut operand) = (false, false);
    while !begin.is_empty() && (label || !starts_next(begin)) {
        let closure = begin.peek(Token![|]) && !operand;
        if let Some(body) = closure.then(|| closing(begin)).flatten() {
            begin.advance_to(&body);
            continue;
        }
        let is_behind = begin.cursor() >= input.cursor();
        (label, operand) = match begin.parse::<TokenTree>() {
            Ok(TokenTree::Punct(punct)) if is_behind && punct.as_char() == end => break,
            Ok(TokenTree::Punct(punct)) => (punct.as_char() == '\'', punct.as_char() == '?'),
            Ok(TokenTree::Ident(word)) => (false, word != "move" && word != "async"),
            Ok(_) => (false, true),
            Err(_) => break,
        };
    }
    input.advance_to(begin);
}

/// What stands behind the parameters of the closure that begins here, if they end.
fn closing<'a>(input: &ParseBuffer<'a>) -> Option<ParseBuffer<'a>> {
    let ahead = input.fork();
    ahead.parse::<Token![|]>().ok()?;
    while !ahead.is_empty() && !ahead.peek(Token![=>]) {
        // That of the next actor, `name: |stop|`, not the one looked for.
        if is_colon(&ahead, 1) && ahead.peek2(Token![|]) {
            return None;
        }
        match ahead.parse::<TokenTree>().ok()? {
            TokenTree::Punct(punct) if punct.as_char() == '|' => return Some(ahead),
            _ => {}
        }
    }
    None
}
