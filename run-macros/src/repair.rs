//! Makes inert what `check` has found to be wrong, so that the compiler does not report it once more.

use proc_macro2::Span;
use syn::{Expr, parse_quote_spanned};

use crate::{
    ast::{Group, Interrupt, tail_async_mut},
    check::{ArrowPlace, Fault, Finding},
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

/// Gives an inline `async` block an end that is of every type.
fn never_end(body: &mut Expr, end: Span) {
    if let Some(block) = tail_async_mut(body) {
        block.block.stmts.push(parse_quote_spanned!(end=> loop {}));
    }
}
