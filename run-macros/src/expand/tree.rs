//! Writes the type of the list, which is a tree, and the place of each slot in it.

use std::iter;

use proc_macro2::{Ident, Span, TokenStream};

use crate::{
    ast::{Actor, Node},
    expand::runtime::{Runtime, mixed},
};

/// What a branch of the tree is made of.
enum Part {
    Slot,
    /// A nested group that is a node of the tree.
    Nested(Node, Vec<Part>),
}

/// The list of these actors: its type, and the place of each slot, in order.
pub fn tree(rt: &Runtime<'_>, actors: &[Actor], root: &TokenStream) -> (TokenStream, Vec<TokenStream>) {
    branch(rt, &parts(actors), root)
}

fn parts(actors: &[Actor]) -> Vec<Part> {
    let mut parts = Vec::new();
    for actor in actors {
        let Some(nested) = &actor.nested else {
            parts.push(Part::Slot);
            continue;
        };
        let head = actor.has_head().then_some(Part::Slot);
        let inside = head.into_iter().chain(self::parts(&nested.actors));
        match actor.node() {
            None => parts.extend(inside),
            Some(node) => parts.push(Part::Nested(node, inside.collect())),
        }
    }
    parts
}

/// The tree with these parts, of branches with up to eight each.
fn branch(rt: &Runtime<'_>, parts: &[Part], root: &TokenStream) -> (TokenStream, Vec<TokenStream>) {
    const FIELDS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
    if let [part] = parts {
        return self::part(rt, part, root);
    }
    // All but the last are full, so that there are few.
    let full =
        iter::successors(Some(1), |full| Some(full * FIELDS.len())).take_while(|&full| full < parts.len()).last();
    let (lists, leaves): (Vec<_>, Vec<_>) = parts
        .chunks(full.unwrap_or(1))
        .zip(FIELDS)
        .map(|(parts, field)| {
            let field = Ident::new(field, Span::mixed_site());
            branch(rt, parts, &mixed!(#root.#field))
        })
        .unzip();
    (mixed!(#rt::Branch<#(#lists),*>), leaves.concat())
}

fn part(rt: &Runtime<'_>, part: &Part, root: &TokenStream) -> (TokenStream, Vec<TokenStream>) {
    match part {
        Part::Slot => (mixed!(_), vec![root.clone()]),
        Part::Nested(node, parts) => {
            let (list, leaves) = branch(rt, parts, &mixed!(#root.list));
            let kind = match node {
                Node::Plain => mixed!(#rt::Plain),
                Node::MayFinish => mixed!(#rt::MayFinish),
                Node::MustRun => mixed!(#rt::MustRun),
            };
            (mixed!(#rt::Nested<#list, #kind>), leaves)
        }
    }
}
