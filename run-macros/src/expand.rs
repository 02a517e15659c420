//! Writes the expression that builds the group. `EXPANSION.md` shows what that is.

use std::iter;

use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{BinOp, Expr, ExprAsync, ExprClosure, Stmt, parse_quote_spanned, spanned::Spanned};

use crate::{
    ast::{Actor, Group, Interrupt, Mistake, Row, Term, TermKind, tail_async_mut},
    display_name,
    order::Order,
};

/// `quote!`, with names that the user's expressions do not see.
macro_rules! mixed {
    ($($tokens:tt)*) => { quote_spanned!(Span::mixed_site()=> $($tokens)*) };
}

pub fn expand<'a>(
    runtime: &Ident,
    group: &Group,
    order: &Order,
    mistakes: impl Iterator<Item = &'a Mistake>,
) -> TokenStream {
    let rt = &Runtime(runtime);
    let mistakes = mistakes.map(mistake);
    // Nothing to build a value from: the mistakes are all that there is.
    if group.actors.is_empty() {
        return mixed!({ #(#mistakes)* });
    }
    // Where the type stands, so that what it lacks is shown there.
    let of = rt.at(group.error.as_ref().map_or_else(Span::mixed_site, Spanned::span), "of");
    let error = &group.error.as_ref().map_or_else(|| mixed!(#rt::AnyError), ToTokens::to_token_stream);
    let actors = || group.actors.iter().enumerate();
    let table = table(rt, &group.actors, order);
    let stops = actors().filter(|(_, actor)| actor.stop.is_some() && actor.row.is_none()).map(|(index, actor)| {
        let (cfg, stop) = (&actor.attributes.cfg, stop_ident(index));
        mixed!(#(#cfg)* let mut #stop = #rt::Setter::new();)
    });
    let (shape, ways) = tree(rt, group.actors.len(), &mixed!((*__list)));
    let fills = actors().zip(ways).map(|((index, actor), way)| slot(rt, error, index, actor, &way));
    mixed!({
        #(#mistakes)*
        let __error = #of::<#error>();
        let mut __group: #rt::Group<#shape, _, _> = #rt::vacant(__error, {
            use #rt::{ExplainAsRef as _, ExplainDisplay as _, ExplainError as _};
            (&&&__error.how()).explain()
        });
        let (__list, __state) = #rt::parts(&mut __group);
        #(#stops)*
        match (#rt::name(__state, &#table), #(#fills,)*) {
            _ => __group,
        }
    })
}

/// One that only some configurations have is reported in those.
fn mistake(mistake: &Mistake) -> TokenStream {
    let error = mistake.error.to_compile_error();
    let cfg = &mistake.cfg;
    if cfg.is_empty() { error } else { mixed!(#[cfg(all(#(#cfg),*))] #error) }
}

/// What is known of the actors when they are compiled.
fn table(rt: &Runtime<'_>, actors: &[Actor], order: &Order) -> TokenStream {
    let names = (0..).zip(actors).map(|(index, actor)| display_name::of(actor, index));
    let which = |is: fn(&Actor) -> bool| {
        let found = (0..).zip(actors).filter(|(_, actor)| is(actor));
        let indices: Vec<_> = found.map(|(index, _)| Literal::usize_unsuffixed(index)).collect();
        mixed!(&[#(#indices),*])
    };
    let rows = which(|actor| actor.row.is_some());
    let may_finish = which(|actor| actor.attributes.may_finish.is_some());
    let must_run = which(|actor| actor.attributes.must_run.is_some());
    let outlives = order.iter().map(|awaited| {
        let awaited = awaited.iter().copied().map(Literal::usize_unsuffixed);
        mixed!(&[#(#awaited),*])
    });
    let outlives = if order.iter().all(Vec::is_empty) { mixed!(&[]) } else { mixed!(&[#(#outlives),*]) };
    mixed!(#rt::Table {
        names: &[#(#names),*],
        rows: #rows,
        outlives: #outlives,
        may_finish: #may_finish,
        must_run: #must_run,
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

/// The tree with so many leaves, of branches with up to eight each: its type, and the way to each leaf, in order.
fn tree(rt: &Runtime<'_>, leaves: usize, way: &TokenStream) -> (TokenStream, Vec<TokenStream>) {
    const FIELDS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
    if leaves == 1 {
        return (mixed!(_), vec![way.clone()]);
    }
    // All but the last are full, so that there are few.
    let full = iter::successors(Some(1), |full| Some(full * FIELDS.len())).take_while(|&full| full < leaves).last();
    let full = full.unwrap_or(1);
    let (lists, ways): (Vec<_>, Vec<_>) = (0..leaves)
        .step_by(full)
        .zip(FIELDS)
        .map(|(first, field)| {
            let field = Ident::new(field, Span::mixed_site());
            tree(rt, full.min(leaves - first), &mixed!(#way.#field))
        })
        .unzip();
    (mixed!(#rt::Branch<#(#lists),*>), ways.concat())
}

/// Fills one leaf, if it is configured in.
fn slot(rt: &Runtime<'_>, error: &TokenStream, index: usize, actor: &Actor, way: &TokenStream) -> TokenStream {
    let Some(fill) = fill(rt, error, index, actor, way) else {
        return mixed!(#rt::leave(&mut #way));
    };
    let fill = match (&actor.row, &actor.guard) {
        (Some(row), _) => self::row(rt, index, actor, row, fill, way),
        (None, None) => fill,
        (None, guard) => {
            // A statement: what the guard borrows or locks it lets go of before the group runs.
            let guarded = guarded(guard.as_ref(), fill);
            mixed!({ #guarded; })
        }
    };
    let cfg = &actor.attributes.cfg;
    if cfg.is_empty() {
        return fill;
    }
    let predicates = actor.attributes.predicates();
    mixed!(#(#cfg)* #fill, #[cfg(not(all(#(#predicates),*)))] #rt::leave(&mut #way))
}

/// Fills a leaf with an actor for each item that the guard lets in.
fn row(rt: &Runtime<'_>, index: usize, actor: &Actor, row: &Row, fill: TokenStream, way: &TokenStream) -> TokenStream {
    let Row { pattern, items } = row;
    let stop = actor.stop.as_ref().map(|_| {
        let stop = stop_ident(index);
        mixed!(let mut #stop = #rt::Setter::new();)
    });
    let next = rt.at(items.span(), "next");
    let fill = guarded(actor.guard.as_ref(), fill);
    // The label keeps a `break` of the user's from ending this loop.
    mixed!(for #pattern in #items {
        #next(&mut #way);
        '__actor: {
            #stop
            #fill;
        }
    })
}

/// Puts an actor into its slot. There is none where the actor could not be read.
fn fill(rt: &Runtime<'_>, error: &TokenStream, index: usize, actor: &Actor, way: &TokenStream) -> Option<TokenStream> {
    let body = actor.body.as_ref()?;
    let handle = stop_ident(index);
    let mut value = body.clone();
    let outcome = match tail_async_mut(&mut value) {
        Some(block) => {
            tell(rt, error, &mixed!(()), actor.stop.as_ref(), block);
            "async_outcome"
        }
        None => "outcome",
    };
    let value = match &actor.stop {
        None => value.to_token_stream(),
        Some(stop) => {
            // Checked inside the block, whose own span is the whole macro's.
            let actor = rt.at(body.span(), "actor");
            mixed!({ let #stop = #rt::handle(&mut #handle); #actor(#value, __error) })
        }
    };
    let outcome = checked(rt, body.span(), outcome, &["output", "error"]);
    let fill = rt.at(body.span(), if actor.row.is_some() { "fill_next" } else { "fill" });
    let terms = terms(rt, error, &actor.attributes.terms);
    let place = match actor.interrupt {
        Some(Interrupt::Drop(span)) => checked(rt, span, "droppable", &["place"]),
        _ => mixed!(|_| {}),
    };
    let mut interrupt = interrupt(rt, actor.interrupt.as_ref());
    if actor.stop.is_some() {
        interrupt = mixed!(#rt::then_stop(#interrupt, #handle));
    }
    let outcome = mixed!(#[allow(unreachable_code)] #outcome);
    Some(mixed!(#fill(&mut #way, __state, #terms, #value, #place, #outcome, #interrupt)))
}

/// The gate and the clock that an actor's attributes ask for, evaluated in the order written.
fn terms(rt: &Runtime<'_>, error: &TokenStream, terms: &[Term]) -> TokenStream {
    let of = |kind| terms.iter().find(|term| term.kind == kind).map(|term| &term.value);
    let gate = of(TermKind::When).map_or_else(|| mixed!(#rt::Open), |future| when(rt, error, future));
    let clock = of(TermKind::Grace).map_or_else(
        || mixed!(#rt::NoClock),
        |limit| {
            let grace = rt.at(limit.span(), "grace");
            mixed!(#grace(#limit))
        },
    );
    match terms.first() {
        Some(Term { kind: TermKind::Grace, .. }) => mixed!(#rt::swap(#clock, #gate)),
        _ => mixed!((#gate, #clock)),
    }
}

fn when(rt: &Runtime<'_>, error: &TokenStream, future: &Expr) -> TokenStream {
    let span = future.span();
    let mut future = future.clone();
    if let Some(block) = tail_async_mut(&mut future).filter(|block| gives_result(block)) {
        tell(rt, error, &mixed!(_), None, block);
    }
    let (when, gave, outcome) = (rt.at(span, "when"), rt.at(span, "gave"), rt.at(span, "outcome"));
    let traits = mixed!(use #rt::{GaveAny as _, GaveNested as _, GaveResult as _};);
    let exit = quote_spanned!(span=> |__output, __error| { #traits #outcome((&&&#gave(__output)).exit(), __error) });
    mixed!(#when(__error, #future, #exit))
}

/// Whether an `async` block ends in `Ok(..)`, or has a `?` and may. A gate's may, an actor's has to.
fn gives_result(block: &ExprAsync) -> bool {
    let is = |expr: &Expr, word| matches!(expr, Expr::Path(path) if path.path.is_ident(word));
    match block.block.stmts.last() {
        Some(Stmt::Expr(Expr::Call(call), None)) if is(&call.func, "Ok") => true,
        Some(Stmt::Expr(Expr::Call(call), None)) if is(&call.func, "Some") => false,
        Some(Stmt::Expr(last, None)) if is(last, "None") => false,
        _ => has_question_mark(block.block.to_token_stream()),
    }
}

/// Whether there is a `?` of the block's own, as far as tokens tell.
fn has_question_mark(tokens: TokenStream) -> bool {
    let mut is_async = false;
    tokens.into_iter().any(|token| match token {
        TokenTree::Punct(mark) => mark.as_char() == '?',
        TokenTree::Ident(word) => {
            is_async |= word == "async";
            false
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && is_async => {
            is_async = false;
            false
        }
        TokenTree::Group(group) => has_question_mark(group.stream()),
        TokenTree::Literal(_) => false,
    })
}

/// Tells an inline `async` block its type before anything else, and gives it its stop signal to own.
fn tell(rt: &Runtime<'_>, error: &TokenStream, ok: &TokenStream, stop: Option<&Ident>, block: &mut ExprAsync) {
    let mixed = Span::mixed_site();
    let mut head = vec![parse_quote_spanned!(mixed=> if false { return #rt::never::<#ok, #error>(); })];
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
        Some(Interrupt::Drop(_)) => mixed!(#rt::Drop(true)),
        Some(Interrupt::Block(block)) => {
            let check = unit(block.span());
            // Where the user's block stands, so that what it must not borrow is shown there.
            let closure = quote_spanned!(block.span()=> || #block);
            mixed!(#rt::call(__error, #closure, #check))
        }
        Some(Interrupt::Closure(closure)) => {
            let check = unit(closure.body.span());
            // A closure is how an interrupt is written, also where it only calls.
            let closure_ =
                mixed!(#[allow(clippy::redundant_closure, clippy::redundant_closure_for_method_calls)] #closure);
            if closure.inputs.is_empty() {
                mixed!(#rt::call(__error, #closure_, #check))
            } else {
                with_cause(rt, closure, &closure_, &check, ["call_with", "with"])
            }
        }
        Some(Interrupt::AsyncClosure(closure)) => {
            let check = settle(closure.body.span());
            if closure.inputs.is_empty() {
                mixed!(#rt::later(__error, #closure, #check))
            } else {
                with_cause(rt, closure, &closure.to_token_stream(), &check, ["later_with", "with_later"])
            }
        }
        Some(Interrupt::Async(block)) => {
            let check = settle(block.span());
            mixed!(#rt::future(__error, #block, #check))
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

/// Whether it may be of type `!`, as far as tokens tell.
fn may_diverge(value: &Expr) -> bool {
    matches!(value, Expr::Macro(_) | Expr::Return(_) | Expr::Break(_) | Expr::Continue(_))
}

/// A closure of one parameter, called inside another, whose parameter is given: a wrong one is reported once, and there.
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

/// A closure that hands its parameters to one of the runtime's checks.
///
/// All its tokens stand where the user's do, so that this is where a failing check is shown, and not at `run_group!`.
/// None of the user's expressions is inside it.
fn checked(rt: &Runtime<'_>, span: Span, check: &str, parameters: &[&str]) -> TokenStream {
    let check = rt.at(span, check);
    let names: Vec<_> = parameters.iter().map(|name| format_ident!("__{name}", span = span)).collect();
    quote_spanned!(span=> |#(#names),*| #check(#(#names),*))
}

fn guarded(guard: Option<&Expr>, fill: TokenStream) -> TokenStream {
    match guard {
        None => fill,
        Some(guard) => condition(guard, fill, false),
    }
}

/// `if a && let P = b { fill }`. A chain with a `let` in it is nested, so that it works in every edition.
fn condition(guard: &Expr, fill: TokenStream, chained: bool) -> TokenStream {
    match guard {
        Expr::Binary(chain) if matches!(chain.op, BinOp::And(_)) && has_let(guard) => {
            condition(&chain.left, condition(&chain.right, fill, true), true)
        }
        // Irrefutable in a chain is no mistake.
        Expr::Let(condition) if chained => {
            let (pattern, value) = (&condition.pat, &condition.expr);
            mixed!(match #value { #pattern => #fill, #[allow(unreachable_patterns)] _ => {} })
        }
        // Parentheses that a chain needs are none that an `if` needs.
        Expr::Paren(paren) if chained => condition(&paren.expr, fill, false),
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
