//! The procedural macro of [`run-group`](https://docs.rs/run-group). Depend on `run-group`, not on this crate.
//!
//! Its input goes through one module after the other:
//!
//! | module | does |
//! |---|---|
//! | `fragment` | keeps together what somebody's `macro_rules!` passes on |
//! | `ast` | says what a group is made of, as written |
//! | `parse`, `attribute` | read it, and go on behind a mistake |
//! | `valid` | says what is wrong with what could be read |
//! | `order` | says who outlives whom, and who cannot |
//! | `name`, `nearest` | call an actor by its expression; guess what was meant |
//! | `expand` | writes the expression that builds the group |
//!
#![doc = include_str!("../EXPANSION.md")]
#![forbid(unsafe_code)]

mod ast;
mod attribute;
mod expand;
mod fragment;
mod name;
mod nearest;
mod order;
mod parse;
#[cfg(test)]
mod tests;
mod valid;

use proc_macro2::TokenStream;

/// What `run_group!` hands `[$crate]` and its tokens to.
#[doc(hidden)]
#[proc_macro]
pub fn expand(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    run_group(input.into()).into()
}

fn run_group(input: TokenStream) -> TokenStream {
    match syn::parse2(fragment::keep_together(input)) {
        Ok(parse::Input { runtime, mut group }) => {
            valid::check(&mut group);
            let order = order::resolve(&mut group);
            expand::expand(&runtime, &group, &order)
        }
        Err(mistake) => mistake.to_compile_error(),
    }
}
