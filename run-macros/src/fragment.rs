//! Keeps together what somebody's `macro_rules!` has passed on as one expression.
//!
//! A fragment such as `$e:expr` arrives between invisible delimiters. The compiler reads past those in what a procedural
//! macro gives back: with `1 + 1` for `$e`, `$e * 2` would be 3. So an expression with an operator in it is put between
//! parentheses, wherever it stands.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::Expr;

pub fn keep_together(tokens: TokenStream) -> TokenStream {
    tokens.into_iter().map(keep).collect()
}

fn keep(token: TokenTree) -> TokenTree {
    let TokenTree::Group(group) = token else { return token };
    let tokens = keep_together(group.stream());
    let invisible = group.delimiter() == Delimiter::None;
    if invisible && has_operator(&tokens) {
        // Not the user's parentheses: he is not told that they are too many.
        let mut kept = Group::new(Delimiter::Parenthesis, tokens);
        kept.set_span(Span::mixed_site());
        return kept.into();
    }
    let mut kept = Group::new(group.delimiter(), tokens);
    kept.set_span(group.span());
    kept.into()
}

/// Whether these are an expression that what stands beside it could tear apart.
fn has_operator(tokens: &TokenStream) -> bool {
    matches!(
        syn::parse2(tokens.clone()),
        Ok(Expr::Assign(_) | Expr::Binary(_) | Expr::Cast(_) | Expr::Range(_) | Expr::Reference(_) | Expr::Unary(_))
    )
}
