//! The procedural macro of [`run-group`](https://docs.rs/run-group). Depend on `run-group`, not on this crate.
//!
//! Its input goes through one module after the other:
//!
//! | module | does |
//! |---|---|
//! | `fragment` | keeps together what a `macro_rules!` passes on as one expression |
//! | `parse` | reads the list into `ast`, and goes on after a mistake |
//! | `check` | says what is wrong with what could be read |
//! | `repair` | makes that inert, so that the compiler does not report it once more |
//! | `order` | says which actors each actor outlives, and finds the cycles |
//! | `expand` | writes the expression that builds the group |
//!
//! Below them are `ast`, which is what a group is made of, as written; `display_name`, which is what an actor is
//! called; and `nearest`, which guesses what was meant. A file imports from those before it or below it, never from
//! one after it.
//!
#![doc = include_str!("../EXPANSION.md")]
#![forbid(unsafe_code)]

mod ast;
mod check;
mod display_name;
mod expand;
mod fragment;
mod nearest;
mod order;
mod parse;
mod repair;
#[cfg(test)]
mod tests;

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
            let findings = check::check(&group);
            repair::repair(&mut group, &findings);
            let (order, wrong_order) = order::resolve(&group);
            let found = findings.iter().map(|finding| &finding.mistake);
            let mistakes = group.mistakes.iter().chain(found).chain(&wrong_order);
            expand::expand(&runtime, &group, &order, mistakes)
        }
        Err(mistake) => mistake.to_compile_error(),
    }
}
