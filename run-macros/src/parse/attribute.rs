//! Reads the attributes of an actor. One that is wrong is reported and left out; the actor is read all the same.

use proc_macro2::{Span, TokenStream};
use syn::{
    AttrStyle, Attribute, Error, Expr, Ident, MacroDelimiter, Meta, MetaList, Result, Token, bracketed, ext::IdentExt,
    parse::ParseStream, parse_quote, spanned::Spanned, token,
};

use crate::{
    ast::{After, Attributes, Mistake, Outlives, Term, TermKind},
    feature,
    nearest::nearest,
    parse::{lookahead::starts_named, predicate},
};

const KNOWN: [&str; 8] = ["cfg", "outlives", "after", "when", "grace", "drain", "may_finish", "must_run"];

pub fn read(input: ParseStream<'_>, mistakes: &mut Vec<Mistake>) -> Attributes {
    let mut attributes = Attributes::default();
    while input.peek(Token![#]) {
        if let Err(mistake) = attribute(input).and_then(|attribute| one(attribute, &mut attributes)) {
            mistakes.push(mistake.into());
        }
    }
    attributes
}

/// Whether attributes follow, and then a name.
pub fn is_named_after_attributes(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    read(&ahead, &mut Vec::new());
    starts_named(&ahead)
}

/// `#[..]`
fn attribute(input: ParseStream<'_>) -> Result<Attribute> {
    let pound_token: Token![#] = input.parse()?;
    if input.peek(Token![!]) && input.peek2(token::Bracket) {
        let mistake = input.error("an attribute of an actor is written without `!`: `#[may_finish]`");
        input.parse::<Token![!]>()?;
        let content;
        bracketed!(content in input);
        content.parse::<TokenStream>()?;
        return Err(mistake);
    }
    if !input.peek(token::Bracket) {
        return Err(Error::new(pound_token.span, "expected an attribute after `#`: `#[may_finish]`"));
    }
    let content;
    let bracket_token = bracketed!(content in input);
    let meta = meta(&content);
    // What is left unread is not reported, too.
    content.parse::<TokenStream>()?;
    Ok(Attribute { pound_token, style: AttrStyle::Outer, bracket_token, meta: meta? })
}

fn meta(content: ParseStream<'_>) -> Result<Meta> {
    if !content.peek(Ident::peek_any) {
        return Err(Error::new(content.span(), unknown("")));
    }
    let meta: Meta = content.parse()?;
    if content.is_empty() { Ok(meta) } else { Err(content.error("expected `]` after the attribute")) }
}

fn one(mut attribute: Attribute, attributes: &mut Attributes) -> Result<()> {
    let span = attribute.path().span();
    let word = attribute.path().get_ident().map(|word| word.unraw().to_string()).unwrap_or_default();
    match word.as_str() {
        // A doc comment.
        "doc" => Ok(()),
        "cfg" => {
            list(&attribute, "`#[cfg]` takes a predicate: `#[cfg(feature = \"metrics\")]`")?;
            if let Meta::List(list) = &mut attribute.meta {
                list.tokens = predicate::without_comma(std::mem::take(&mut list.tokens));
            }
            let known = attribute.parse_args_with(predicate::read);
            if known.is_err() {
                // The actor is still conditional, and is checked in this configuration.
                attribute.meta = parse_quote!(cfg(all()));
            }
            attributes.cfg.push(attribute);
            known
        }
        "outlives" => {
            let message = "`#[outlives]` takes the names of those that end first, `#[outlives(http)]`, or all others, \
                           `#[outlives(..)]`";
            let outlives = list(&attribute, message)?.parse_args_with(outlives)?;
            match attributes.outlives.replace(outlives) {
                None => Ok(()),
                Some(_) => Err(Error::new(span, "`#[outlives]` is given twice: write one, `#[outlives(a, b)]`")),
            }
        }
        "after" => {
            let message =
                "`#[after]` takes the names of those that are ready before this actor starts: `#[after(db, cache)]`";
            let names = list(&attribute, message)?.parse_args_with(after)?;
            match attributes.after.replace(After { span, names }) {
                None => Ok(()),
                Some(_) => Err(Error::new(span, "`#[after]` is given twice: write one, `#[after(a, b)]`")),
            }
        }
        "when" => {
            let message = "`#[when]` takes one future, that the actor waits for: `#[when(ready.notified())]`";
            let twice = "`#[when]` is given twice: write one, `#[when(async { a.await; b.await; })]`";
            term(&attribute, attributes, TermKind::When, message, twice)
        }
        "grace" => {
            feature::tokio(span, "`#[grace]`")?;
            let message = "`#[grace]` takes one duration: `#[grace(Duration::from_secs(8))]`";
            term(&attribute, attributes, TermKind::Grace, message, "`#[grace]` is given twice: write one")?;
            one_limit(attributes, span)
        }
        "drain" => {
            feature::tokio(span, "`#[drain]`")?;
            let message = "`#[drain]` takes one duration: `#[drain(Duration::from_secs(8))]`";
            term(&attribute, attributes, TermKind::Drain, message, "`#[drain]` is given twice: write one")?;
            one_limit(attributes, span)
        }
        "may_finish" | "must_run" => {
            if !matches!(attribute.meta, Meta::Path(_)) {
                return Err(Error::new(span, format!("`#[{word}]` stands alone: write nothing after it")));
            }
            let Attributes { may_finish, must_run, .. } = attributes;
            let (this, other) = if word == "may_finish" { (may_finish, must_run) } else { (must_run, may_finish) };
            if this.replace(span).is_some() {
                return Err(Error::new(span, format!("`#[{word}]` is given twice: write one")));
            }
            if other.is_some() {
                let message = "`#[may_finish]` and `#[must_run]` contradict each other: with one the actor may end with `Ok` \
                               before it is asked to, with the other that is an error";
                return Err(Error::new(span, message));
            }
            Ok(())
        }
        _ => Err(Error::new(span, unknown(&word))),
    }
}

/// An actor has one limit. The second is left out.
fn one_limit(attributes: &mut Attributes, span: Span) -> Result<()> {
    let is_limit = |term: &Term| matches!(term.kind, TermKind::Grace | TermKind::Drain);
    if attributes.terms.iter().filter(|term| is_limit(term)).count() < 2 {
        return Ok(());
    }
    attributes.terms.pop();
    let message = "`#[grace]` and `#[drain]` contradict each other: with one it is a failure if the time is up, with the other it \
                   is none";
    Err(Error::new(span, message))
}

/// What stands between the parentheses of an attribute, which must not be empty.
fn list<'a>(attribute: &'a Attribute, message: &str) -> Result<&'a MetaList> {
    match &attribute.meta {
        Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) && !list.tokens.is_empty() => Ok(list),
        _ => Err(Error::new(attribute.path().span(), message)),
    }
}

/// The names in `#[outlives(..)]`, or its two dots.
fn outlives(input: ParseStream<'_>) -> Result<Outlives> {
    let mut names: Vec<Ident> = Vec::new();
    let mut others = None;
    let alone = "`..` is all others: write it alone, or the names alone";
    while !input.is_empty() {
        if input.peek(Token![..]) {
            if others.is_some() {
                return Err(input.error(alone));
            }
            if input.peek(Token![...]) || input.peek(Token![..=]) {
                return Err(input.error("`#[outlives(..)]` is all others, with two dots"));
            }
            others = Some(input.parse::<Token![..]>()?.spans[0]);
        } else {
            names.push(name(input, "outlives")?);
        }
        comma(input, "outlives")?;
    }
    match others {
        None => Ok(Outlives::Names(names)),
        Some(span) if names.is_empty() => Ok(Outlives::Others(span)),
        Some(span) => Err(Error::new(span, alone)),
    }
}

/// The names in `#[after(..)]`.
fn after(input: ParseStream<'_>) -> Result<Vec<Ident>> {
    let mut names = Vec::new();
    while !input.is_empty() {
        if input.peek(Token![..]) {
            return Err(
                input.error("`#[after]` takes names, not `..`: to start last, an actor names those that it needs")
            );
        }
        names.push(name(input, "after")?);
        comma(input, "after")?;
    }
    Ok(names)
}

/// A name among others.
fn name(input: ParseStream<'_>, attribute: &str) -> Result<Ident> {
    if !input.peek(Ident::peek_any) {
        return Err(input.error(format!("expected the name of an actor: `#[{attribute}(http, db)]`")));
    }
    input.call(Ident::parse_any)
}

/// What separates it from the next.
fn comma(input: ParseStream<'_>, attribute: &str) -> Result<()> {
    if input.peek(Token![.]) || input.peek(Token![::]) {
        return Err(input.error("a nested group is named as a whole: the names in it are its own"));
    }
    if input.peek(token::Bracket) {
        return Err(input.error("a row is named as a whole, without brackets"));
    }
    if !input.is_empty() && !input.peek(Token![,]) {
        return Err(input.error(format!("names are separated by `,`: `#[{attribute}(http, db)]`")));
    }
    input.parse::<Option<Token![,]>>()?;
    Ok(())
}

/// An attribute with one expression in it.
fn term(attribute: &Attribute, attributes: &mut Attributes, kind: TermKind, message: &str, twice: &str) -> Result<()> {
    let value = |input: ParseStream<'_>| {
        let value: Expr = input.parse()?;
        let end = input.span();
        input.parse::<Option<Token![,]>>()?;
        if input.is_empty() { Ok(value) } else { Err(Error::new(end, message)) }
    };
    let value = list(attribute, message)?.parse_args_with(value)?;
    if attributes.terms.iter().any(|term| term.kind == kind) {
        return Err(Error::new(attribute.path().span(), twice));
    }
    attributes.terms.push(Term { kind, span: attribute.path().span(), value });
    Ok(())
}

fn unknown(word: &str) -> String {
    match word {
        "cfg_attr" => "`#[cfg_attr]` means nothing here: write the actor twice, each time with its `#[cfg]`".into(),
        "allow" | "expect" | "warn" | "deny" | "forbid" => {
            format!("`#[{word}]` means nothing here: write it before the statement that `run_group!` stands in")
        }
        _ => match nearest(word, KNOWN) {
            Some(known) => format!("`#[{word}]` means nothing here: did you mean `#[{known}]`?"),
            None => "this attribute means nothing here: an actor has `#[cfg(..)]`, `#[outlives(..)]`, `#[after(..)]`, \
                     `#[when(..)]`, `#[grace(..)]`, `#[drain(..)]`, `#[may_finish]` and `#[must_run]`"
                .into(),
        },
    }
}
