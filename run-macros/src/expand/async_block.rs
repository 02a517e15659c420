//! Writes the head of an inline `async` block.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{ExprAsync, parse_quote_spanned};

use crate::expand::runtime::Runtime;

/// Gives an inline `async` block its type before anything else, and moves its stop signal into it.
pub fn begin(rt: &Runtime<'_>, error: &TokenStream, stop: Option<&Ident>, block: &mut ExprAsync) {
    let mixed = Span::mixed_site();
    let mut head = vec![parse_quote_spanned!(mixed=> if false { return #rt::never::<#error>(); })];
    if let Some(stop) = stop {
        head.push(parse_quote_spanned!(mixed=> #[allow(clippy::shadow_same)] let #stop = #stop;));
    }
    block.block.stmts.splice(0..0, head);
}
