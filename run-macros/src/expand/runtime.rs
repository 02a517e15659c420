//! The tokens that name the runtime: `$crate::__private` and what is in it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::Expr;

/// `quote!`, with names that the user's expressions do not see.
macro_rules! mixed {
    ($($tokens:tt)*) => { ::quote::quote_spanned!(::proc_macro2::Span::mixed_site()=> $($tokens)*) };
}
pub(crate) use mixed;

/// `$crate::__private`
pub struct Runtime<'a>(pub &'a Ident);

impl Runtime<'_> {
    /// One of the runtime's functions, in tokens that stand where the user's do.
    pub fn at(&self, span: Span, function: &str) -> TokenStream {
        let mut krate = self.0.clone();
        krate.set_span(krate.span().located_at(span));
        let function = Ident::new(function, span);
        quote_spanned!(span=> #krate::__private::#function)
    }
}

impl ToTokens for Runtime<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let krate = self.0;
        tokens.extend(mixed!(#krate::__private));
    }
}

/// Whether it may be of type `!`, as far as tokens show: like `todo!()`. Its type is known too late for a method to be looked up.
pub fn may_diverge(value: &Expr) -> bool {
    matches!(value, Expr::Macro(_) | Expr::Return(_) | Expr::Break(_) | Expr::Continue(_))
}

/// A closure that hands its parameters to one of the runtime's checks.
///
/// All its tokens stand where the user's do, so that this is where a failing check is shown, and not at `run_group!`.
/// None of the user's expressions is inside it.
pub fn checked(rt: &Runtime<'_>, span: Span, check: &str, parameters: &[&str]) -> TokenStream {
    let check = rt.at(span, check);
    let names: Vec<_> = parameters.iter().map(|name| format_ident!("__{name}", span = span)).collect();
    quote_spanned!(span=> |#(#names),*| #check(#(#names),*))
}
