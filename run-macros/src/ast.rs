//! What a group is made of, as written: the source nodes and their spans are kept.

use proc_macro2::{Span, TokenStream};
use syn::{Attribute, Expr, ExprAsync, ExprClosure, Ident, Pat, Stmt, Type};

/// Everything between the delimiters of `run_group!`.
#[derive(Default)]
pub struct Group {
    /// `type Error = ..;`
    pub error: Option<Type>,
    /// Where the error type stands.
    pub error_token: Option<Span>,
    pub actors: Vec<Actor>,
    /// What could not be read.
    pub mistakes: Vec<Mistake>,
}

/// A mistake, at its token.
pub struct Mistake {
    pub error: syn::Error,
    /// The predicates of `#[cfg]`. It is a mistake in a configuration in which all of them hold.
    pub cfg: Vec<TokenStream>,
}

impl From<syn::Error> for Mistake {
    fn from(error: syn::Error) -> Self {
        Mistake { error, cfg: Vec::new() }
    }
}

impl Mistake {
    pub fn new(span: Span, message: impl std::fmt::Display) -> Self {
        syn::Error::new(span, message).into()
    }
}

/// One actor. What could not be read of it is `None`, and has been reported.
#[derive(Default)]
pub struct Actor {
    pub attributes: Attributes,
    pub name: Option<Ident>,
    /// The `id` of `name[id]: .. for ..`
    pub item_name: Option<ItemName>,
    pub handle: Option<Handle>,
    pub body: Option<Expr>,
    /// `for .. in ..`
    pub row: Option<Row>,
    /// `if ..`
    pub guard: Option<Expr>,
    /// `=> ..`; `None` where there is none, as after `|stop|`.
    pub interrupt: Option<Interrupt>,
}

impl Actor {
    /// The name of its stop signal.
    pub fn stop(&self) -> Option<&Ident> {
        match &self.handle {
            Some(Handle::Stop { name, .. }) => Some(name),
            _ => None,
        }
    }
}

/// What stands before an actor.
#[derive(Default)]
pub struct Attributes {
    /// `#[cfg(..)]`, any number of them.
    pub cfg: Vec<Attribute>,
    pub outlives: Option<Outlives>,
    /// `#[when(..)]`, `#[grace(..)]` and `#[drain(..)]`, in the order written, in which they are evaluated.
    pub terms: Vec<Term>,
    pub may_finish: Option<Span>,
    pub must_run: Option<Span>,
}

impl Attributes {
    /// The predicates inside `#[cfg(..)]`.
    pub fn predicates(&self) -> impl Iterator<Item = TokenStream> + '_ {
        self.cfg.iter().filter_map(|cfg| Some(cfg.meta.require_list().ok()?.tokens.clone()))
    }
}

/// `#[outlives(..)]`
pub enum Outlives {
    /// `#[outlives(a, b)]`
    Names(Vec<Ident>),
    /// `#[outlives(..)]`: all others, except for those that say the same.
    Others(Span),
}

/// An expression that an attribute gives.
pub struct Term {
    pub kind: TermKind,
    pub value: Expr,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TermKind {
    /// `#[when(future)]`
    When,
    /// `#[grace(duration)]`
    Grace,
    /// `#[drain(duration)]`
    Drain,
}

/// What the items of a row are named by.
pub struct ItemName {
    pub brackets: Span,
    pub value: Expr,
}

/// `|stop|`
pub enum Handle {
    /// `|stop|` or `|stop: Type|`
    Stop { name: Ident, of: Option<Type> },
    /// `|_|` or `|_: Type|`: the actor is handed nothing.
    Nothing(Span, Option<Type>),
}

/// `for pattern in items`
pub struct Row {
    pub pattern: Pat,
    pub items: Expr,
}

/// What stands after `=>`.
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
    /// It could not be read, or is wrong. That has been reported.
    Broken,
}

/// The `async` block that an expression is or ends in.
pub fn tail_async(expr: &Expr) -> Option<&ExprAsync> {
    match expr {
        Expr::Async(block) => Some(block),
        Expr::Block(block) => match block.block.stmts.last() {
            Some(Stmt::Expr(last, None)) => tail_async(last),
            _ => None,
        },
        Expr::Paren(paren) => tail_async(&paren.expr),
        Expr::Group(group) => tail_async(&group.expr),
        _ => None,
    }
}

/// The same, to change it.
pub fn tail_async_mut(expr: &mut Expr) -> Option<&mut ExprAsync> {
    match expr {
        Expr::Async(block) => Some(block),
        Expr::Block(block) => match block.block.stmts.last_mut() {
            Some(Stmt::Expr(last, None)) => tail_async_mut(last),
            _ => None,
        },
        Expr::Paren(paren) => tail_async_mut(&mut paren.expr),
        Expr::Group(group) => tail_async_mut(&mut group.expr),
        _ => None,
    }
}
