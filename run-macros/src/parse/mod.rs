//! Reads a group, and goes on after a mistake: after the next comma, or at the name of the next actor.
//!
//! One file reads one noun of the grammar. Each imports only from those below it:
//!
//! | file | reads |
//! |---|---|
//! | `mod` | the list: an error type, then actors between commas |
//! | `leftovers` | tokens between delimiters that nothing else has read |
//! | `recover` | what follows a mistake, up to the next actor |
//! | `separator` | `,` |
//! | `actor` | one actor, in the order of its parts |
//! | `nested` | nothing: says which actors are groups whose lists are read, too |
//! | `body` | `actor` or `\|stop\| actor` |
//! | `interrupt` | `=> interrupt` |
//! | `habit` | nothing: says what is written here for what is written elsewhere |
//! | `row` | `for pattern in items` |
//! | `guard` | `if condition` |
//! | `handle` | `\|stop\|` |
//! | `expr` | an expression that does not run into the next actor |
//! | `name` | `name:` |
//! | `error_type` | `type Error = ..;` |
//! | `attribute`, `predicate` | `#[..]`; what `#[cfg(..)]` is about |
//! | `token_methods` | nothing: says what a `Stop` has instead of what a token has |
//! | `skip` | nothing: goes past what is not read |
//! | `lookahead` | nothing: says what follows |

mod actor;
mod attribute;
mod body;
mod error_type;
mod expr;
mod guard;
mod habit;
mod handle;
mod interrupt;
mod leftovers;
mod lookahead;
mod name;
mod nested;
mod predicate;
mod recover;
mod row;
mod separator;
mod skip;
mod token_methods;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::{
    Result, Token,
    ext::IdentExt,
    parse::{Parse, ParseStream, Parser},
};

use crate::{
    ast::{Actor, Group, Interrupt},
    half_typed,
    parse::{
        leftovers::{Leftovers, between, unread},
        lookahead::starts_next,
        skip::skip_past,
    },
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
        let group = group(input.parse()?)?;
        Ok(Input { runtime, group })
    }
}

/// Reads a list, and those of the groups that are nested in it.
fn group(list: TokenStream) -> Result<Group> {
    let braces = in_braces(list);
    // Most lists leave nothing unread, and are read once.
    let mut group =
        in_these(braces.clone(), Leftovers::FailWhole).or_else(|_| in_these(braces, Leftovers::ReportEach))?;
    for actor in &mut group.actors {
        if let Some((list, place)) = nested::list(actor) {
            let nested = self::group(list.clone())?;
            actor.nested = Some(Group { place: Some(place), ..nested });
        }
    }
    Ok(group)
}

/// Puts braces around the list, at its last token, so that what is missing at its end is reported there.
fn in_braces(list: TokenStream) -> TokenStream {
    let end = list.clone().into_iter().last().map(|token| match token {
        TokenTree::Group(group) => group.span_close(),
        token => token.span(),
    });
    let mut braces = proc_macro2::Group::new(Delimiter::Brace, list);
    braces.set_span(end.unwrap_or_else(Span::call_site));
    TokenTree::from(braces).into()
}

/// Reads the list in these braces.
fn in_these(braces: TokenStream, leftovers: Leftovers) -> Result<Group> {
    let mut group = None;
    let parse = |input: ParseStream<'_>| {
        let content;
        syn::braced!(content in input);
        group = Some(list(&content, leftovers));
        Ok(())
    };
    match (parse.parse2(braces), group) {
        (Ok(()), Some(group)) => Ok(group),
        // The mistake is about leftovers, which are among the group's mistakes already.
        (Err(_), Some(group)) if leftovers == Leftovers::ReportEach => Ok(group),
        (Err(mistake), _) => Err(mistake),
        (Ok(()), None) => unreachable!("a list that has been read"),
    }
}

fn list(input: ParseStream<'_>, leftovers: Leftovers) -> Group {
    let mut group = Group::default();
    if error_type::starts(input) {
        head(input, leftovers, &mut group);
    }
    while !input.is_empty() {
        if error_type::starts(input) {
            group.mistakes.push(input.error("`type Error = ..;` stands once, before the first actor").into());
            skip_past(input, ';');
            let _ = input.parse::<Option<Token![,]>>();
        } else {
            one_actor(input, leftovers, &mut group);
        }
    }
    group
}

/// Reads the error type.
fn head(input: ParseStream<'_>, leftovers: Leftovers, group: &mut Group) {
    group.error_token = Some(input.span());
    let begin = input.fork();
    match error_type::read(input) {
        Ok(error) => {
            group.error = Some(error);
            if leftovers == Leftovers::ReportEach {
                let unread = unread(&begin, input, |input| error_type::read(input).map(drop));
                group.mistakes.extend(unread.map(Into::into));
            }
        }
        Err(mistake) => {
            group.mistakes.push(mistake.into());
            skip_past(input, ';');
        }
    }
}

/// Reads an actor and the comma after it.
fn one_actor(input: ParseStream<'_>, leftovers: Leftovers, group: &mut Group) {
    let mut actor = Actor::default();
    let (begin, start) = (input.fork(), input.fork());
    let known = group.mistakes.len();
    let outcome = actor::read(input, &mut actor, &mut group.mistakes);
    if leftovers == Leftovers::ReportEach && outcome.is_ok() {
        let again = |input: ParseStream<'_>| actor::read(input, &mut Actor::default(), &mut Vec::new());
        if let Some(mistake) = unread(&begin.fork(), input, again) {
            group.mistakes.push(mistake.into());
            actor.interrupt.get_or_insert(Interrupt::Broken);
        }
    }
    match outcome {
        Err(mistake) => {
            group.mistakes.push(recover::at_next_actor(&begin, input, mistake).into());
            // What follows the mistake has not been read, and may have an interrupt.
            actor.interrupt.get_or_insert(Interrupt::Broken);
        }
        // After another mistake, a missing comma is not reported, too.
        Ok(()) if input.is_empty() || group.mistakes.len() > known && starts_next(input) => {}
        Ok(()) => {
            if let Err(mistake) = separator::read(input) {
                group.mistakes.push(mistake.into());
                // What stands where the comma should may be meant as its interrupt.
                actor.interrupt.get_or_insert(Interrupt::Broken);
            }
        }
    }
    // What follows a dot without a name may be anything: that it is missing is reported apart.
    if group.mistakes.len() > known && half_typed::is_in(between(&start, input)) {
        group.mistakes.truncate(known);
    }
    group.actors.push(actor);
}
