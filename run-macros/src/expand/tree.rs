//! Writes the type of the list, which is a tree, and the place of each slot in it.

use std::iter;

use proc_macro2::{Ident, Span, TokenStream};

use crate::expand::runtime::{Runtime, mixed};

/// The tree with so many leaves, of branches with up to eight each: its type, and the place of each leaf, in order.
pub fn tree(rt: &Runtime<'_>, leaves: usize, root: &TokenStream) -> (TokenStream, Vec<TokenStream>) {
    const FIELDS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
    if leaves == 1 {
        return (mixed!(_), vec![root.clone()]);
    }
    // All but the last are full, so that there are few.
    let full = iter::successors(Some(1), |full| Some(full * FIELDS.len())).take_while(|&full| full < leaves).last();
    let full = full.unwrap_or(1);
    let (lists, leaves): (Vec<_>, Vec<_>) = (0..leaves)
        .step_by(full)
        .zip(FIELDS)
        .map(|(first, field)| {
            let field = Ident::new(field, Span::mixed_site());
            tree(rt, full.min(leaves - first), &mixed!(#root.#field))
        })
        .unzip();
    (mixed!(#rt::Branch<#(#lists),*>), leaves.concat())
}
