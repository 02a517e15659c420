//! The procedural macro of [`run-group`](https://docs.rs/run-group). Depend on `run-group`, not on this crate.
//!
//! Its input goes through one module after the other:
//!
//! | module | does |
//! |---|---|
//! | `fragment` | keeps together what a `macro_rules!` passes on as one expression |
//! | `half_typed` | completes what is still being typed |
//! | `parse` | reads the list into `ast`, and goes on after a mistake |
//! | `check` | says what is wrong with what could be read |
//! | `repair` | makes that inert, so that the compiler does not report it once more |
//! | `order` | says which actors each actor outlives, and finds the cycles |
//! | `layout` | says which slots the group has, those for the actors of nested groups among them |
//! | `expand` | writes the expression that builds the group |
//!
//! Below them are `ast`, which is what a group is made of, as written; `display_name`, which is what an actor is
//! called; `feature`, which says what is off; and `nearest`, which guesses what was meant. A file imports from those before it or below it, never from
//! one after it.
//!
#![doc = include_str!("../EXPANSION.md")]
#![forbid(unsafe_code)]

mod ast;
mod check;
mod display_name;
mod expand;
mod feature;
mod fragment;
mod half_typed;
mod layout;
mod nearest;
mod order;
mod parse;
mod repair;
#[cfg(test)]
mod tests;

use proc_macro2::{Ident, Span, TokenStream};

use crate::{
    ast::{Group, Mistake},
    expand::Written,
};

/// What `run_group!` hands `[$crate]` and its tokens to.
#[doc(hidden)]
#[proc_macro]
pub fn expand(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    run_group(input.into()).into()
}

fn run_group(input: TokenStream) -> TokenStream {
    let input = fragment::keep_together(input);
    let read = match syn::parse2(input.clone()) {
        Ok(parse::Input { runtime, group }) if !has_mistakes(&group) => {
            if cfg!(not(feature = "std")) && group.error.is_none() {
                // After the runtime's name.
                let begin = input.into_iter().nth(1).map_or_else(Span::call_site, |token| token.span());
                if let Err(mistake) = feature::std(begin, "a group without `type Error = MyError;`") {
                    return mistake.to_compile_error();
                }
            }
            return write(&runtime, group, Vec::new(), &[]);
        }
        read => read,
    };
    if let Some(half_typed::Completed { tokens, dots, mistakes, .. }) = half_typed::complete(input) {
        if let Ok(parse::Input { runtime, mut group }) = syn::parse2(tokens) {
            repair::half_typed(&mut group);
            return write(&runtime, group, mistakes, &dots);
        }
    }
    match read {
        Ok(parse::Input { runtime, group }) => write(&runtime, group, Vec::new(), &[]),
        Err(mistake) => mistake.to_compile_error(),
    }
}

/// Expands a group, and reports what is wrong with it. `dots` have been completed.
fn write(runtime: &Ident, mut group: Group, mut mistakes: Vec<Mistake>, dots: &[Span]) -> TokenStream {
    mistakes.extend(check_and_repair(&mut group));
    let (slots, wrong_order) = layout::lay_out(&group);
    mistakes.extend(wrong_order);
    if !dots.is_empty() {
        // What could not be read is not in the expansion, nor are the dots in it.
        let (_, unseen) = half_typed::report(expand::expand(runtime, &group, &slots, &[], Written::HalfTyped), dots);
        mistakes.extend(unseen);
        let expansion = expand::expand(runtime, &group, &slots, &mistakes, Written::HalfTyped);
        return half_typed::report(expansion, dots).0;
    }
    expand::expand(runtime, &group, &slots, &mistakes, Written::Whole)
}

/// Whether something in it, or in a group that is nested in it, could not be read.
fn has_mistakes(group: &Group) -> bool {
    !group.mistakes.is_empty() || group.actors.iter().filter_map(|actor| actor.nested.as_ref()).any(has_mistakes)
}

/// Checks and repairs a group, and then those that are nested in it. Returns all that is wrong with them but their order.
fn check_and_repair(group: &mut Group) -> Vec<Mistake> {
    let findings = check::check(group);
    repair::repair(group, &findings);
    let mut mistakes = std::mem::take(&mut group.mistakes);
    mistakes.extend(findings.into_iter().map(|finding| finding.mistake));
    for actor in &mut group.actors {
        let nested = actor.nested.as_mut().map(check_and_repair).unwrap_or_default();
        mistakes.extend(nested.into_iter().map(|mistake| mistake.inside(actor)));
    }
    mistakes
}
