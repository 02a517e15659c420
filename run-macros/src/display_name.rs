//! What an actor is called in errors and reports: by its name, or by its expression.

use syn::{Expr, Member, ext::IdentExt};

use crate::ast::Actor;

/// `serve(listener)` is `serve`, `server.run()` is `server.run`, anything else is `#2`, counted from 0.
pub fn of(actor: &Actor, index: usize) -> String {
    match (&actor.name, &actor.body) {
        (Some(name), _) => name.unraw().to_string(),
        (None, Some(body)) => called(body).unwrap_or_else(|| format!("#{index}")),
        (None, None) => format!("#{index}"),
    }
}

fn called(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Call(call) => place(&call.func),
        Expr::MethodCall(call) => Some(format!("{}.{}", place(&call.receiver)?, call.method.unraw())),
        Expr::Paren(paren) => called(&paren.expr),
        Expr::Group(group) => called(&group.expr),
        _ => None,
    }
}

/// A path without its generic arguments, or fields of one.
fn place(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => {
            let segments: Vec<_> = path.path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
            Some(segments.join("::"))
        }
        Expr::Field(field) => Some(match &field.member {
            Member::Named(name) => format!("{}.{}", place(&field.base)?, name.unraw()),
            Member::Unnamed(index) => format!("{}.{}", place(&field.base)?, index.index),
        }),
        Expr::Paren(paren) => place(&paren.expr),
        Expr::Group(group) => place(&group.expr),
        _ => None,
    }
}
