//! Reads the `|stop|` of `|stop| actor`.

use proc_macro2::Ident;
use syn::{
    Error, ExprClosure, Pat, Result, ReturnType, Token, Type, ext::IdentExt, parse::ParseStream, spanned::Spanned,
};

use crate::ast::Handle;

/// Checks that there is a type after the colon, which an editor shows while it is typed.
pub fn check_type(input: ParseStream<'_>) -> Result<()> {
    if input.peek(Token![|]) && input.peek3(Token![:]) && !input.peek3(Token![::]) {
        input.parse::<Token![|]>()?;
        input.call(Ident::parse_any)?;
        let colon: Token![:] = input.parse()?;
        if input.peek(Token![|]) || input.peek(Token![,]) {
            return Err(Error::new(colon.span, "expected a type after `:`, as in `|stop: CancellationToken|`"));
        }
    }
    Ok(())
}

/// What stands between the bars of what reads as a closure.
pub fn of(closure: &ExprClosure) -> Result<Handle> {
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
    let mut handles = closure.inputs.iter();
    match (handles.next(), handles.next()) {
        (Some(Pat::Type(handle)), None) => {
            let of = Some((*handle.ty).clone()).filter(|of| !matches!(of, Type::Infer(_)));
            one(&handle.pat, of)
        }
        (Some(handle), None) => one(handle, None),
        (None, _) => Err(Error::new(
            closure.inputs_begin.span(),
            "an actor is a future, not a closure: write `thread(|| ..)` for synchronous code",
        )),
        (_, Some(second)) => Err(Error::new(second.span(), "`|stop|` hands the actor one thing, its stop signal")),
    }
}

/// A name or `_`, and its type.
fn one(pattern: &Pat, of: Option<Type>) -> Result<Handle> {
    match pattern {
        Pat::Ident(name) if name.by_ref.is_none() && name.mutability.is_none() && name.subpat.is_none() => {
            Ok(Handle::Stop { name: name.ident.clone(), of })
        }
        Pat::Wild(underscore) => Ok(Handle::Nothing(underscore.span(), of)),
        pattern => Err(Error::new(pattern.span(), "`|stop|` takes a plain name")),
    }
}
