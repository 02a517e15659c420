//! Keeps together what a `macro_rules!` has passed on as one expression.
//!
//! A fragment such as `$e:expr` arrives between invisible delimiters, which the compiler ignores in the output of a
//! procedural macro: with `1 + 1` for `$e`, `$e * 2` would be 3. So parentheses are put around each fragment that an
//! operator beside it could tear apart.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::{Expr, Type};

pub fn keep_together(tokens: TokenStream) -> TokenStream {
    if !has_fragment(&tokens) {
        return tokens;
    }
    let mut together = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        // `#[cfg(..)]`: a predicate is no expression, though it may read as one.
        let is_cfg = matches!(&token, TokenTree::Ident(word) if word == "cfg");
        together.extend(keep(token, tokens.peek()));
        if let (true, Some(TokenTree::Group(_))) = (is_cfg, tokens.peek()) {
            together.extend(tokens.next().map(flat));
        }
    }
    together.into_iter().collect()
}

/// The token without the invisible delimiters of the fragments in it.
fn flat(token: TokenTree) -> TokenTree {
    fn inside(tokens: TokenStream) -> TokenStream {
        let inside = tokens.into_iter().flat_map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => inside(group.stream()),
            token => TokenStream::from(flat(token)),
        });
        inside.collect()
    }
    match token {
        TokenTree::Group(group) => {
            let mut flat = Group::new(group.delimiter(), inside(group.stream()));
            flat.set_span(group.span());
            flat.into()
        }
        token => token,
    }
}

fn has_fragment(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::None || has_fragment(&group.stream()),
        _ => false,
    })
}

fn keep(token: TokenTree, next: Option<&TokenTree>) -> TokenStream {
    let group = match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None || has_fragment(&group.stream()) => group,
        token => return token.into(),
    };
    let tokens = keep_together(group.stream());
    let (delimiter, span) = match group.delimiter() {
        Delimiter::None => match kind(&tokens, next) {
            // The user has not written these parentheses, and is not to be warned that they are unnecessary.
            Kind::Torn => (Delimiter::Parenthesis, Span::mixed_site()),
            Kind::Statement => return tokens,
            Kind::Whole => (Delimiter::None, group.span()),
        },
        delimiter => (delimiter, group.span()),
    };
    let mut group = Group::new(delimiter, tokens);
    group.set_span(span);
    TokenTree::from(group).into()
}

enum Kind {
    /// An expression or a type that an operator beside it could tear apart.
    Torn,
    /// An expression that is a statement without a `;` after it.
    Statement,
    Whole,
}

/// A block is whole: it may stand where no expression can, after `async` or a condition.
fn kind(tokens: &TokenStream, next: Option<&TokenTree>) -> Kind {
    let is_torn = match syn::parse2(tokens.clone()) {
        Ok(
            Expr::Assign(_)
            | Expr::Binary(_)
            | Expr::Break(_)
            | Expr::Cast(_)
            | Expr::Closure(_)
            | Expr::Range(_)
            | Expr::Reference(_)
            | Expr::Return(_)
            | Expr::Unary(_),
        ) => true,
        Ok(Expr::If(_) | Expr::Match(_)) => match next {
            // An operator takes its value.
            Some(TokenTree::Punct(mark)) if !matches!(mark.as_char(), ',' | ';' | '#') => true,
            _ => return Kind::Statement,
        },
        Ok(expr) => begins_with_struct(&expr),
        Err(_) => matches!(syn::parse2(tokens.clone()), Ok(Type::TraitObject(object)) if object.bounds.len() > 1),
    };
    if is_torn { Kind::Torn } else { Kind::Whole }
}

/// Whether it is or begins with a struct literal, which cannot stand before a block.
fn begins_with_struct(expr: &Expr) -> bool {
    match expr {
        Expr::Struct(_) => true,
        Expr::Await(expr) => begins_with_struct(&expr.base),
        Expr::Call(expr) => begins_with_struct(&expr.func),
        Expr::Field(expr) => begins_with_struct(&expr.base),
        Expr::Index(expr) => begins_with_struct(&expr.expr),
        Expr::MethodCall(expr) => begins_with_struct(&expr.receiver),
        Expr::Try(expr) => begins_with_struct(&expr.expr),
        _ => false,
    }
}
