//! The table of a group, as the macro writes it: names, rows, edges, attributes. And where an actor stands in it.

/// What is known of a group's actors when it is compiled: one table for each `run_group!`, in static memory. Slots are
/// counted from 0, in the order written, those that are configured or guarded out included.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Table {
    pub names: &'static [&'static str],
    /// The slots with a `for`.
    pub rows: &'static [u16],
    /// For each slot, those that it `#[outlives]`. Empty where no actor outlives another.
    pub outlives: &'static [&'static [u16]],
    /// The slots with `#[may_finish]`.
    pub may_finish: &'static [u16],
    /// The slots with `#[must_run]`.
    pub must_run: &'static [u16],
}

/// What an actor is called. The text is made only when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    pub(crate) table: &'static Table,
    /// The actor's number: its position in the table, as one integer.
    pub(crate) number: u32,
}

impl Name {
    /// Whether it is the name of the actor that stands there.
    #[cfg(feature = "std")]
    pub(crate) fn is_at(self, position: Position) -> bool {
        self.number == self.table.number(position)
    }

    pub(crate) fn text(self) -> &'static str {
        self.table.name(self.table.position(self.number))
    }
}

/// Where an actor stands: its slot, and the item of the `for` that it belongs to, 0 where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub(crate) slot: u16,
    pub(crate) item: u32,
}

impl Table {
    pub(crate) const EMPTY: &'static Self =
        &Table { names: &[], rows: &[], outlives: &[], may_finish: &[], must_run: &[] };

    /// The slots that the actors of this slot outlive.
    pub(crate) fn outlived_by(&self, slot: u16) -> &'static [u16] {
        self.outlives.get(usize::from(slot)).copied().unwrap_or_default()
    }

    /// A position as one integer.
    #[cfg(feature = "std")]
    fn number(&self, position: Position) -> u32 {
        self.number_of(position.slot.into(), position.item)
    }

    /// The number of an item of the row whose number is `row`: they go up in steps of the number of slots.
    #[cfg(feature = "std")]
    pub(crate) fn number_of(&self, row: u32, item: u32) -> u32 {
        row + item * self.width()
    }

    pub(crate) fn position(&self, number: u32) -> Position {
        #[expect(clippy::cast_possible_truncation, reason = "the remainder is the number of a slot")]
        let slot = (number % self.width()) as u16;
        Position { slot, item: number / self.width() }
    }

    fn width(&self) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "a list of so many actors is not written")]
        let width = self.names.len() as u32;
        width.max(1)
    }

    /// What the actor is called: by its name, as in `name[2]` where it is one of a row.
    pub(crate) fn name(&self, position: Position) -> &'static str {
        let name = self.names.get(usize::from(position.slot)).copied().unwrap_or_default();
        #[cfg(feature = "std")]
        if self.rows.contains(&position.slot) {
            return item_name(name, position.item);
        }
        name
    }
}

/// The name of an item of a row. It is made when it is first asked for, and kept as long as the process: so every name is
/// `'static`, and the memory is bounded by the longest row of which a name was ever asked for.
#[cfg(feature = "std")]
fn item_name(row: &'static str, item: u32) -> &'static str {
    use std::{
        format,
        sync::{Mutex, PoisonError},
        vec::Vec,
    };

    /// The names of one row that have been asked for.
    type Names = Vec<Option<&'static str>>;
    static ROWS: Mutex<Vec<(&'static str, Names)>> = Mutex::new(Vec::new());

    let mut rows = ROWS.lock().unwrap_or_else(PoisonError::into_inner);
    let known = rows.iter().position(|(known, _)| *known == row).unwrap_or_else(|| {
        rows.push((row, Vec::new()));
        rows.len() - 1
    });
    let (names, index) = (&mut rows[known].1, item as usize);
    if names.len() <= index {
        names.resize(index + 1, None);
    }
    names[index].get_or_insert_with(|| format!("{row}[{item}]").leak())
}
