//! Reads the `|stop|` of `|stop| actor`, and the `|stop, ready|` of `|stop, ready| actor`.

use proc_macro2::{Ident, Span};
use syn::{
    Error, ExprClosure, Pat, Result, ReturnType, Token, Type, ext::IdentExt, parse::ParseStream, spanned::Spanned,
};

use crate::ast::{Handle, Ready};

/// Checks that there is a type after the colon, which an editor shows while it is typed.
pub fn check_type(input: ParseStream<'_>) -> Result<()> {
    if !input.peek(Token![|]) {
        return Ok(());
    }
    input.parse::<Token![|]>()?;
    while input.peek(Ident::peek_any) || input.peek(Token![_]) {
        input.call(Ident::parse_any)?;
        if input.peek(Token![:]) && !input.peek(Token![::]) {
            let colon: Token![:] = input.parse()?;
            if input.peek(Token![|]) || input.peek(Token![,]) {
                return Err(Error::new(colon.span, "expected a type after `:`, as in `|stop: CancellationToken|`"));
            }
            if input.parse::<Type>().is_err() {
                return Ok(());
            }
        }
        if input.parse::<Option<Token![,]>>()?.is_none() {
            return Ok(());
        }
    }
    Ok(())
}

/// What stands between the bars of what reads as a closure.
pub fn of(closure: &ExprClosure) -> Result<(Handle, Option<Ready>)> {
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
    let mut parameters = closure.inputs.iter();
    let Some(first) = parameters.next() else {
        let message = "an actor is a future, not a closure: write `thread(|| ..)` for synchronous code";
        return Err(Error::new(closure.inputs_begin.span(), message));
    };
    let stop = match one(first)? {
        (Ok(name), of) => Handle::Stop { name, of },
        (Err(underscore), of) => Handle::Nothing(underscore, of),
    };
    let ready = match parameters.next().map(one).transpose()? {
        Some((Ok(name), of)) => Some(Ready { name, of }),
        Some((Err(_), _)) | None => None,
    };
    match parameters.next() {
        None => Ok((stop, ready)),
        Some(third) => {
            let message =
                "an actor is handed two things at most: its stop signal, and with `|stop, ready|` its `Ready`";
            Err(Error::new(third.span(), message))
        }
    }
}

/// A name, or the place of a `_`; and the type after it.
fn one(parameter: &Pat) -> Result<(std::result::Result<Ident, Span>, Option<Type>)> {
    let (pattern, of) = match parameter {
        Pat::Type(parameter) => (&*parameter.pat, Some((*parameter.ty).clone())),
        pattern => (pattern, None),
    };
    let name = match pattern {
        Pat::Ident(name) if name.by_ref.is_none() && name.mutability.is_none() && name.subpat.is_none() => {
            Ok(name.ident.clone())
        }
        Pat::Wild(underscore) => Err(underscore.span()),
        pattern => return Err(Error::new(pattern.span(), "`|stop|` and `|stop, ready|` take plain names")),
    };
    Ok((name, of.filter(|of| !matches!(of, Type::Infer(_)))))
}
