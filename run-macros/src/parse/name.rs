//! Reads `name:`.

use proc_macro2::{Ident, Span};
use syn::{Error, Result, Token, Type, ext::IdentExt, parse::ParseStream, spanned::Spanned};

use crate::{
    ast::{Actor, Mistake},
    parse::lookahead::{is_colon, starts_named},
};

/// Reads the name, if there is one, and returns the place after which the actor has to stand.
pub fn read(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<Span> {
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
