//! Writes the expression that builds the group. `run_runtime::expansion` shows the whole of one.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{BinOp, Expr, ExprAsync, parse_quote_spanned, spanned::Spanned};

use crate::{
    ast::{Actor, Group, Interrupt, tail_async},
    name,
};

/// `quote!`, with names that the user's expressions do not see.
macro_rules! mixed {
    ($($tokens:tt)*) => { quote_spanned!(Span::mixed_site()=> $($tokens)*) };
}

pub fn expand(runtime: &Ident, group: &Group) -> TokenStream {
    let rt = &Runtime(runtime);
    let mistakes = group.mistakes.iter().map(syn::Error::to_compile_error);
    // Nothing to build a value from: the mistakes are all that there is.
    if group.actors.is_empty() {
        return mixed!({ #(#mistakes)* });
    }
    let error = match &group.error {
        Some(error) => {
            // Where the type stands, so that what it lacks is shown there.
            let of = rt.at(error.span(), "of");
            mixed!(#of::<#error>())
        }
        None => mixed!(#rt::of::<#rt::AnyError>()),
    };
    let actors = || group.actors.iter().enumerate();
    let names = actors().map(|(index, actor)| name::of(actor.name.as_ref(), actor.body.as_ref(), index));
    let stops = actors().filter(|(_, actor)| actor.stop.is_some()).map(|(index, _)| stop_ident(index));
    let (shape, ways) = tree(rt, group.actors.len(), &mixed!((*__list)));
    let fills = actors().zip(ways).map(|((index, actor), way)| fill(rt, index, actor, &way));
    mixed!({
        #(#mistakes)*
        let __error = #error;
        let mut __group: #rt::Group<#shape, _, _> = #rt::vacant(__error, {
            use #rt::{ExplainAsRef as _, ExplainDisplay as _, ExplainError as _};
            (&&&__error.how()).explain()
        });
        let (__list, __state) = #rt::parts(&mut __group);
        #(let #stops = #rt::Stop::new();)*
        match (
            #rt::name(__state, &#rt::Table { names: &[#(#names),*] }),
            #(#fills,)*
        ) {
            _ => __group,
        }
    })
}

/// `$crate::__private`
struct Runtime<'a>(&'a Ident);

impl Runtime<'_> {
    /// One of the runtime's functions, in tokens that stand where the user's do.
    fn at(&self, span: Span, function: &str) -> TokenStream {
        let mut krate = self.0.clone();
        krate.set_span(krate.span().located_at(span));
        let function = Ident::new(function, span);
        quote_spanned!(span=> #krate::__private::#function)
    }
}

impl ToTokens for Runtime<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let krate = self.0;
        tokens.extend(mixed!(#krate::__private));
    }
}

/// The balanced tree with so many leaves: its type, and the way to each leaf, in order.
fn tree(rt: &Runtime<'_>, leaves: usize, way: &TokenStream) -> (TokenStream, Vec<TokenStream>) {
    if leaves == 1 {
        return (mixed!(_), vec![way.clone()]);
    }
    let (left, mut ways) = tree(rt, leaves.div_ceil(2), &mixed!(#way.left));
    let (right, more) = tree(rt, leaves / 2, &mixed!(#way.right));
    ways.extend(more);
    (mixed!(#rt::Pair<#left, #right>), ways)
}

/// Fills one leaf, if the guard lets it.
fn fill(rt: &Runtime<'_>, index: usize, actor: &Actor, way: &TokenStream) -> TokenStream {
    let Some(body) = &actor.body else {
        return mixed!(#rt::leave(&mut #way));
    };
    let handle = stop_ident(index);
    let mut value = body.clone();
    let outcome = match tail_async(&mut value) {
        Some(block) => {
            tell(rt, actor.stop.as_ref(), block);
            "async_outcome"
        }
        None => "outcome",
    };
    let value = match &actor.stop {
        None => value.to_token_stream(),
        Some(stop) => {
            // Checked inside the block, whose own span is the whole macro's.
            let actor = rt.at(body.span(), "actor");
            mixed!({ let #stop = #rt::handle(&#handle); #actor(#value, __error) })
        }
    };
    let outcome = checked(rt, body.span(), outcome, &["output", "error"]);
    let fill = rt.at(body.span(), "fill");
    let place = match actor.interrupt {
        Some(Interrupt::Drop(span)) => checked(rt, span, "droppable", &["place"]),
        _ => mixed!(|_| {}),
    };
    let mut interrupt = interrupt(rt, actor.interrupt.as_ref());
    if actor.stop.is_some() {
        interrupt = mixed!(#rt::then_stop(#interrupt, #handle));
    }
    let fill = mixed!(#fill(&mut #way, __state, #value, #place, #[allow(unreachable_code)] #outcome, #interrupt));
    match &actor.guard {
        None => fill,
        Some(guard) => guarded(guard, fill, false),
    }
}

/// Tells an inline `async` block its type before anything else, and gives it its stop signal to own.
fn tell(rt: &Runtime<'_>, stop: Option<&Ident>, block: &mut ExprAsync) {
    let mixed = Span::mixed_site();
    let mut head = vec![parse_quote_spanned!(mixed=> if false { return #rt::never(); })];
    if let Some(stop) = stop {
        head.push(parse_quote_spanned!(mixed=> let #stop = #stop;));
    }
    block.block.stmts.splice(0..0, head);
}

fn interrupt(rt: &Runtime<'_>, interrupt: Option<&Interrupt>) -> TokenStream {
    let unit = |span| checked(rt, span, "unit", &["value"]);
    let settle = |span| checked(rt, span, "settle", &["output", "error"]);
    match interrupt {
        None | Some(Interrupt::Broken) => mixed!(#rt::Nothing),
        Some(Interrupt::Drop(_)) => mixed!(#rt::Drop),
        Some(Interrupt::Block(block)) => {
            let check = unit(block.span());
            // Where the user's block stands, so that what it must not borrow is shown there.
            let closure = quote_spanned!(block.span()=> || #block);
            mixed!(#rt::call(__error, #closure, #check))
        }
        Some(Interrupt::Closure(closure)) => {
            let call = Ident::new(if closure.inputs.is_empty() { "call" } else { "call_with" }, Span::mixed_site());
            let check = unit(closure.body.span());
            // A closure is how an interrupt is written, also where it only calls.
            let allow = mixed!(#[allow(clippy::redundant_closure, clippy::redundant_closure_for_method_calls)]);
            mixed!(#rt::#call(__error, #allow #closure, #check))
        }
        Some(Interrupt::AsyncClosure(closure)) => {
            let later = Ident::new(if closure.inputs.is_empty() { "later" } else { "later_with" }, Span::mixed_site());
            let check = settle(closure.body.span());
            mixed!(#rt::#later(__error, #closure, #check))
        }
        Some(Interrupt::Async(block)) => {
            let check = settle(block.span());
            mixed!(#rt::future(__error, #block, #check))
        }
        Some(Interrupt::Value(value)) => {
            let check = checked(rt, value.span(), "interrupt", &["value", "cause"]);
            mixed!(#rt::value(__error, #value, #check))
        }
    }
}

/// A closure that hands its parameters to one of the runtime's checks.
///
/// All its tokens stand where the user's do, so that this is where a failing check is shown, and not at `run_group!`.
/// None of the user's expressions is inside it.
fn checked(rt: &Runtime<'_>, span: Span, check: &str, parameters: &[&str]) -> TokenStream {
    let check = rt.at(span, check);
    let names: Vec<_> = parameters.iter().map(|name| format_ident!("__{name}", span = span)).collect();
    quote_spanned!(span=> |#(#names),*| #check(#(#names),*))
}

/// `if a && let P = b { fill }`. A chain with a `let` in it is nested, so that it works in every edition.
fn guarded(guard: &Expr, fill: TokenStream, chained: bool) -> TokenStream {
    match guard {
        Expr::Binary(chain) if matches!(chain.op, BinOp::And(_)) && has_let(guard) => {
            guarded(&chain.left, guarded(&chain.right, fill, true), true)
        }
        // Irrefutable in a chain is no mistake.
        Expr::Let(condition) if chained => {
            let (pattern, value) = (&condition.pat, &condition.expr);
            mixed!(match #value { #pattern => #fill, #[allow(unreachable_patterns)] _ => {} })
        }
        // Parentheses that a chain needs are none that an `if` needs.
        Expr::Paren(paren) if chained => guarded(&paren.expr, fill, false),
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
    format_ident!("__stop_{index}", span = Span::mixed_site())
}
