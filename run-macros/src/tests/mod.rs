//! What the whole macro gives for a list: read from its output, as the compiler would.

mod conditional;
mod editor;
mod expansion;
mod fuzz;
mod graphs;
mod half_typed;
mod outcome;
mod sweep;

use proc_macro2::{LineColumn, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, LitStr, Stmt, Token, parse::Parser, punctuated::Punctuated};

/// The output of the macro, taken apart.
pub struct Expansion {
    pub tokens: TokenStream,
    /// Every `compile_error!`.
    pub errors: Vec<Reported>,
}

/// A `compile_error!`.
pub struct Reported {
    pub message: String,
    /// The predicates of the `#[cfg(all(..))]` before it.
    pub cfg: Option<String>,
    pub span: Span,
}

/// How an actor was expanded.
#[derive(Debug)]
pub struct Filled {
    /// What it is called.
    pub name: String,
    /// Its slot's `fill(..)`, or `None` where the slot has no actor.
    pub fill: Option<Fill>,
    /// What its `#[cfg]`s say.
    pub cfg: Vec<String>,
    /// The whole of it, with its guard and its loop.
    pub tokens: String,
}

/// The user's part of the arguments of `fill`, without white space.
#[derive(Debug)]
pub struct Fill {
    pub body: String,
    /// What reads its output.
    pub read: String,
    pub interrupt: String,
}

impl Expansion {
    /// Expands what a user would write between the braces.
    pub fn of(list: &str) -> Expansion {
        // On a line of its own, so that lines and columns are those of the list.
        let input = format!("[krate]\n{list}");
        Expansion::of_tokens(input.parse().unwrap_or_else(|error| panic!("{error}: {list}")))
    }

    pub fn of_tokens(input: TokenStream) -> Expansion {
        let tokens = crate::run_group(input);
        let mut errors = Vec::new();
        find_errors(&tokens, &mut errors);
        Expansion { tokens, errors }
    }

    /// The whole of it, which is one expression.
    #[track_caller]
    pub fn expression(&self) -> Expr {
        match syn::parse2(self.tokens.clone()) {
            Ok(expr) => expr,
            Err(error) => panic!("no expression: {error}\n{}", self.tokens),
        }
    }

    /// Every actor, in the order written. None where the list could not be read at all.
    #[track_caller]
    pub fn actors(&self) -> Vec<Filled> {
        actors(&self.expression())
    }

    /// The one mistake that was reported.
    #[track_caller]
    pub fn error(&self) -> &Reported {
        match &self.errors[..] {
            [error] => error,
            errors => panic!("{} mistakes: {:?}", errors.len(), errors.iter().map(|e| &e.message).collect::<Vec<_>>()),
        }
    }
}

impl Reported {
    /// Where it begins in the list: the line, counted from 1, and the column, counted from 0.
    pub fn start(&self) -> LineColumn {
        let LineColumn { line, column } = self.span.start();
        LineColumn { line: line - 1, column }
    }

    pub fn is_at_call_site(&self) -> bool {
        self.span.byte_range().is_empty()
    }
}

fn find_errors(tokens: &TokenStream, errors: &mut Vec<Reported>) {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "compile_error" => {
                let Some(TokenTree::Group(message)) = tokens.get(index + 2) else { panic!("no message") };
                let message: LitStr = syn::parse2(message.stream()).expect("a message is a string");
                // `#[cfg(..)] ::core::compile_error!`
                let cfg = match index.checked_sub(7).map(|hash| &tokens[hash..]) {
                    Some([TokenTree::Punct(hash), TokenTree::Group(cfg), ..]) if hash.as_char() == '#' => {
                        Some(predicates(&dense(cfg.stream())).to_owned())
                    }
                    _ => None,
                };
                errors.push(Reported { message: message.value(), cfg, span: word.span() });
            }
            TokenTree::Group(group) => find_errors(&group.stream(), errors),
            _ => {}
        }
    }
}

/// What is inside `cfg(all(..))`.
fn predicates(cfg: &str) -> &str {
    cfg.strip_prefix("cfg(all(").and_then(|cfg| cfg.strip_suffix("))")).expect("`cfg(all(..))`")
}

/// The actors in `{ ..; match (set_table(..), fill(..), ..) { _ => group } }`.
fn actors(expr: &Expr) -> Vec<Filled> {
    let Expr::Block(block) = expr else { return Vec::new() };
    // The last, but for what follows it in a list that is half-typed.
    let last = block.block.stmts.iter().rev().find_map(|stmt| match stmt {
        Stmt::Expr(Expr::Match(last), None) => Some(last),
        _ => None,
    });
    let Some(block) = last else { return Vec::new() };
    let Expr::Tuple(tuple) = &*block.expr else { panic!("a match on a tuple") };
    let mut elements = tuple.elems.iter();
    let table = elements.next().expect("a table").to_token_stream();
    let mut names = names(&table).into_iter();
    let mut actors = Vec::new();
    for element in elements {
        let mut calls = Vec::new();
        find_fills(&element.to_token_stream(), &[], &mut calls);
        for Call { function, arguments, cfg } in calls {
            if cfg.iter().any(|cfg| cfg.starts_with("cfg(not(all")) {
                assert_eq!(function, "leave_vacant", "a slot that is configured out is left");
                continue;
            }
            let fill = function.starts_with("fill").then(|| {
                let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(arguments).expect("arguments");
                let arguments: Vec<_> = arguments.iter().map(dense).collect();
                let [_, _, _, body, _, read, interrupt] = <[String; 7]>::try_from(arguments).expect("seven");
                Fill { body, read, interrupt }
            });
            let name = names.next().expect("a name for each actor");
            actors.push(Filled { name, fill, cfg, tokens: element.to_token_stream().to_string() });
        }
    }
    assert!(names.next().is_none(), "an actor for each name");
    actors
}

/// What fills a slot, or leaves it vacant. `begin_nested` fills the head of a nested group.
const FILLS: [&str; 4] = ["fill", "fill_item", "leave_vacant", "begin_nested"];

/// A call of one of these.
struct Call {
    function: String,
    arguments: TokenStream,
    /// What the `#[cfg]`s before it say, and before the blocks that it is in.
    cfg: Vec<String>,
}

/// Finds the calls that fill a slot or leave it vacant, in the order written.
fn find_fills(tokens: &TokenStream, outer: &[String], calls: &mut Vec<Call>) {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    let mut cfg = outer.to_vec();
    for (index, token) in tokens.iter().enumerate() {
        match (token, &tokens[..index]) {
            (TokenTree::Punct(mark), _) if matches!(mark.as_char(), ',' | ';') => cfg.truncate(outer.len()),
            (TokenTree::Group(attribute), [.., TokenTree::Punct(hash)]) if hash.as_char() == '#' => {
                cfg.extend(Some(dense(attribute.stream())).filter(|attribute| attribute.starts_with("cfg")));
            }
            (TokenTree::Group(arguments), [.., TokenTree::Ident(private), _, _, TokenTree::Ident(function)])
                if private == "__private" && FILLS.iter().any(|fills| function == fills) =>
            {
                let (function, arguments) = (function.to_string(), arguments.stream());
                calls.push(Call { function, arguments, cfg: cfg.clone() });
            }
            (TokenTree::Group(group), _) => find_fills(&group.stream(), &cfg, calls),
            _ => {}
        }
    }
}

/// The tokens, without white space between them, which depends on the printer.
pub fn dense(tokens: impl ToTokens) -> String {
    tokens.to_token_stream().to_string().split_whitespace().collect()
}

/// The arguments of the first call of `krate::__private::function`.
fn find_call(tokens: &TokenStream, function: &str) -> Option<TokenStream> {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    let mut windows = tokens.windows(5);
    let found = windows.find_map(|window| match window {
        [TokenTree::Ident(private), _, _, TokenTree::Ident(word), TokenTree::Group(arguments)]
            if private == "__private" && word == function =>
        {
            Some(arguments.stream())
        }
        _ => None,
    });
    let inside = || {
        tokens.iter().find_map(|token| match token {
            TokenTree::Group(group) => find_call(&group.stream(), function),
            _ => None,
        })
    };
    found.or_else(inside)
}

/// The names in the table.
fn names(table: &TokenStream) -> Vec<String> {
    let table = find_call(table, "set_table").expect("`set_table(..)`").to_string();
    let names = table.split_once("names : & [").expect("names").1;
    let names = names.split_once(']').expect("names").0;
    let names: TokenStream = names.parse().expect("names");
    let names = Punctuated::<LitStr, Token![,]>::parse_terminated.parse2(names).expect("names");
    names.iter().map(LitStr::value).collect()
}

/// Where the token between the first `«»` begins, once the marks are gone: the line, counted from 1, and the column,
/// counted from 0.
#[track_caller]
pub fn start_of(list: &str) -> LineColumn {
    let (before, _) = list.split_once('«').expect("a mark");
    let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
    LineColumn { line, column: before.rsplit('\n').next().map_or(0, |line| line.chars().count()) }
}
