//! Writes an interrupt, in the form that it has.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{ExprClosure, spanned::Spanned};

use crate::{
    ast::Interrupt,
    expand::runtime::{Runtime, checked, may_diverge, mixed},
};

pub fn interrupt(rt: &Runtime<'_>, interrupt: Option<&Interrupt>) -> TokenStream {
    let unit = |span| checked(rt, span, "unit", &["value"]);
    let settle = |span| checked(rt, span, "settle", &["output", "error"]);
    match interrupt {
        None | Some(Interrupt::Broken) => mixed!(#rt::ByNothing),
        Some(Interrupt::Drop(_)) => mixed!(#rt::ByDrop(true)),
        Some(Interrupt::Block(block)) => {
            let check = unit(block.span());
            // Where the user's block stands, so that what it must not borrow is shown there.
            let closure = quote_spanned!(block.span()=> || #block);
            mixed!(#rt::closure(__error, #closure, #check))
        }
        Some(Interrupt::Closure(closure)) => {
            let check = unit(closure.body.span());
            // An interrupt is written as a closure, even if it only calls a function.
            let closure_ =
                mixed!(#[allow(clippy::redundant_closure, clippy::redundant_closure_for_method_calls)] #closure);
            if closure.inputs.is_empty() {
                mixed!(#rt::closure(__error, #closure_, #check))
            } else {
                with_cause(rt, closure, &closure_, &check, ["closure_with_cause", "call_with_cause"])
            }
        }
        Some(Interrupt::AsyncClosure(closure)) => {
            let check = settle(closure.body.span());
            if closure.inputs.is_empty() {
                mixed!(#rt::async_closure(__error, #closure, #check))
            } else {
                with_cause(
                    rt,
                    closure,
                    &closure.to_token_stream(),
                    &check,
                    ["async_closure_with_cause", "call_async_with_cause"],
                )
            }
        }
        Some(Interrupt::Async(block)) => {
            let check = settle(block.span());
            mixed!(#rt::async_block(__error, #block, #check))
        }
        Some(Interrupt::Value(value)) => {
            let check = checked(rt, value.span(), "interrupt", &["value", "cause"]);
            if may_diverge(value) {
                return mixed!(#[allow(unreachable_code)] #rt::value(__error, #value).checked(#check));
            }
            // The traits are in scope where nothing of the user's is.
            mixed!(match #rt::value(__error, #value) {
                __value => {
                    use #rt::{Interrupts as _, InterruptsNothing as _};
                    __value.form(#check)
                }
            })
        }
    }
}

/// The user's closure of one parameter, called inside another closure, whose parameter has a known type: so a wrong
/// parameter is reported once, at the user's closure.
fn with_cause(
    rt: &Runtime<'_>,
    closure: &ExprClosure,
    tokens: &TokenStream,
    check: &TokenStream,
    [form, with]: [&str; 2],
) -> TokenStream {
    let span = closure.body.span();
    let (form, with, capture) = (rt.at(span, form), rt.at(span, with), &closure.capture);
    let cause = Ident::new("__cause", Span::mixed_site().located_at(span));
    let outer = quote_spanned!(span=> #capture |#cause| #with(#cause, #tokens, #check));
    mixed!(#form(__error, #outer))
}
