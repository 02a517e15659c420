//! Reads one actor, in the order of its parts: attributes, name, body, `for`, `if`, interrupt.

use std::mem;

use syn::{Result, Token, parse::ParseStream};

use crate::{
    ast::{Actor, Attributes, Interrupt, Mistake},
    feature,
    parse::{
        attribute, body, error_type, guard, habit, interrupt,
        lookahead::{ends, here, is_missing},
        name, nested, row,
        skip::skip_past,
        token_methods,
    },
};

/// Reads into `actor`. After an `Err` the actor has what was read before that mistake. The mistakes after which the
/// reading went on are added to `mistakes`.
pub fn read(input: ParseStream<'_>, actor: &mut Actor, mistakes: &mut Vec<Mistake>) -> Result<()> {
    let (begin, known) = (input.span(), mistakes.len());
    actor.attributes = attribute::read(input, mistakes);
    if error_type::starts(input) {
        mistakes.push(Mistake::new(begin, "`type Error = ..;` has no attributes"));
        actor.attributes = Attributes::default();
        skip_past(input, ';');
    }
    habit::statements(input, mistakes);
    if mistakes.len() > known && (input.is_empty() || ends(input)) {
        // There is nothing but the attributes, whose mistake has been reported.
        actor.interrupt = Some(Interrupt::Broken);
        return Ok(());
    }
    habit::beginning(input, actor, mistakes)?;
    let before = name::read(input, actor, mistakes)?;
    body::read(input, actor, before, mistakes)?;
    if actor.name.is_none() {
        body::missing_colon(input, actor, mistakes)?;
    }
    if let Some(mistake) = actor.body.as_ref().and_then(habit::no_actor) {
        mistakes.push(mistake);
        actor.body = None;
        actor.interrupt = Some(Interrupt::Broken);
    }
    let handle = actor.stop().or(actor.ready.as_ref().map(|ready| &ready.name));
    if let Some(Err(mistake)) = handle.map(|name| feature::std(name.span(), &format!("`{name}`"))) {
        mistakes.push(mistake.into());
        *actor = Actor { attributes: mem::take(&mut actor.attributes), name: actor.name.take(), ..Actor::default() };
        actor.interrupt = Some(Interrupt::Broken);
    }
    token_methods::replace(actor, mistakes);
    row::read(input, actor, mistakes)?;
    guard::read(input, actor)?;
    // After such an actor an interrupt may be left out.
    let needs_none = actor.stop().is_some() || nested::list(actor).is_some();
    if actor.guard.is_none() {
        mistakes.extend(habit::condition_after_comma(input).err().map(Mistake::from));
    }
    if input.peek(Token![=>]) {
        interrupt::read(input, actor, mistakes)
    } else if actor.interrupt.is_none() && !is_missing(input) && (!needs_none || interrupt::starts(input)) {
        Err(here(input, "expected `=>` between the actor and its interrupt"))
    } else {
        Ok(())
    }
}
