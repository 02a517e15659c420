//! `#[outlives]`: whose turn it is.
//!
//! Who outlives whom is a graph, and nobody is put into a stage: at every moment, of those whose turn has come, the one
//! written first is next. It is the turn of an actor when all that it outlives are over, which is: they have ended,
//! and their interrupts have been called and have finished. One that was left out is over from the start.

use core::{ops::Range, pin::Pin};

use crate::{
    act::{Seen, look},
    list::List,
    state::State,
};

/// Does this to every slot that has something before it, of the kind that `remains` asks for, in its turn: until it is nobody's.
/// Whatever panics in between, the next call goes on behind it. Before each, `turn` is set.
pub(crate) fn in_turn<E, L: List<E>>(
    mut list: Pin<&mut L>,
    state: &mut State<E>,
    remains: fn(Seen) -> bool,
    does: fn(Pin<&mut L>, u32, &mut State<E>),
    turn: &mut bool,
) {
    let table = state.course.table;
    let mut slot = 0;
    while u32::from(slot) < L::LEN {
        let mut next = slot + 1;
        if is_next(list.as_mut(), state, remains, slot) {
            *turn = true;
            for index in indices(&*list, slot) {
                does(list.as_mut(), index, state);
            }
            // It may have been the last that one before it waited for.
            for before in 0..slot {
                if table.awaited_by(before).contains(&slot) && is_next(list.as_mut(), state, remains, before) {
                    next = before;
                    break;
                }
            }
        }
        slot = next;
    }
}

fn is_next<E, L: List<E>>(mut list: Pin<&mut L>, state: &mut State<E>, remains: fn(Seen) -> bool, slot: u16) -> bool {
    any(list.as_mut(), state, remains, slot)
        && !state.course.table.awaited_by(slot).iter().any(|&slot| any(list.as_mut(), state, Seen::any, slot))
}

/// Whether there is any actor in this slot of which there is this.
fn any<E, L: List<E>>(mut list: Pin<&mut L>, state: &mut State<E>, is: fn(Seen) -> bool, slot: u16) -> bool {
    indices(&*list, slot).any(|index| is(look(list.as_mut(), index, 0, state)))
}

/// The actors of one slot, of which a row has several.
fn indices<E, L: List<E>>(list: &L, slot: u16) -> Range<u32> {
    list.index(slot.into())..list.index(u32::from(slot) + 1)
}
