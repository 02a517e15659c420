//! The procedural macro of [`run-group`](https://docs.rs/run-group). Depend on `run-group`, not on this crate.
//!
//! Its input goes through one module after the other:
//!
//! | module | does |
//! |---|---|
//! | `fragment` | keeps together what somebody's `macro_rules!` passes on |
//! | `ast` | says what a group is made of, as written |
//! | `parse` | reads it, and goes on behind a mistake |
//! | `valid` | says what is wrong with what could be read |
//! | `name` | calls an actor by its expression |
//! | `expand` | writes the expression that builds the group |

#![forbid(unsafe_code)]

mod ast;
mod expand;
mod fragment;
mod name;
mod parse;
mod valid;

use proc_macro::TokenStream;

/// What `run_group!` hands `[$crate]` and its tokens to.
#[doc(hidden)]
#[proc_macro]
pub fn expand(input: TokenStream) -> TokenStream {
    let input = fragment::keep_together(input.into()).into();
    let mut input = syn::parse_macro_input!(input as parse::Input);
    valid::check(&mut input.group);
    expand::expand(&input.runtime, &input.group).into()
}
