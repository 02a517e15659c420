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
    /// Where it stands, if it is [nested](Actor::nested).
    pub place: Option<Span>,
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

    /// The same mistake, in a group that this actor is. One that only some configurations have, they have where the actor is
    /// configured in.
    pub fn inside(mut self, actor: &Actor) -> Self {
        if !self.cfg.is_empty() {
            self.cfg.splice(0..0, actor.attributes.predicates());
        }
        self
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
    /// The second name of `|stop, ready|`.
    pub ready: Option<Ready>,
    pub body: Option<Expr>,
    /// The list in its body, where that is a `run_group! { .. }` whose actors become actors of this list.
    pub nested: Option<Group>,
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
    /// `#[after(a, b)]`
    pub after: Option<After>,
    /// `#[when(..)]`, `#[grace(..)]` and `#[drain(..)]`, in the order written, in which they are evaluated.
    pub terms: Vec<Term>,
    pub may_finish: Option<Span>,
    pub must_run: Option<Span>,
}

impl Actor {
    /// Whether it is a nested group that has a slot of its own, its head, for what it is as a whole: its gate, its limit, its
    /// interrupt.
    pub fn has_head(&self) -> bool {
        let is_interrupted = !matches!(self.interrupt, None | Some(Interrupt::Drop(_) | Interrupt::Broken));
        self.nested.is_some() && (is_interrupted || !self.attributes.terms.is_empty())
    }

    /// What the `Ok` of one of its actors depends on, if it is a nested group in which not every `Ok` is an exit of the whole.
    pub fn node(&self) -> Option<Node> {
        let nested = self.nested.as_ref()?;
        let Attributes { may_finish, must_run, .. } = &self.attributes;
        match (may_finish, must_run) {
            (Some(_), _) => Some(Node::MayFinish),
            (None, Some(_)) => Some(Node::MustRun),
            (None, None) => {
                nested.actors.iter().any(|actor| actor.attributes.may_finish.is_some()).then_some(Node::Plain)
            }
        }
    }
}

/// What is asked of such a nested group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Node {
    /// Nothing, but one of its actors may finish.
    Plain,
    /// `#[may_finish]`
    MayFinish,
    /// `#[must_run]`
    MustRun,
}

impl Attributes {
    /// The predicates inside `#[cfg(..)]`.
    pub fn predicates(&self) -> impl Iterator<Item = TokenStream> + '_ {
        self.cfg.iter().filter_map(|cfg| Some(cfg.meta.require_list().ok()?.tokens.clone()))
    }
}

impl Attributes {
    /// The attribute that makes the actor wait before it is started.
    pub fn waits(&self) -> Option<Span> {
        let gate = self.terms.iter().find(|term| term.kind == TermKind::When);
        self.after.as_ref().map(|after| after.span).or(gate.map(|gate| gate.span))
    }
}

/// `#[outlives(..)]`
pub enum Outlives {
    /// `#[outlives(a, b)]`
    Names(Vec<Ident>),
    /// `#[outlives(..)]`: all others, except for those that say the same.
    Others(Span),
}

/// `#[after(a, b)]`
pub struct After {
    pub span: Span,
    pub names: Vec<Ident>,
}

/// An expression that an attribute gives.
pub struct Term {
    pub kind: TermKind,
    /// The name of the attribute.
    pub span: Span,
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

/// The first name of `|stop|`
pub enum Handle {
    /// `|stop|` or `|stop: Type|`
    Stop { name: Ident, of: Option<Type> },
    /// `|_|` or `|_: Type|`: the actor is handed nothing.
    Nothing(Span, Option<Type>),
}

/// `ready` or `ready: Type`
pub struct Ready {
    pub name: Ident,
    pub of: Option<Type>,
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
