//! Reads `name:`, or `name[item]:`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Error, Result, Token, Type, bracketed, ext::IdentExt, parse::ParseStream, spanned::Spanned, token};

use crate::{
    ast::{Actor, ItemName, Mistake},
    parse::lookahead::{ends_name, here, starts_named},
};

/// Reads the name, if there is one, and returns the place after which the actor has to stand.
pub fn read(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<Span> {
    let mut before = input.span();
    if actor.name.is_some() {
        return Ok(before);
    }
    if starts_named(input) {
        actor.name = Some(input.parse()?);
        actor.item_name = item(input, mistakes)?;
        before = input.parse::<Token![:]>()?.span();
        if input.peek(Token![=]) && !input.peek(Token![=>]) {
            mistakes.push(Mistake::new(input.span(), "expected an actor after `:`, found `=`"));
            input.parse::<Token![=]>()?;
        }
    } else if is_name_before_stop(input) {
        let name = input.parse()?;
        mistakes.push(Mistake::new(input.span(), format!("expected `:` between the name `{name}` and its actor")));
        actor.name = Some(name);
    }
    if input.peek(syn::Ident::peek_any) && ends_name(input) && !starts_named(input) {
        let name = input.call(syn::Ident::parse_any)?;
        let message = match name.to_string().as_str() {
            "_" | "self" | "Self" | "super" | "crate" => format!("`{name}` cannot be a name: write another, or none"),
            _ => format!("`{name}` is a keyword: as a name, write `r#{name}`"),
        };
        return Err(Error::new(name.span(), message));
    }
    Ok(before)
}

/// What stands in the brackets after the name of a row. What cannot be read is reported, and left out.
fn item(input: ParseStream<'_>, mistakes: &mut Vec<Mistake>) -> Result<Option<ItemName>> {
    if !input.peek(token::Bracket) {
        return Ok(None);
    }
    let content;
    let brackets = bracketed!(content in input).span.open();
    if content.is_empty() {
        mistakes.push(Mistake::new(brackets, "expected what names the item: `name[id]: actor for id in ids`"));
        return Ok(None);
    }
    let mut value = content.parse();
    if value.is_ok() && !content.is_empty() {
        value = Err(here(&content, "one value names an item: join them, `name[format_args!(\"{a}-{b}\")]`"));
    }
    // What is left unread is not reported, too.
    content.parse::<TokenStream>()?;
    Ok(value.map_err(|mistake: Error| mistakes.push(mistake.into())).ok().map(|value| ItemName { brackets, value }))
}

/// `name |stop| actor` or `name |stop: Type| actor` without its colon, which would read as a bitwise `or` of three.
fn is_name_before_stop(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let handle = || -> Result<()> {
        ahead.parse::<Ident>()?;
        ahead.parse::<Token![|]>()?;
        ahead.call(Ident::parse_any)?;
        if ahead.peek(Token![:]) {
            ahead.parse::<Token![:]>()?;
            ahead.parse::<Type>()?;
        }
        ahead.parse::<Token![|]>().map(drop)
    };
    input.peek(syn::Ident) && input.peek2(Token![|]) && handle().is_ok()
}
