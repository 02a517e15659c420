//! Recognises what is written elsewhere, in a `select!`, a `match`, a struct literal or in Go, and says what is written here.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{
    Error, Expr, Lit, Pat, Result, Stmt, Token,
    parse::{ParseStream, discouraged::Speculative},
    spanned::Spanned,
    token,
};

use crate::{
    ast::{Actor, Mistake},
    parse::{
        expr,
        lookahead::{is_colon, starts_named, starts_next},
        skip::skip_past,
    },
};

const AFTER: &str = "the condition stands after the actor: `name: actor if condition`";
const FOR: &str = "a row's `for` stands after its actor: `actor for item in items => interrupt`";

/// Before an actor: statements, which are skipped.
pub fn statements(input: ParseStream<'_>, mistakes: &mut Vec<Mistake>) {
    loop {
        let message = if input.peek(syn::Ident) && input.peek2(Token![;]) && is_word(input, "biased") {
            "actors are polled in the order written: leave `biased;` out"
        } else if input.peek(Token![let]) || input.peek(Token![use]) || input.peek(Token![static]) {
            "a statement stands before `run_group!`: between its braces are actors"
        } else {
            return;
        };
        mistakes.push(Mistake::new(input.span(), message));
        if input.fork().parse::<Stmt>().is_ok() {
            let _ = input.parse::<Stmt>();
        } else {
            skip_past(input, ';');
        }
    }
}

/// What begins as no actor does.
pub fn beginning(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<()> {
    // As most do.
    if starts_named(input) {
        return Ok(());
    }
    if input.peek(Token![else]) {
        return Err(input.error("a group has no `else`: it ends when its first actor does"));
    }
    if input.peek(Token![..]) {
        let message = "a list has no rest: write each actor, or one for each item, `name: actor for item in items`";
        return Err(input.error(message));
    }
    if input.peek(Token![pub]) || input.peek(Token![mut]) || input.peek(Token![ref]) {
        mistakes.push(Mistake::new(input.span(), "the name of an actor stands alone: `name: actor`"));
        input.parse::<proc_macro2::TokenTree>()?;
    }
    if input.peek(Lit) && is_colon(input, 2) {
        return Err(input.error("the name of an actor is a plain word: `name: actor`"));
    }
    word_with_marks(input, actor, mistakes)?;
    guard_before_colon(input, actor, mistakes)?;
    guard_around(input)?;
    pattern(input)
}

/// `for` where a body begins.
pub fn row_first(input: ParseStream<'_>) -> Result<()> {
    if input.peek(Token![for]) && !input.peek2(Token![<]) { Err(input.error(FOR)) } else { Ok(()) }
}

/// `http-2: actor` or `http::api: actor`
fn word_with_marks(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<()> {
    let ahead = input.fork();
    let Ok(first) = ahead.parse::<Ident>() else { return Ok(()) };
    let place = ahead.span();
    let mut name = first.to_string();
    while ahead.peek(Token![-]) || ahead.peek(Token![::]) {
        let _ = (ahead.parse::<Option<Token![-]>>()?, ahead.parse::<Option<Token![::]>>()?);
        match (ahead.parse::<Ident>(), ahead.parse::<Option<Lit>>()) {
            (Ok(word), _) => name = format!("{name}_{word}"),
            (Err(_), Ok(Some(Lit::Int(number)))) => name = format!("{name}_{number}"),
            _ => return Ok(()),
        }
    }
    if first != name && is_colon(&ahead, 1) {
        mistakes.push(Mistake::new(place, format!("the name of an actor is one word: `{name}: actor`")));
        ahead.parse::<Token![:]>()?;
        input.advance_to(&ahead);
        actor.name = Some(Ident::new(&name, first.span()));
    }
    Ok(())
}

/// `name if condition: actor`
fn guard_before_colon(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<()> {
    let ahead = input.fork();
    if !(ahead.peek(syn::Ident) && ahead.peek2(Token![if])) {
        return Ok(());
    }
    let name = ahead.parse::<Ident>()?;
    let word = ahead.parse::<Token![if]>()?;
    let Ok(condition) = Expr::parse_without_eager_brace(&ahead) else { return Ok(()) };
    if is_colon(&ahead, 1) {
        mistakes.push(Mistake::new(word.span, AFTER));
        ahead.parse::<Token![:]>()?;
        input.advance_to(&ahead);
        (actor.name, actor.guard) = (Some(name), Some(condition));
    }
    Ok(())
}

/// `if condition { name: actor }`
fn guard_around(input: ParseStream<'_>) -> Result<()> {
    let ahead = input.fork();
    let Ok(Some(word)) = ahead.parse::<Option<Token![if]>>() else { return Ok(()) };
    if Expr::parse_without_eager_brace(&ahead).is_err() || !ahead.peek(token::Brace) {
        return Ok(());
    }
    let list;
    syn::braced!(list in ahead);
    let is_list = starts_next(&list);
    list.parse::<proc_macro2::TokenStream>()?;
    if is_list { Err(Error::new(word.span, AFTER)) } else { Ok(()) }
}

/// `Some(x) = rx.recv()`, `_ = actor` and `_ => ..`
fn pattern(input: ParseStream<'_>) -> Result<()> {
    // A name before `=` is reported as such.
    if input.peek(syn::Ident) && !input.peek2(token::Paren) && !input.peek2(Token![::]) {
        return Ok(());
    }
    let ahead = input.fork();
    let Ok(pattern) = ahead.call(Pat::parse_multi_with_leading_vert) else { return Ok(()) };
    let is_bound = ahead.peek(Token![=]) && !ahead.peek(Token![=>]) && !ahead.peek(Token![==]);
    let is_arm = matches!(pattern, Pat::Wild(_)) && ahead.peek(Token![=>]);
    if !(is_bound || is_arm) {
        return Ok(());
    }
    let message = "an actor has a name, not a pattern: `name: actor => interrupt`. What it receives, it handles itself: \
                   `async { while let Some(item) = items.recv().await { .. } Ok(()) }`";
    Err(Error::new(pattern.span(), message))
}

/// What an expression shows of why it is no actor.
pub fn no_actor(body: &Expr) -> Option<Mistake> {
    let many = "of several futures, write one actor for each: `name: actor for item in items`";
    let maybe = "an actor that may be missing has a condition: `serve(port) if let Some(port) = config.port`";
    Some(match body {
        Expr::Loop(it) if !has_break(&it.body) => {
            Mistake::new(it.loop_token.span, "a `loop` runs where it stands: write `async { loop { .. } }`")
        }
        Expr::While(it) => Mistake::new(
            it.while_token.span,
            "a `while` runs where it stands: write `async { while .. { .. } Ok(()) }`",
        ),
        Expr::If(it) if it.else_branch.is_none() => Mistake::new(it.if_token.span, AFTER),
        Expr::Tuple(it) if it.elems.len() > 1 => Mistake::new(
            it.paren_token.span.open(),
            "an actor and its interrupt stand without parentheses: `actor => interrupt`",
        ),
        Expr::Array(it) => Mistake::new(it.bracket_token.span.open(), many),
        Expr::Macro(it) if it.mac.path.is_ident("vec") => Mistake::new(it.mac.path.span(), many),
        Expr::Call(it) if is_word_of(&it.func, "Some") => Mistake::new(it.func.span(), maybe),
        Expr::Path(it) if it.path.is_ident("None") => Mistake::new(it.span(), maybe),
        Expr::Block(it)
            if matches!(it.block.stmts.last(), Some(Stmt::Expr(Expr::Await(_) | Expr::Try(_), Some(_)))) =>
        {
            Mistake::new(it.block.brace_token.span.open(), "a block runs where it stands: write `async { .. }`")
        }
        Expr::Call(it) if is_word_of(&it.func, "thread") => return in_thread(it.args.first()?),
        _ => return None,
    })
}

/// What a thread cannot run.
fn in_thread(what: &Expr) -> Option<Mistake> {
    let asyncness = match what {
        Expr::Async(block) => Some(block.async_token.span),
        Expr::Closure(closure) => closure.asyncness.map(|word| word.span),
        _ => None,
    };
    let message = "a thread runs code that blocks: an `async` block is an actor by itself, and `task(async { .. })` runs it in a \
                   task of its own";
    let parameter = || match what {
        Expr::Closure(closure) => closure.inputs.first(),
        _ => None,
    };
    match asyncness {
        Some(word) => Some(Mistake::new(word, message)),
        None => parameter()
            .map(|it| Mistake::new(it.span(), "the stop signal stands before `thread`: `|stop| thread(move || ..)`")),
    }
}

/// Whether a loop may end, as far as its tokens show.
fn has_break(block: &syn::Block) -> bool {
    fn is_in(tokens: proc_macro2::TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(word) => word == "break",
            proc_macro2::TokenTree::Group(group) => is_in(group.stream()),
            _ => false,
        })
    }
    is_in(block.to_token_stream())
}

/// A condition after a comma, as in a `select!`: where the comma is.
pub fn condition_after_comma(input: ParseStream<'_>) -> Result<()> {
    let ahead = input.fork();
    if !(ahead.peek(Token![,]) && ahead.peek2(Token![if])) {
        return Ok(());
    }
    let comma: Token![,] = ahead.parse()?;
    ahead.parse::<Token![if]>()?;
    if expr::read_before_brace(&ahead).is_ok() && ahead.peek(Token![=>]) {
        input.advance_to(&ahead);
        return Err(Error::new(comma.span, "the condition stands without a comma: `actor if condition => interrupt`"));
    }
    Ok(())
}

fn is_word(input: ParseStream<'_>, word: &str) -> bool {
    input.fork().parse::<Ident>().is_ok_and(|found| found == word)
}

fn is_word_of(expr: &Expr, word: &str) -> bool {
    matches!(expr, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == word))
}
