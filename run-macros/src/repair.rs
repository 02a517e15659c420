//! Makes inert what `check` has found to be wrong, so that the compiler does not report it once more.

use proc_macro2::Span;
use quote::ToTokens;
use syn::{Expr, Stmt, Token, parse_quote_spanned};

use crate::{
    ast::{Group, Interrupt, tail_async_mut},
    check::{ArrowPlace, Fault, Finding},
    half_typed,
};

/// Repairs what these findings are about. The rest stays as it was written.
pub fn repair(group: &mut Group, findings: &[Finding]) {
    for finding in findings {
        match &finding.fault {
            Fault::None => {}
            Fault::Interrupt { actor } => group.actors[*actor].interrupt = Some(Interrupt::Broken),
            Fault::Arrow { actor, place, before } => {
                let actor = &mut group.actors[*actor];
                actor.interrupt = Some(Interrupt::Broken);
                match place {
                    ArrowPlace::Body => actor.body = Some((**before).clone()),
                    ArrowPlace::Guard => actor.guard = Some((**before).clone()),
                }
            }
            Fault::End { actor, end } => group.actors[*actor].body.iter_mut().for_each(|body| never_end(body, *end)),
        }
    }
}

/// Repairs the actors that are still being typed: that a name is missing in one of them is reported, and nothing else.
pub fn half_typed(group: &mut Group) {
    for actor in &mut group.actors {
        if let Some(nested) = &mut actor.nested {
            half_typed(nested);
        } else if actor.body.as_ref().is_some_and(|body| half_typed::is_in(body.to_token_stream())) {
            actor.interrupt.get_or_insert(Interrupt::Broken);
            actor.body.iter_mut().for_each(|body| never_end(body, Span::mixed_site()));
        }
    }
}

/// Gives an inline `async` block an end that is of every type.
fn never_end(body: &mut Expr, end: Span) {
    if let Some(block) = tail_async_mut(body) {
        if let Some(Stmt::Expr(_, semi @ None)) = block.block.stmts.last_mut() {
            *semi = Some(Token![;](end));
        }
        block.block.stmts.push(parse_quote_spanned!(end=> loop {}));
    }
}
