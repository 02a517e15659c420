//! Reads what `#[cfg(..)]` is about: a predicate.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{Error, LitBool, LitStr, Path, Result, Token, parenthesized, parse::ParseStream, spanned::Spanned, token};

/// The predicate without its last comma, to be joined with others: `#[cfg(unix,)]` means `#[cfg(unix)]`.
pub fn without_comma(predicate: TokenStream) -> TokenStream {
    let mut tokens: Vec<_> = predicate.into_iter().collect();
    if let Some(TokenTree::Punct(last)) = tokens.last() {
        if last.as_char() == ',' {
            tokens.pop();
        }
    }
    tokens.into_iter().collect()
}

/// One predicate. It is checked here because the expansion has it twice, and the compiler would report its mistakes
/// twice.
pub fn read(input: ParseStream<'_>) -> Result<()> {
    match &predicates(input)?[..] {
        [_] => Ok(()),
        [_, second, ..] => {
            Err(Error::new(*second, "`#[cfg]` takes one predicate: join them, `all(unix, feature = \"metrics\")`"))
        }
        [] => Err(input.error("expected a predicate: `#[cfg(feature = \"metrics\")]`")),
    }
}

/// Predicates between commas. Returns where each begins.
fn predicates(input: ParseStream<'_>) -> Result<Vec<Span>> {
    let mut spans = Vec::new();
    while !input.is_empty() {
        spans.push(input.span());
        if input.peek(LitBool) {
            input.parse::<LitBool>()?;
        } else {
            option_or_list(input)?;
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(spans)
}

/// `unix`, `feature = "metrics"`, `all(..)`, `any(..)` or `not(..)`
fn option_or_list(input: ParseStream<'_>) -> Result<()> {
    let wrong = |span| Error::new(span, "expected a predicate, such as `unix` or `feature = \"metrics\"`");
    let path = input.call(Path::parse_mod_style).map_err(|mistake| wrong(mistake.span()))?;
    let Some(word) = path.get_ident() else { return Err(wrong(path.span())) };
    if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        let span = input.span();
        let value = input.parse::<LitStr>().ok().filter(|value| value.suffix().is_empty());
        if value.is_none() {
            return Err(Error::new(span, "expected a string, as in `feature = \"metrics\"`"));
        }
    } else if input.peek(token::Paren) {
        if !["all", "any", "not"].iter().any(|known| word == known) {
            return Err(Error::new(word.span(), "expected `all(..)`, `any(..)`, `not(..)` or `name = \"value\"`"));
        }
        let list;
        parenthesized!(list in input);
        let begin = list.span();
        match &predicates(&list)?[..] {
            [_, second, ..] if word == "not" => {
                return Err(Error::new(*second, "`not` takes one predicate: join them, `not(any(unix, windows))`"));
            }
            [] if word == "not" => return Err(Error::new(begin, "expected a predicate: `not(unix)`")),
            _ => {}
        }
    }
    Ok(())
}
