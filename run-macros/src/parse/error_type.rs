//! Reads `type Error = MyError;`.

use syn::{Error, Result, Token, Type, parse::ParseStream};

use crate::parse::lookahead::{ends, here};

pub fn starts(input: ParseStream<'_>) -> bool {
    input.peek(Token![type]) && !input.peek2(Token![:])
}

pub fn read(input: ParseStream<'_>) -> Result<Type> {
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
        return Err(here(input, "expected `;` after the error type: `type Error = MyError;`"));
    }
    input.parse::<Token![;]>()?;
    Ok(error)
}
