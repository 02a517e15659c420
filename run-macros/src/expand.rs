//! Writes the expression that builds the group. `run_runtime::expansion` shows the whole of one.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned, ToTokens};
use syn::{parse_quote_spanned, spanned::Spanned, BinOp, Expr, ExprAsync};

use crate::{
    ast::{Actor, Group, Interrupt},
    name,
};

/// `quote!`, with names that the user's expressions do not see.
macro_rules! mixed {
    ($($tokens:tt)*) => { quote_spanned!(Span::mixed_site()=> $($tokens)*) };
}

pub fn expand(runtime: &Ident, group: &Group) -> TokenStream {
    let mistakes = group.mistakes.iter().map(syn::Error::to_compile_error);
    let rt = mixed!(#runtime::__private);
    // Nothing to build a value from: the mistakes are all that there is.
    if group.actors.is_empty() {
        return mixed!({ #(#mistakes)* });
    }
    let error = match &group.error {
        Some(error) => error.to_token_stream(),
        None => mixed!(#rt::AnyError),
    };
    let actors = || group.actors.iter().enumerate();
    let names = actors().map(|(index, actor)| name::of(actor.name.as_ref(), actor.body.as_ref(), index));
    let stops = actors().filter(|(_, actor)| actor.stop.is_some()).map(|(index, _)| stop_ident(index));
    let (shape, places) = tree(&rt, group.actors.len(), &mixed!());
    let fills = actors().zip(places).map(|((index, actor), place)| fill(&rt, index, actor, &place));
    let block = mixed! {
        #(#mistakes)*
        let error = #rt::of::<#error>();
        let mut group: #rt::Group<#shape, _, _> = #rt::vacant(error, {
            use #rt::{ExplainDisplay as _, ExplainError as _};
            (&error.how()).explain()
        });
        let (list, state) = #rt::parts(&mut group);
        #(let #stops = #rt::Stop::new();)*
        match (
            #rt::name(state, &#rt::Table { names: &[#(#names),*] }),
            #(#fills,)*
        ) {
            _ => group,
        }
    };
    mixed!({ #block })
}

/// The balanced tree with so many leaves: its type, and the way to each leaf, in order.
fn tree(rt: &TokenStream, leaves: usize, way: &TokenStream) -> (TokenStream, Vec<TokenStream>) {
    if leaves == 1 {
        return (mixed!(_), vec![way.clone()]);
    }
    let (left, mut ways) = tree(rt, leaves.div_ceil(2), &mixed!(#way.left));
    let (right, more) = tree(rt, leaves / 2, &mixed!(#way.right));
    ways.extend(more);
    (mixed!(#rt::Pair<#left, #right>), ways)
}

/// Fills one leaf, if the guard lets it.
fn fill(rt: &TokenStream, index: usize, actor: &Actor, place: &TokenStream) -> TokenStream {
    let Some(body) = &actor.body else {
        return mixed!(#rt::leave(&mut list #place));
    };
    let span = at(body.span());
    let (value, check) = match (&actor.stop, body) {
        (stop, Expr::Async(block)) => (
            async_block(rt, stop.as_ref(), block).to_token_stream(),
            quote_spanned!(span=> #rt::async_actor(actor, error)),
        ),
        (_, body) => (body.to_token_stream(), quote_spanned!(span=> #rt::into_actor(actor, error))),
    };
    let value = match &actor.stop {
        None => value,
        Some(stop) => {
            let handle = stop_ident(index);
            mixed!({ let #stop = #rt::Stop::clone(&#handle); #value })
        }
    };
    let check = match &actor.interrupt {
        Some(Interrupt::Drop(span)) => {
            let actor = quote_spanned!(at(*span)=> actor);
            mixed!({ let actor = #check; #rt::droppable(#actor) })
        }
        _ => check,
    };
    let interrupt = interrupt(rt, actor.interrupt.as_ref().unwrap_or(&Interrupt::Absent));
    let interrupt = match &actor.stop {
        None => interrupt,
        Some(_) => {
            let handle = stop_ident(index);
            mixed!(#rt::then_stop(#interrupt, #handle))
        }
    };
    let fill = quote_spanned! {span=>
        #rt::fill(
            &mut list #place,
            state,
            #value,
            |actor, error| #check,
            #interrupt,
        )
    };
    actor.guard.as_ref().map_or_else(|| fill.clone(), |guard| guarded(guard, fill.clone()))
}

/// An inline `async` block: told its type before anything else, and given its stop signal to own.
fn async_block(rt: &TokenStream, stop: Option<&Ident>, block: &ExprAsync) -> ExprAsync {
    let mut block = block.clone();
    let span = at(block.span());
    let mut head = vec![parse_quote_spanned!(span=> if false { return #rt::never(); })];
    if let Some(stop) = stop {
        head.push(parse_quote_spanned!(span=> let #stop = #stop;));
    }
    block.block.stmts.splice(0..0, head);
    block
}

fn interrupt(rt: &TokenStream, interrupt: &Interrupt) -> TokenStream {
    match interrupt {
        Interrupt::Absent => mixed!(#rt::Nothing),
        Interrupt::Drop(_) => mixed!(#rt::Drop),
        Interrupt::Block(block) => {
            let span = at(block.span());
            quote_spanned!(span=> #rt::call(error, || #block, |value| #rt::unit(value)))
        }
        Interrupt::Closure(closure) => {
            let span = at(closure.body.span());
            let call = if closure.inputs.is_empty() { mixed!(call) } else { mixed!(call_with) };
            quote_spanned!(span=> #rt::#call(error, #closure, |value| #rt::unit(value)))
        }
        Interrupt::AsyncClosure(closure) => {
            let span = at(closure.body.span());
            let later = if closure.inputs.is_empty() { mixed!(later) } else { mixed!(later_with) };
            quote_spanned!(span=> #rt::#later(error, #closure, move |output| #rt::settle(output, error)))
        }
        Interrupt::Async(block) => {
            let span = at(block.span());
            quote_spanned!(span=> #rt::future(error, #block, move |output| #rt::settle(output, error)))
        }
        Interrupt::Value(value) => {
            let span = at(value.span());
            quote_spanned!(span=> #rt::value(error, #value, |value, cause| #rt::interrupt(value, cause)))
        }
    }
}

/// `if a && let P = b { fill }`. A chain with a `let` in it is nested, so that it works in every edition.
fn guarded(guard: &Expr, fill: TokenStream) -> TokenStream {
    match guard {
        Expr::Binary(chain) if matches!(chain.op, BinOp::And(_)) && has_let(guard) => {
            guarded(&chain.left, guarded(&chain.right, fill))
        }
        _ => mixed!(if #guard { #fill }),
    }
}

fn has_let(guard: &Expr) -> bool {
    match guard {
        Expr::Let(_) => true,
        Expr::Binary(chain) if matches!(chain.op, BinOp::And(_)) => has_let(&chain.left) || has_let(&chain.right),
        _ => false,
    }
}

fn stop_ident(index: usize) -> Ident {
    format_ident!("stop_{index}", span = Span::mixed_site())
}

/// Where a user's token is, for a token of the expansion, whose names the user's do not meet.
fn at(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}
