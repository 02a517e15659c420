//! Completes what is still being typed, so that the rest can be read, and stands where it was written.
//!
//! An editor finds out what may follow a dot by expanding the list twice: as it is, and with a word of its own after the dot. It
//! compares the tokens up to there, which therefore have to be the same. So after a dot without a name, [`complete`] writes one, and
//! after a statement that the next one runs into, a `;`. In the expansion, [`report`] makes that name a method that every type
//! has, and its argument the mistake: of that the compiler knows no type, so it finds nothing else wrong with it.

use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{
    Block, Error, Expr, Stmt, Token,
    parse::{ParseStream, Parser},
};

use crate::ast::Mistake;

/// What stands where a name is missing: a method of the runtime's.
const NAME: &str = "__half_typed";

/// The mistake, which the macro reports once.
const MESSAGE: &str = "expected a field or a method after this `.`";

/// A list that has been completed.
pub struct Completed {
    pub tokens: TokenStream,
    /// The dots that a name is missing after.
    pub dots: Vec<Span>,
    /// Where a `;` was missing.
    pub mistakes: Vec<Mistake>,
    is_changed: bool,
}

/// Completes a list that could not be read. `None` if nothing of this kind is missing.
pub fn complete(tokens: TokenStream) -> Option<Completed> {
    let mut completed =
        Completed { tokens: TokenStream::new(), dots: Vec::new(), mistakes: Vec::new(), is_changed: false };
    let tokens = completed.names(tokens);
    completed.tokens = completed.statements(tokens);
    completed.is_changed.then_some(completed)
}

impl Completed {
    /// Writes a name after each dot that has none.
    fn names(&mut self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut completed = TokenStream::new();
        for (index, token) in tokens.iter().enumerate() {
            let (before, after) = (&tokens[..index], &tokens[index + 1..]);
            match token {
                TokenTree::Group(group) if !is_of_macro(before) => {
                    completed.extend([inside(group, |tokens| self.names(tokens))]);
                }
                TokenTree::Punct(dot) if is_dot(token) && before.last().is_some_and(ends_operand) => {
                    completed.extend([token.clone()]);
                    let is_one = dot.spacing() == Spacing::Alone || !after.first().is_some_and(is_dot);
                    if is_one && !begins_with_member(after) {
                        completed.extend([self.name(dot.span())]);
                    }
                }
                token => completed.extend([token.clone()]),
            }
        }
        completed
    }

    fn name(&mut self, dot: Span) -> TokenTree {
        let name = format!("{NAME}_{}", self.dots.len());
        self.dots.push(dot);
        self.is_changed = true;
        Ident::new(&name, Span::mixed_site().located_at(dot)).into()
    }

    /// Writes a `;` after each statement that lacks one, in the blocks that can be read then.
    fn statements(&mut self, tokens: TokenStream) -> TokenStream {
        let mut before = Vec::new();
        for token in tokens {
            let token = match token {
                TokenTree::Group(group) if !is_of_macro(&before) => {
                    inside(&group, |tokens| self.block(group.delimiter(), tokens))
                }
                token => token,
            };
            before.push(token);
        }
        before.into_iter().collect()
    }

    fn block(&mut self, delimiter: Delimiter, tokens: TokenStream) -> TokenStream {
        let tokens = self.statements(tokens);
        let is_wrong = delimiter == Delimiter::Brace && Block::parse_within.parse2(tokens.clone()).is_err();
        let Some(Ok((separated, missing))) = is_wrong.then(|| separated.parse2(tokens.clone())) else { return tokens };
        self.mistakes.extend(missing.into_iter().map(|next| Mistake::new(next, "expected `;` before this statement")));
        self.is_changed = true;
        separated
    }
}

/// The statements of a block, with the `;` that are missing, and what each of those should have stood before.
fn separated(input: ParseStream<'_>) -> syn::Result<(TokenStream, Vec<Span>)> {
    let (mut tokens, mut missing) = (TokenStream::new(), Vec::new());
    while !input.is_empty() {
        if input.peek(Token![;]) {
            input.parse::<Token![;]>()?.to_tokens(&mut tokens);
        } else if input.fork().parse::<Stmt>().is_ok() {
            input.parse::<Stmt>()?.to_tokens(&mut tokens);
        } else {
            let statement = input.parse::<Expr>()?.into_token_stream();
            let is_reported = is_in(statement.clone());
            tokens.extend(statement);
            if !input.is_empty() {
                missing.extend((!is_reported).then(|| input.span()));
                Token![;](Span::mixed_site()).to_tokens(&mut tokens);
            }
        }
    }
    Ok((tokens, missing))
}

/// The group, with its tokens changed.
fn inside(group: &Group, change: impl FnOnce(TokenStream) -> TokenStream) -> TokenTree {
    let mut changed = Group::new(group.delimiter(), change(group.stream()));
    changed.set_span(group.span());
    changed.into()
}

/// Whether these are the arguments of a macro, which mean what that says. Those of a group are a list.
fn is_of_macro(before: &[TokenTree]) -> bool {
    match before {
        [.., TokenTree::Ident(name), TokenTree::Punct(mark)] => mark.as_char() == '!' && name != "run_group",
        _ => false,
    }
}

fn is_dot(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '.')
}

/// Whether a dot after it leads to a member.
fn ends_operand(token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(mark) => mark.as_char() == '?',
        TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => true,
    }
}

/// Whether a field or a method follows, and not a keyword or the name of the next actor.
fn begins_with_member(tokens: &[TokenTree]) -> bool {
    let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == Spacing::Alone);
    match tokens {
        [TokenTree::Literal(_), ..] => true,
        [TokenTree::Ident(word), after @ ..] => {
            let is_name = word == "await" || syn::parse2::<Ident>(word.to_token_stream()).is_ok();
            let is_bracket =
                |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket);
            let begins_actor =
                is_colon(after.first()) || after.first().is_some_and(is_bracket) && is_colon(after.get(1));
            is_name && !begins_actor
        }
        _ => false,
    }
}

/// Whether a name is missing in these tokens.
pub fn is_in(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => number(&word).is_some(),
        TokenTree::Group(group) => is_in(group.stream()),
        _ => false,
    })
}

/// Which of the dots the name was written after.
fn number(word: &Ident) -> Option<usize> {
    word.to_string().strip_prefix(NAME)?.strip_prefix('_')?.parse().ok()
}

/// Makes each name that is missing a method, with its mistake as the argument. Returns the mistakes that are left: those of dots
/// which are not in the expansion.
pub fn report(expansion: TokenStream, dots: &[Span]) -> (TokenStream, Vec<Mistake>) {
    let mut left: Vec<_> = dots.iter().map(|&dot| Some(Error::new(dot, MESSAGE))).collect();
    let expansion = methods(expansion, &mut left);
    (expansion, left.into_iter().flatten().map(Mistake::from).collect())
}

fn methods(tokens: TokenStream, mistakes: &mut [Option<Error>]) -> TokenStream {
    let method = |token| match token {
        TokenTree::Ident(word) => match number(&word).and_then(|number| mistakes.get_mut(number)?.take()) {
            Some(mistake) => {
                let (name, mistake) = (Ident::new(NAME, word.span()), mistake.to_compile_error());
                quote_spanned!(word.span()=> #name(#mistake))
            }
            None => TokenTree::from(word).into(),
        },
        TokenTree::Group(group) => inside(&group, |tokens| methods(tokens, mistakes)).into(),
        token => token.into(),
    };
    tokens.into_iter().map(method).collect::<Vec<TokenStream>>().into_iter().collect()
}
