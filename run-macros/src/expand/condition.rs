//! Writes a guard, in a form that every edition knows.

use proc_macro2::TokenStream;
use syn::{BinOp, Expr};

use crate::expand::runtime::mixed;

/// `fill`, statements and an expression, where the guard lets the actor in.
pub fn guarded(guard: Option<&Expr>, fill: TokenStream) -> TokenStream {
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
        // In a chain, an irrefutable pattern is no mistake.
        Expr::Let(condition) if chained => {
            let (pattern, value) = (&condition.pat, &condition.expr);
            mixed!(match #value { #pattern => { #fill } #[allow(unreachable_patterns)] _ => {} })
        }
        // An `if` does not need the parentheses that a chain needs.
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
