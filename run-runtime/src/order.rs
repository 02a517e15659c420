//! `#[outlives]`: whose turn it is.
//!
//! Who outlives whom is a graph, and nobody is put into a stage: at every moment, of those whose turn has come, the one
//! written first is next. It is the turn of an actor when all that it outlives are over, which is: they have ended,
//! and their interrupts have been called and have finished. One that was left out is over from the start.

use core::pin::Pin;

use crate::{act::Act, list::List, state::State, table::Place};

/// What the actors of one slot, of which a row has several, have before them.
#[derive(Clone, Copy, Debug)]
pub struct Ahead {
    /// An interrupt that has not been called.
    pub(crate) interrupt: bool,
    /// Anything.
    pub(crate) any: bool,
}

/// Does this to every slot that has something before it, of the kind that `remains` asks for, in its turn: until it is nobody's.
/// Whatever panics in between, the next call goes on behind it. Before each, `turn` is set.
pub(crate) fn in_turn<E, L: List<E>>(
    mut list: Pin<&mut L>,
    state: &mut State<E>,
    remains: fn(Ahead) -> bool,
    act: &mut Act<'_, '_>,
    turn: &mut bool,
) {
    let outlives = state.table().outlives;
    let mut slot = 0;
    while usize::from(slot) < L::LEN {
        let mut next = slot + 1;
        if is_next(list.as_mut(), state, remains, slot) {
            *turn = true;
            for item in 0..list.items(slot) {
                let index = list.index(Place { slot, item });
                list.as_mut().act(index, 0, state, act);
            }
            // It may have been the last that one before it waited for.
            let mut before = (0..).zip(outlives).take_while(|&(before, _)| before < slot);
            let freed = before
                .find(|&(before, awaited)| awaited.contains(&slot) && is_next(list.as_mut(), state, remains, before));
            next = freed.map_or(next, |(before, _)| before);
        }
        slot = next;
    }
}

fn is_next<E, L: List<E>>(mut list: Pin<&mut L>, state: &mut State<E>, remains: fn(Ahead) -> bool, slot: u16) -> bool {
    let awaited = state.table().outlives.get(usize::from(slot)).copied().unwrap_or_default();
    remains(ahead(list.as_mut(), state, slot)) && awaited.iter().all(|&slot| !ahead(list.as_mut(), state, slot).any)
}

fn ahead<E, L: List<E>>(mut list: Pin<&mut L>, state: &mut State<E>, slot: u16) -> Ahead {
    let mut ahead = Ahead { interrupt: false, any: false };
    for item in 0..list.items(slot) {
        let index = list.index(Place { slot, item });
        list.as_mut().act(index, 0, state, &mut Act::Look(&mut ahead));
    }
    ahead
}
