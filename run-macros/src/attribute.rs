//! Reads the attributes of an actor. One that is wrong is reported and left out; the actor is read all the same.

use syn::{
    Attribute, Error, Expr, Ident, MacroDelimiter, Meta, MetaList, Result, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    spanned::Spanned,
};

use crate::{
    ast::{Attributes, Mistake, Outlives, Term, TermKind},
    nearest::nearest,
};

const KNOWN: [&str; 6] = ["cfg", "outlives", "when", "grace", "may_finish", "must_run"];

pub fn read(input: ParseStream<'_>, mistakes: &mut Vec<Mistake>) -> Result<Attributes> {
    let mut attributes = Attributes::default();
    for attribute in input.call(Attribute::parse_outer)? {
        if let Err(mistake) = one(attribute, &mut attributes) {
            mistakes.push(mistake.into());
        }
    }
    Ok(attributes)
}

fn one(attribute: Attribute, attributes: &mut Attributes) -> Result<()> {
    let span = attribute.path().span();
    let word = attribute.path().get_ident().map(|word| word.unraw().to_string()).unwrap_or_default();
    match word.as_str() {
        // For who reads the list.
        "doc" => Ok(()),
        "cfg" => {
            list(&attribute, "`#[cfg]` takes a predicate: `#[cfg(feature = \"metrics\")]`")?;
            attributes.cfg.push(attribute);
            Ok(())
        }
        "outlives" => {
            let message = "`#[outlives]` takes the names of those that end first, `#[outlives(http)]`, or all others, \
                           `#[outlives(..)]`";
            let outlives = outlives.parse2(list(&attribute, message)?.tokens.clone())?;
            match attributes.outlives.replace(outlives) {
                None => Ok(()),
                Some(_) => Err(Error::new(span, "`#[outlives]` is given twice: write one, `#[outlives(a, b)]`")),
            }
        }
        "when" => {
            let message = "`#[when]` takes one future, that the actor waits for: `#[when(ready.notified())]`";
            let twice = "`#[when]` is given twice: write one, `#[when(async { a.await; b.await; })]`";
            term(&attribute, attributes, TermKind::When, message, twice)
        }
        "grace" => {
            let message = "`#[grace]` takes one duration: `#[grace(Duration::from_secs(8))]`";
            term(&attribute, attributes, TermKind::Grace, message, "`#[grace]` is given twice")
        }
        "may_finish" | "must_run" => {
            if !matches!(attribute.meta, Meta::Path(_)) {
                return Err(Error::new(span, format!("`#[{word}]` stands alone: write nothing behind it")));
            }
            let Attributes { may_finish, must_run, .. } = attributes;
            let (this, other) = if word == "may_finish" { (may_finish, must_run) } else { (must_run, may_finish) };
            if this.replace(span).is_some() {
                return Err(Error::new(span, format!("`#[{word}]` is given twice")));
            }
            if other.is_some() {
                let message = "`#[may_finish]` and `#[must_run]` contradict each other: with one the actor may end well \
                               before it is asked to, with the other that is an error";
                return Err(Error::new(span, message));
            }
            Ok(())
        }
        _ => Err(Error::new(span, unknown(&word))),
    }
}

/// What stands between the parentheses of an attribute, which is something.
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
    while !input.is_empty() {
        if input.peek(Token![..]) {
            others = Some(input.parse::<Token![..]>()?.spans[0]);
        } else if input.peek(Ident::peek_any) {
            names.push(input.call(Ident::parse_any)?);
        } else {
            return Err(input.error("expected the name of an actor: `#[outlives(http, db)]`"));
        }
        if !input.is_empty() && !input.peek(Token![,]) {
            return Err(input.error("names are separated by `,`: `#[outlives(http, db)]`"));
        }
        input.parse::<Option<Token![,]>>()?;
    }
    match others {
        None => Ok(Outlives::Names(names)),
        Some(span) if names.is_empty() => Ok(Outlives::Others(span)),
        Some(span) => Err(Error::new(span, "`..` is all others: write it alone, or the names alone")),
    }
}

/// An attribute with one expression in it.
fn term(attribute: &Attribute, attributes: &mut Attributes, kind: TermKind, message: &str, twice: &str) -> Result<()> {
    let value = |input: ParseStream<'_>| {
        let value: Expr = input.parse()?;
        if input.is_empty() { Ok(value) } else { Err(input.error(message)) }
    };
    let value = value.parse2(list(attribute, message)?.tokens.clone())?;
    if attributes.terms.iter().any(|term| term.kind == kind) {
        return Err(Error::new(attribute.path().span(), twice));
    }
    attributes.terms.push(Term { kind, value });
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
            None => "this attribute means nothing here: an actor has `#[cfg(..)]`, `#[outlives(..)]`, `#[when(..)]`, \
                     `#[grace(..)]`, `#[may_finish]` and `#[must_run]`"
                .into(),
        },
    }
}
