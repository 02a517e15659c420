//! What a group is made of, as written: the source nodes and their spans are kept.

use proc_macro2::Span;
use syn::{Expr, ExprAsync, ExprClosure, Ident, Stmt, Type};

/// Everything between the delimiters of `run_group!`.
pub struct Group {
    /// `type Error = ..;`
    pub error: Option<Type>,
    /// Where it stands.
    pub error_token: Option<Span>,
    pub actors: Vec<Actor>,
    /// Mistakes, each at its token.
    pub mistakes: Vec<syn::Error>,
}

/// One actor. What could not be read of it is `None`, and has been reported.
pub struct Actor {
    pub name: Option<Ident>,
    /// `|stop|`
    pub stop: Option<Ident>,
    pub body: Option<Expr>,
    /// `if ..`
    pub guard: Option<Expr>,
    /// `=> ..`; `None` where there is none, as behind `|stop|`.
    pub interrupt: Option<Interrupt>,
}

/// What stands behind `=>`.
pub enum Interrupt {
    /// `drop`
    Drop(Span),
    /// `{ .. }`
    Block(Expr),
    /// `|| ..` or `|cause| ..`
    Closure(ExprClosure),
    /// The same, with a body that is or ends in an `async` block.
    AsyncClosure(ExprClosure),
    /// `async { .. }`
    Async(ExprAsync),
    /// Any other expression.
    Value(Expr),
    /// None that could be read: the mistake has been reported.
    Broken,
}

/// The `async` block that an expression is or ends in.
pub fn tail_async(expr: &mut Expr) -> Option<&mut ExprAsync> {
    match expr {
        Expr::Async(block) => Some(block),
        Expr::Block(block) => match block.block.stmts.last_mut() {
            Some(Stmt::Expr(last, None)) => tail_async(last),
            _ => None,
        },
        Expr::Paren(paren) => tail_async(&mut paren.expr),
        Expr::Group(group) => tail_async(&mut group.expr),
        _ => None,
    }
}
