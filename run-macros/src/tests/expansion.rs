//! Keeps `EXPANSION.md` true: what it shows is what the macro gives, after the simplifications that it lists.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Stmt};

use super::Expansion;

const PAGE: &str = include_str!("../../EXPANSION.md");

#[test]
fn the_page_shows_a_whole_expansion() {
    let blocks = blocks();
    let [input, output, ..] = blocks[..] else { panic!("an input, and what it expands into") };
    let expansion = expand(input);

    assert_same(expansion.tokens, output);
}

#[test]
fn the_page_shows_what_fills_the_slots_of_other_forms() {
    let blocks = blocks();
    let pairs = blocks[2..].chunks_exact(2);
    assert!(pairs.remainder().is_empty() && pairs.len() >= 4, "an input and an output for each form");
    for pair in pairs {
        assert_same(slots(&expand(pair[0]).expression()), pair[1]);
    }
}

/// The code on the page: each input, followed by what it expands into.
fn blocks() -> Vec<&'static str> {
    PAGE.split("```text\n").skip(1).map(|block| block.split("```").next().expect("a block ends")).collect()
}

fn expand(input: &str) -> Expansion {
    let list = input.trim().strip_prefix("run_group! {").and_then(|list| list.strip_suffix('}'));
    let expansion = Expansion::of(list.expect("an input is one `run_group! { .. }`"));
    assert!(expansion.errors.is_empty(), "what the page shows is no mistake");
    expansion
}

/// What follows the table in `match (set_table(..), ..) { .. }`.
fn slots(expansion: &Expr) -> TokenStream {
    let Expr::Block(block) = expansion else { panic!("a block") };
    let Some(Stmt::Expr(Expr::Match(last), None)) = block.block.stmts.last() else { panic!("that ends in a match") };
    let Expr::Tuple(tuple) = &*last.expr else { panic!("on a tuple") };
    tuple.elems.pairs().skip(1).map(ToTokens::into_token_stream).collect()
}

#[track_caller]
fn assert_same(expansion: TokenStream, shown: &str) {
    let expanded = flat(simplify(expansion));
    let shown = flat(without_last_comma(shown.parse().expect("tokens")));
    let same = expanded.iter().zip(&shown).take_while(|(expanded, shown)| expanded == shown).count();
    let around = |tokens: &[String]| tokens[same.saturating_sub(8)..tokens.len().min(same + 12)].join(" ");
    assert!(
        expanded == shown,
        "the expansion has\n  {}\nwhere EXPANSION.md shows\n  {}\n\nThe whole of it:\n{}",
        around(&expanded),
        around(&shown),
        expanded.join(" "),
    );
}

/// Every token, a delimiter being two.
fn flat(tokens: TokenStream) -> Vec<String> {
    let flat = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Group(group) => {
            let (open, close) = match group.delimiter() {
                Delimiter::Parenthesis => ("(", ")"),
                Delimiter::Brace => ("{", "}"),
                Delimiter::Bracket => ("[", "]"),
                Delimiter::None => ("", ""),
            };
            let mut tokens = flat(group.stream());
            tokens.insert(0, open.to_owned());
            tokens.push(close.to_owned());
            tokens
        }
        token => vec![token.to_string()],
    });
    flat.collect()
}

// The simplifications. What is in quotes is on the page.

fn simplify(tokens: TokenStream) -> TokenStream {
    let tokens = without_last_comma(tokens);
    let tokens = without_use(tokens.into_iter().collect());
    let tokens = without_allow(tokens);
    let tokens = without_paths(tokens);
    tokens.into_iter().map(without_underscores).map(without_star).map(inside).collect()
}

/// What is inside a group is simplified, too.
fn inside(token: TokenTree) -> TokenTree {
    match token {
        TokenTree::Group(group) => Group::new(group.delimiter(), simplify(group.stream())).into(),
        token => token,
    }
}

/// "The `use` of the traits that a method needs is left out."
fn without_use(mut tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    while let Some(begin) = tokens.iter().position(|token| is_word(token, "use")) {
        let length = tokens[begin..].iter().position(|token| is_mark(token, ';')).expect("a `use` ends");
        tokens.drain(begin..=begin + length);
    }
    tokens
}

/// "So is every `#[allow(..)]`."
fn without_allow(mut tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    let is_allow = |pair: &[TokenTree]| match pair {
        [hash, TokenTree::Group(allow)] => {
            is_mark(hash, '#') && allow.stream().into_iter().next().is_some_and(|word| is_word(&word, "allow"))
        }
        _ => false,
    };
    while let Some(begin) = tokens.windows(2).position(is_allow) {
        tokens.drain(begin..begin + 2);
    }
    tokens
}

/// "`$crate::__private::fill` is `fill`."
fn without_paths(mut tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    let is_path = |path: &[TokenTree]| is_word(&path[0], "krate") && is_word(&path[3], "__private");
    while let Some(begin) = tokens.windows(6).position(is_path) {
        tokens.drain(begin..begin + 6);
    }
    tokens
}

/// "`__error` is `error`."
fn without_underscores(token: TokenTree) -> TokenTree {
    match token {
        TokenTree::Ident(name) => {
            let name = name.to_string();
            let plain = name.strip_prefix("__").filter(|plain| !plain.is_empty()).unwrap_or(&name);
            Ident::new(plain, proc_macro2::Span::call_site()).into()
        }
        token => token,
    }
}

/// "`(*list)` is `list`."
fn without_star(token: TokenTree) -> TokenTree {
    match &token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            match &group.stream().into_iter().collect::<Vec<_>>()[..] {
                [star, TokenTree::Ident(list)] if is_mark(star, '*') && list == "__list" => {
                    Ident::new("list", list.span()).into()
                }
                _ => token,
            }
        }
        _ => token,
    }
}

/// Commas before a closing delimiter are formatting, on the page and in the expansion.
fn without_last_comma(tokens: TokenStream) -> TokenStream {
    let mut tokens: Vec<_> = tokens.into_iter().collect();
    if tokens.last().is_some_and(|last| is_mark(last, ',')) {
        tokens.pop();
    }
    let inside = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => Group::new(group.delimiter(), without_last_comma(group.stream())).into(),
        token => token,
    });
    inside.collect()
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}
