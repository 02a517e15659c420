//! Says which actors each actor outlives and is started after, and what is wrong with `#[outlives(..)]` and `#[after(..)]`.
//!
//! Who is started after others is interrupted before them: they outlive it. So the order of the stop has the edges of both attributes,
//! and what has no cycle there has none in the order of the start.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use proc_macro2::Span;
use syn::{Ident, ext::IdentExt};

use crate::{
    ast::{Actor, Group, Mistake, Outlives},
    display_name,
    nearest::nearest,
};

/// For each actor, some others.
pub type Edges = Vec<Vec<usize>>;

/// The order of a list.
pub struct Order {
    /// For each actor, those that end before it is interrupted.
    pub outlives: Edges,
    /// For each actor, those that are ready before it is started.
    pub after: Edges,
}

/// Resolves every `#[outlives(..)]` and `#[after(..)]` of a list, with what follows from them where actors are missing, and says what is
/// wrong with them. Nested groups have names of their own: those in `around`, which this one is in, are of no use here.
pub fn resolve(group: &Group, around: &[&Group]) -> (Order, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let mut bearers = Bearers::new();
    for (index, actor) in group.actors.iter().enumerate() {
        if let Some(name) = &actor.name {
            bearers.entry(name.unraw().to_string()).or_default().push(index);
        }
    }
    let names = Names { actors: &group.actors, around, bearers };
    let all = 0..group.actors.len();
    let after: Edges = all.clone().map(|index| after(&names, index, &mut mistakes)).collect();
    let given: Edges = all.clone().map(|index| outlived(&names, &after, index, &mut mistakes)).collect();
    let outlives = all.map(|index| {
        let later = (0..after.len()).filter(|&later| after[later].contains(&index));
        later.chain(given[index].iter().copied()).collect::<BTreeSet<_>>().into_iter().collect()
    });
    let outlives = outlives.collect();
    cycles(&group.actors, &outlives, &given, &mut mistakes);
    let order = Order { outlives: lead_on(&group.actors, &outlives), after: lead_on(&group.actors, &after) };
    (order, mistakes)
}

/// Adds the edges that lead on through actors that may be missing, to what these lead to: order is transitive, whatever is left out.
/// Where nothing is left out, they say nothing new.
///
/// Edges may lead from two actors to each other, each in configurations of its own. Between such two no edge is added, so that no
/// configuration has a cycle that was not reported.
fn lead_on(actors: &[Actor], order: &Edges) -> Edges {
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
fn reach(order: &Edges, start: usize, through: impl Fn(usize) -> bool) -> BTreeSet<usize> {
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

/// The actors that this one is after.
fn after(names: &Names<'_>, index: usize, mistakes: &mut Vec<Mistake>) -> Vec<usize> {
    let after = names.actors[index].attributes.after.as_ref();
    after.map_or_else(Vec::new, |after| named(names, index, &after.names, "be after", mistakes))
}

/// The actors that this one outlives, as its own attribute says.
fn outlived(names: &Names<'_>, after: &Edges, index: usize, mistakes: &mut Vec<Mistake>) -> Vec<usize> {
    let actors = names.actors;
    match &actors[index].attributes.outlives {
        None => Vec::new(),
        Some(Outlives::Others(_)) => {
            let earlier = reach(after, index, |_| true);
            let says_so = |other: usize| matches!(actors[other].attributes.outlives, Some(Outlives::Others(_)));
            (0..actors.len()).filter(|&other| !says_so(other) && !earlier.contains(&other)).collect()
        }
        Some(Outlives::Names(given)) => named(names, index, given, "outlive", mistakes),
    }
}

/// The actors with these names, in an attribute of one that is to `verb` them.
fn named(names: &Names<'_>, index: usize, given: &[Ident], verb: &str, mistakes: &mut Vec<Mistake>) -> Vec<usize> {
    let mut found = BTreeSet::new();
    for name in given {
        let bearers = names.bearers.get(&name.unraw().to_string()).map_or(&[][..], Vec::as_slice);
        if let Some(message) = wrong_name(names, index, name, verb, bearers) {
            mistakes.push(Mistake::new(name.span(), message));
        } else if bearers.iter().any(|bearer| found.contains(bearer)) {
            mistakes.push(Mistake::new(name.span(), format!("`{}` is named twice", name.unraw())));
        } else {
            found.extend(bearers.iter().copied());
        }
    }
    found.into_iter().collect()
}

fn is_called(actor: &Actor, name: &Ident) -> bool {
    actor.name.as_ref().is_some_and(|own| own.unraw() == name.unraw())
}

/// What is wrong with a name in an attribute of an actor.
fn wrong_name(names: &Names<'_>, index: usize, name: &Ident, verb: &str, bearers: &[usize]) -> Option<String> {
    let actors = names.actors;
    let word = name.unraw().to_string();
    if is_called(&actors[index], name) {
        return Some(format!("`{word}` cannot {verb} itself"));
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

/// Reports the cycles. One that only some configurations have is a mistake in those alone. `given` has the edges that are in an
/// `#[outlives(..)]`; all others are in an `#[after(..)]`.
fn cycles(actors: &[Actor], order: &Edges, given: &Edges, mistakes: &mut Vec<Mistake>) {
    let mut search = Search { actors, order, seen: HashSet::new(), found: Vec::new() };
    search.among(&vec![true; actors.len()]);
    let in_doubt = search.seen.len() >= ENOUGH;
    for cycle in search.found {
        let predicates = cycle.iter().flat_map(|&index| actors[index].attributes.predicates());
        let cfg = predicates.filter(|_| !in_doubt).collect();
        let (span, message) = cycle_in_words(actors, cycle, given);
        mistakes.push(Mistake { error: syn::Error::new(span, message), cfg });
    }
}

/// Where a cycle is written, and what it is: a path, in the words of the attributes.
fn cycle_in_words(actors: &[Actor], mut cycle: Vec<usize>, given: &Edges) -> (Span, String) {
    let edges =
        |cycle: &[usize]| -> Vec<_> { cycle.iter().copied().zip(cycle.iter().copied().cycle().skip(1)).collect() };
    let is_given = |&(outlasting, earlier): &(usize, usize)| given[outlasting].contains(&earlier);
    let name = |index: usize| display_name::of(&actors[index], index);
    let path = |cycle: &[usize], verb: &str| {
        let names: Vec<_> = cycle.iter().chain(&cycle[..1]).map(|&index| name(index)).collect();
        format!("`{}`", names.join(&format!("` {verb} `")))
    };
    let all = edges(&cycle);
    if all.iter().all(is_given) {
        let message = format!("a cycle, none of which could ever be interrupted: {}", path(&cycle, "outlives"));
        return (outlives_span(actors, all[0].0, all[0].1), message);
    }
    if !all.iter().any(is_given) {
        // As it is written: the other way round.
        cycle[1..].reverse();
        let message = format!("a cycle, none of which could ever start: {}", path(&cycle, "is after"));
        return (after_span(actors, cycle[0], cycle[1]), message);
    }
    let edges = all.iter().map(|edge| {
        if is_given(edge) {
            format!("`{}` outlives `{}`", name(edge.0), name(edge.1))
        } else {
            format!("`{}` is after `{}`", name(edge.1), name(edge.0))
        }
    });
    let edges: Vec<_> = edges.collect();
    let (first, rest) = (all[0], edges.join(", "));
    let span =
        if is_given(&first) { outlives_span(actors, first.0, first.1) } else { after_span(actors, first.1, first.0) };
    let message = format!(
        "a cycle, none of which could ever be interrupted: {rest} (an actor is interrupted before those that it is after)"
    );
    (span, message)
}

/// How many sets of actors are searched for a cycle. A list that is written on purpose needs fewer. The cycles of one
/// that needs more are reported in every configuration.
const ENOUGH: usize = 64;

struct Search<'a> {
    actors: &'a [Actor],
    order: &'a Edges,
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
fn shortest_cycle(order: &Edges, present: &[bool]) -> Option<Vec<usize>> {
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
fn path(order: &Edges, present: &[bool], start: usize) -> Option<Vec<usize>> {
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

/// Where the first actor says that it outlives the second.
fn outlives_span(actors: &[Actor], first: usize, second: usize) -> Span {
    match &actors[first].attributes.outlives {
        Some(Outlives::Others(span)) => *span,
        Some(Outlives::Names(names)) => span_of(names, &actors[second]),
        None => Span::call_site(),
    }
}

/// Where the first actor says that it is after the second.
fn after_span(actors: &[Actor], first: usize, second: usize) -> Span {
    let after = actors[first].attributes.after.as_ref();
    after.map_or_else(Span::call_site, |after| span_of(&after.names, &actors[second]))
}

fn span_of(names: &[Ident], actor: &Actor) -> Span {
    names.iter().find(|name| is_called(actor, name)).map_or_else(Span::call_site, Ident::span)
}
