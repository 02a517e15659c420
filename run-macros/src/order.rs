//! Says which actors each actor outlives, and what is wrong with `#[outlives(..)]`.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use proc_macro2::Span;
use syn::{Ident, ext::IdentExt};

use crate::{
    ast::{Actor, Group, Mistake, Outlives},
    display_name,
    nearest::nearest,
};

/// For each actor, those that end before it is interrupted.
pub type Order = Vec<Vec<usize>>;

/// Resolves every `#[outlives(..)]` of a list, with what follows from them where actors are missing, and says what is wrong with
/// them. Nested groups have names of their own: those in `around`, which this one is in, are of no use here.
pub fn resolve(group: &Group, around: &[&Group]) -> (Order, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let mut bearers = Bearers::new();
    for (index, actor) in group.actors.iter().enumerate() {
        if let Some(name) = &actor.name {
            bearers.entry(name.unraw().to_string()).or_default().push(index);
        }
    }
    let names = Names { actors: &group.actors, around, bearers };
    let order = (0..group.actors.len()).map(|index| awaited(&names, index, &mut mistakes)).collect();
    cycles(&group.actors, &order, &mut mistakes);
    (lead_on(&group.actors, &order), mistakes)
}

/// Adds the edges that lead on through actors that may be missing, to what these outlive: order is transitive, whatever is left out.
/// Where nothing is left out, they say nothing new.
///
/// Two actors may outlive each other, each in configurations of its own. Between such two no edge is added, so that no
/// configuration has a cycle that was not reported.
fn lead_on(actors: &[Actor], order: &Order) -> Order {
    let may_be_missing = |index: usize| may_be_missing(&actors[index]);
    let leads_on =
        |awaited: &Vec<usize>| awaited.iter().any(|&index| may_be_missing(index) && !order[index].is_empty());
    if !order.iter().any(leads_on) {
        return order.clone();
    }
    let reached: Vec<_> = (0..order.len()).map(|index| reach(order, index, |_| true)).collect();
    let led_on = order.iter().enumerate().map(|(index, awaited)| {
        let mut found = reach(order, index, may_be_missing);
        found.retain(|&other| !reached[other].contains(&index));
        found.extend(awaited);
        found.into_iter().collect()
    });
    led_on.collect()
}

/// A nested group is missing where all of its actors are.
fn may_be_missing(actor: &Actor) -> bool {
    let Actor { attributes, guard, row, nested, .. } = actor;
    let is_empty = |nested: &Group| nested.actors.iter().all(may_be_missing);
    !attributes.cfg.is_empty() || guard.is_some() || row.is_some() || nested.as_ref().is_some_and(is_empty)
}

/// The actors to which edges lead from this one, through those that are let through.
fn reach(order: &Order, start: usize, through: impl Fn(usize) -> bool) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut at = vec![start];
    while let Some(index) = at.pop() {
        for &next in &order[index] {
            if found.insert(next) && through(next) {
                at.push(next);
            }
        }
    }
    found
}

/// The actors that bear each name.
type Bearers = HashMap<String, Vec<usize>>;

/// The names in a list.
struct Names<'a> {
    actors: &'a [Actor],
    around: &'a [&'a Group],
    bearers: Bearers,
}

/// The actors that this one outlives.
fn awaited(names: &Names<'_>, index: usize, mistakes: &mut Vec<Mistake>) -> Vec<usize> {
    let Names { actors, bearers, .. } = names;
    let all = || actors.iter().enumerate();
    match &actors[index].attributes.outlives {
        None => Vec::new(),
        Some(Outlives::Others(_)) => {
            let others = all().filter(|(_, actor)| !matches!(actor.attributes.outlives, Some(Outlives::Others(_))));
            others.map(|(index, _)| index).collect()
        }
        Some(Outlives::Names(given)) => {
            let mut awaited = BTreeSet::new();
            for name in given {
                let bearers = bearers.get(&name.unraw().to_string()).map_or(&[][..], Vec::as_slice);
                if let Some(message) = wrong_name(names, index, name, bearers) {
                    mistakes.push(Mistake::new(name.span(), message));
                } else if bearers.iter().any(|bearer| awaited.contains(bearer)) {
                    mistakes.push(Mistake::new(name.span(), format!("`{}` is named twice", name.unraw())));
                } else {
                    awaited.extend(bearers.iter().copied());
                }
            }
            awaited.into_iter().collect()
        }
    }
}

fn is_called(actor: &Actor, name: &Ident) -> bool {
    actor.name.as_ref().is_some_and(|own| own.unraw() == name.unraw())
}

/// What is wrong with a name in `#[outlives(..)]` of an actor.
fn wrong_name(names: &Names<'_>, index: usize, name: &Ident, bearers: &[usize]) -> Option<String> {
    let actors = names.actors;
    let word = name.unraw().to_string();
    if is_called(&actors[index], name) {
        return Some(format!("`{word}` cannot outlive itself"));
    }
    // It may be the name of an actor that could not be read, which has been reported.
    if !bearers.is_empty() || actors.iter().any(|actor| actor.name.is_none() && actor.body.is_none()) {
        return None;
    }
    let unnamed = |(index, actor): (usize, &Actor)| actor.name.is_none() && display_name::of(actor, index) == word;
    if actors.iter().enumerate().any(unnamed) {
        return Some(format!(
            "no actor was given the name `{word}`: write it before the one you mean, `{word}: {word}(..)`"
        ));
    }
    let is_in = |group: &Group| group.actors.iter().any(|actor| is_called(actor, name));
    if actors.iter().filter_map(|actor| actor.nested.as_ref()).any(is_in) {
        return Some(format!("`{word}` is in a nested group, whose names are its own: name that group instead"));
    }
    if names.around.iter().any(|group| is_in(group)) {
        return Some(format!(
            "`{word}` is outside of this nested group, whose names are its own: write the attribute before the group"
        ));
    }
    let others = actors.iter().enumerate().filter(|&(other, _)| other != index);
    let others: Vec<_> = others.filter_map(|(_, actor)| Some(actor.name.as_ref()?.unraw().to_string())).collect();
    let known = match nearest(&word, others.iter().map(String::as_str)) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if others.is_empty() => "no other actor has one: write `name: actor`".into(),
        None => format!("there is `{}`", others.join("`, `")),
    };
    Some(format!("no actor has the name `{word}`: {known}"))
}

/// Reports the cycles. One that only some configurations have is a mistake in those alone.
fn cycles(actors: &[Actor], order: &Order, mistakes: &mut Vec<Mistake>) {
    let mut search = Search { actors, order, seen: HashSet::new(), found: Vec::new() };
    search.among(&vec![true; actors.len()]);
    let in_doubt = search.seen.len() >= ENOUGH;
    for cycle in search.found {
        let names: Vec<_> =
            cycle.iter().chain(&cycle[..1]).map(|&index| display_name::of(&actors[index], index)).collect();
        let path = names.join("` outlives `");
        let message = format!("a cycle, none of which could ever be interrupted: `{path}`");
        let predicates = cycle.iter().flat_map(|&index| actors[index].attributes.predicates());
        let cfg = predicates.filter(|_| !in_doubt).collect();
        mistakes.push(Mistake { error: syn::Error::new(edge(actors, &cycle), message), cfg });
    }
}

/// How many sets of actors are searched for a cycle. A list that is written on purpose needs fewer. The cycles of one
/// that needs more are reported in every configuration.
const ENOUGH: usize = 64;

struct Search<'a> {
    actors: &'a [Actor],
    order: &'a Order,
    seen: HashSet<Vec<bool>>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// Finds a cycle among the actors that are present, and then searches each configuration that does not have it.
    /// Where all configurations have it, the search goes on without its first actor, to find the cycles that are
    /// separate from it.
    fn among(&mut self, present: &[bool]) {
        if self.seen.len() >= ENOUGH || self.seen.contains(present) {
            return;
        }
        let cycle = shortest_cycle(self.order, present);
        self.seen.insert(present.to_vec());
        let Some(cycle) = cycle else { return };
        let conditional = |&index: &usize| !self.actors[index].attributes.cfg.is_empty();
        let mut absent: Vec<_> = cycle.iter().copied().filter(conditional).collect();
        if absent.is_empty() {
            absent.push(cycle[0]);
        }
        if !self.found.contains(&cycle) {
            self.found.push(cycle);
        }
        for index in absent {
            let mut present = present.to_vec();
            present[index] = false;
            self.among(&present);
        }
    }
}

/// The shortest cycle. It begins with the actor that is written first.
fn shortest_cycle(order: &Order, present: &[bool]) -> Option<Vec<usize>> {
    let mut shortest: Option<Vec<usize>> = None;
    for start in (0..order.len()).filter(|&start| present[start]) {
        let found = path(order, present, start);
        if found.as_ref().is_some_and(|found| shortest.as_ref().is_none_or(|shortest| found.len() < shortest.len())) {
            shortest = found;
        }
        // No cycle is shorter than one of two: no actor outlives itself.
        if shortest.as_ref().is_some_and(|shortest| shortest.len() <= 2) {
            break;
        }
    }
    shortest
}

/// The shortest path from an actor back to itself over those that are present: breadth first.
fn path(order: &Order, present: &[bool], start: usize) -> Option<Vec<usize>> {
    let mut from = vec![None; order.len()];
    let mut queue = VecDeque::from([start]);
    while let Some(index) = queue.pop_front() {
        for &next in order[index].iter().filter(|&&next| present[next]) {
            if next == start {
                let mut path: Vec<_> = std::iter::successors(Some(index), |&index| from[index]).collect();
                path.reverse();
                return Some(path);
            }
            if from[next].is_none() {
                from[next] = Some(index);
                queue.push_back(next);
            }
        }
    }
    None
}

/// Where the first actor of a cycle names the next.
fn edge(actors: &[Actor], cycle: &[usize]) -> Span {
    let next = &actors[cycle[1 % cycle.len()]];
    match &actors[cycle[0]].attributes.outlives {
        Some(Outlives::Others(span)) => *span,
        Some(Outlives::Names(names)) => {
            names.iter().find(|name| is_called(next, name)).map_or_else(Span::call_site, Ident::span)
        }
        None => Span::call_site(),
    }
}
