//! Keeps together what somebody's `macro_rules!` has passed on as one expression.
//!
//! A fragment such as `$e:expr` arrives between invisible delimiters. The compiler reads past those in what a
//! procedural macro gives back: with `1 + 1` for `$e`, `$e * 2` would be 3. So an expression that what stands beside it
//! could tear apart is put between parentheses, wherever it stands.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::Expr;

pub fn keep_together(tokens: TokenStream) -> TokenStream {
    if has_fragment(&tokens) { tokens.into_iter().map(keep).collect() } else { tokens }
}

fn has_fragment(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::None || has_fragment(&group.stream()),
        _ => false,
    })
}

fn keep(token: TokenTree) -> TokenTree {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None || has_fragment(&group.stream()) => {
            let tokens = keep_together(group.stream());
            let tears = group.delimiter() == Delimiter::None && tears(&tokens);
            // Parentheses of our own are not the user's: he is not told that they are too many.
            let (delimiter, span) =
                if tears { (Delimiter::Parenthesis, Span::mixed_site()) } else { (group.delimiter(), group.span()) };
            let mut kept = Group::new(delimiter, tokens);
            kept.set_span(span);
            kept.into()
        }
        token => token,
    }
}

/// Whether these are an expression that ends, or begins, where its neighbour says. A block is not among them: it may
/// stand where no expression can, behind `async` or a condition.
fn tears(tokens: &TokenStream) -> bool {
    matches!(
        syn::parse2(tokens.clone()),
        Ok(Expr::Assign(_)
            | Expr::Binary(_)
            | Expr::Break(_)
            | Expr::Cast(_)
            | Expr::Closure(_)
            | Expr::If(_)
            | Expr::Match(_)
            | Expr::Range(_)
            | Expr::Reference(_)
            | Expr::Return(_)
            | Expr::Unary(_))
    )
}
