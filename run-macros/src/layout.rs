//! Says which slots a group has: one for each actor of its list. A nested group has one for each of its own actors, and its head
//! before them, if it has one.

use syn::Attribute;

use crate::{
    ast::{Actor, Group, Interrupt, Mistake, Node},
    display_name, order,
};

/// A slot of the group's list. They are counted from 0, in the order written.
pub struct Slot<'a> {
    /// What the actor is called: `outer.inner` in a nested group.
    pub name: String,
    /// In the head of a nested group, that group.
    pub actor: &'a Actor,
    /// The nested groups that it is in, from the outermost on.
    pub within: Vec<&'a Actor>,
    /// The slots whose actors end before this one's is interrupted.
    pub outlives: Vec<usize>,
    /// What this one's is started after, if it is after any.
    pub after: Option<Vec<Awaited>>,
}

/// A slot whose actors are ready before others start.
#[derive(Clone, Copy)]
pub struct Awaited {
    pub slot: usize,
    /// They have to end, since they may finish.
    pub until_ended: bool,
}

impl Slot<'_> {
    /// The `#[cfg]`s that it depends on.
    pub fn cfg(&self) -> impl Iterator<Item = &Attribute> {
        self.within.iter().chain([&self.actor]).flat_map(|actor| &actor.attributes.cfg)
    }

    /// Whether its actor, or a nested group that it is in at this depth or deeper, may finish, and says nothing else of when it is
    /// ready.
    fn may_finish(&self, depth: usize) -> bool {
        let may_finish = |actor: &Actor| actor.attributes.may_finish.is_some();
        may_finish(self.actor) && self.actor.ready.is_none()
            || self.within[depth..].iter().any(|group| may_finish(group))
    }

    /// Whether it is in a nested group that may drain while the others go on.
    pub fn may_drain_alone(&self) -> bool {
        self.within.iter().any(|actor| actor.node() == Some(Node::MayFinish))
    }
}

/// The slots of a group, and what is wrong with the order of its actors.
pub fn lay_out(group: &Group) -> (Vec<Slot<'_>>, Vec<Mistake>) {
    let (mut slots, mut mistakes) = (Vec::new(), Vec::new());
    place(group, &[], "", &mut slots, &mut mistakes);
    (slots, mistakes)
}

/// Adds the slots of a list, whose actors' names begin with `prefix`. `within` has the lists that it is in, and the actor of each
/// that leads to it. An edge to or from a nested group is one to or from each of its slots.
fn place<'a>(
    group: &'a Group,
    within: &[(&'a Group, &'a Actor)],
    prefix: &str,
    slots: &mut Vec<Slot<'a>>,
    mistakes: &mut Vec<Mistake>,
) {
    let (lists, actors): (Vec<_>, Vec<_>) = within.iter().copied().unzip();
    let (order, wrong_order) = order::resolve(group, &lists);
    let wrong_order =
        wrong_order.into_iter().map(|wrong| actors.iter().rfold(wrong, |wrong, actor| wrong.inside(actor)));
    mistakes.extend(wrong_order);
    let mut ranges = Vec::new();
    for (index, actor) in group.actors.iter().enumerate() {
        let first = slots.len();
        let name = format!("{prefix}{}", display_name::of(actor, index));
        let prefix = format!("{name}.");
        if actor.nested.is_none() || actor.has_head() {
            let is_after = actors.iter().chain([&actor]).any(|actor| actor.attributes.after.is_some());
            let after = is_after.then(Vec::new);
            slots.push(Slot { name, actor, within: actors.clone(), outlives: Vec::new(), after });
        }
        if let Some(nested) = &actor.nested {
            place(nested, &[within, &[(group, actor)]].concat(), &prefix, slots, mistakes);
            // Without an order, all are interrupted as they stand. A head whose interrupt takes time has to be waited for.
            if matches!(actor.interrupt, Some(Interrupt::Async(_) | Interrupt::AsyncClosure(_))) {
                slots[first + 1..].iter_mut().for_each(|slot| slot.outlives.push(first));
            }
        }
        ranges.push(first..slots.len());
    }
    for (outlasting, awaited) in ranges.iter().zip(order.outlives) {
        for slot in &mut slots[outlasting.clone()] {
            slot.outlives.extend(awaited.iter().flat_map(|&index| ranges[index].clone()));
        }
    }
    for (later, awaited) in ranges.iter().zip(order.after) {
        let awaited = awaited.iter().flat_map(|&index| ranges[index].clone());
        let awaited: Vec<_> =
            awaited.map(|slot| Awaited { slot, until_ended: slots[slot].may_finish(within.len()) }).collect();
        for slot in &mut slots[later.clone()] {
            slot.after.iter_mut().for_each(|after| after.extend(&awaited));
        }
    }
}
