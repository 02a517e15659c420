//! Writes the head of an inline `async` block.

use proc_macro2::{Span, TokenStream};
use syn::{ExprAsync, parse_quote_spanned};

use crate::{ast::Actor, expand::runtime::Runtime};

/// Gives an inline `async` block its type before anything else, and moves what it is handed into it.
pub fn begin(rt: &Runtime<'_>, error: &TokenStream, actor: &Actor, block: &mut ExprAsync) {
    let mixed = Span::mixed_site();
    let mut head = vec![parse_quote_spanned!(mixed=> if false { return #rt::never::<#error>(); })];
    for name in actor.stop().into_iter().chain(actor.ready.as_ref().map(|ready| &ready.name)) {
        head.push(parse_quote_spanned!(mixed=> #[allow(clippy::shadow_same)] let #name = #name;));
    }
    block.block.stmts.splice(0..0, head);
}
