//! The table of a group, as the macro writes it: names, rows, edges, attributes. And where an actor stands in it.

#[cfg(feature = "std")]
use std::{
    borrow::Cow,
    boxed::Box,
    fmt::Display,
    format,
    string::{String, ToString},
    vec::Vec,
};

/// What is known of a group's actors when it is compiled: one table for each `run_group!`, in static memory. Slots are
/// counted from 0, in the order written, those that are configured or guarded out included.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Table {
    pub names: &'static [&'static str],
    /// The slots with a `for`.
    pub rows: &'static [u16],
    /// For each slot, those that it `#[outlives]`, and what these outlive where they may be left out. Empty where no actor outlives
    /// another.
    pub outlives: &'static [&'static [u16]],
    /// For each slot, those that it is `#[after]`, and what these are after where they may be left out; some with
    /// [`UNTIL_ENDED`]. Empty where no actor is after another.
    pub after: &'static [&'static [u16]],
    /// The slots with `#[may_finish]`.
    pub may_finish: &'static [u16],
    /// The slots with `#[must_run]`.
    pub must_run: &'static [u16],
}

/// In [`Table::after`], a bit of a slot whose actors may finish, and have ended before others start.
pub const UNTIL_ENDED: u16 = 1 << 15;

/// An edge to a slot, as it stands in the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge(u16);

impl Edge {
    pub(crate) fn slot(self) -> u16 {
        self.0 & !UNTIL_ENDED
    }

    /// See [`UNTIL_ENDED`].
    pub(crate) fn is_until_ended(self) -> bool {
        self.0 & UNTIL_ENDED != 0
    }
}

/// For each slot of a table, edges to others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edges(&'static [&'static [u16]]);

impl Edges {
    pub(crate) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Those from this slot.
    pub(crate) fn from(self, slot: u16) -> impl Iterator<Item = Edge> {
        self.0.get(usize::from(slot)).copied().unwrap_or_default().iter().copied().map(Edge)
    }
}

/// What an actor is called, to be kept longer than its group.
#[cfg(feature = "std")]
pub(crate) type Text = Cow<'static, str>;
#[cfg(not(feature = "std"))]
pub(crate) type Text = &'static str;

/// What an actor is called. The text is looked up only when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Name<'a> {
    pub(crate) table: &'static Table,
    pub(crate) given: Option<&'a GivenNames>,
    /// The actor's number: its position in the table, as one integer.
    pub(crate) number: u32,
}

impl<'a> Name<'a> {
    pub(crate) fn text(self) -> &'a str {
        let position = self.table.position(self.number);
        self.given.and_then(|given| given.get(position)).unwrap_or_else(|| self.table.name(position))
    }

    #[cfg(feature = "std")]
    pub(crate) fn to_text(self) -> Text {
        let position = self.table.position(self.number);
        match self.given.and_then(|given| given.get(position)) {
            Some(given) => given.to_string().into(),
            None => self.table.name(position).into(),
        }
    }

    #[cfg(not(feature = "std"))]
    pub(crate) fn to_text(self) -> Text {
        self.table.name(self.table.position(self.number))
    }
}

/// The name of a part of an actor: `name[part]`. What the part displays may be from outside the program, so that its control
/// characters, which could break the line of a log, are escaped.
#[cfg(feature = "std")]
pub(crate) fn part_name(name: &str, part: &dyn Display) -> String {
    let mut text = format!("{name}[");
    for c in part.to_string().chars() {
        if c.is_control() { text.extend(c.escape_default()) } else { text.push(c) }
    }
    text.push(']');
    text
}

/// The names that items of rows were given: `name[expr]`.
#[cfg(feature = "std")]
#[derive(Debug, Default)]
pub struct GivenNames(Vec<(u16, Vec<Box<str>>)>);

#[cfg(feature = "std")]
impl GivenNames {
    /// Gives an item its name. Those before it have theirs, or are left out.
    pub(crate) fn give(&mut self, table: &Table, position: Position, item: &dyn Display) {
        let row = self.0.iter().position(|(slot, _)| *slot == position.slot).unwrap_or_else(|| {
            self.0.push((position.slot, Vec::new()));
            self.0.len() - 1
        });
        let row = &mut self.0[row].1;
        row.resize(position.item as usize, Box::default());
        row.push(part_name(table.slot_name(position.slot), item).into());
    }

    fn get(&self, position: Position) -> Option<&str> {
        let (_, row) = self.0.iter().find(|(slot, _)| *slot == position.slot)?;
        row.get(position.item as usize).map(|name| &**name)
    }
}

/// Without an allocator there are no rows.
#[cfg(not(feature = "std"))]
#[derive(Debug)]
pub enum GivenNames {}

#[cfg(not(feature = "std"))]
impl GivenNames {
    fn get(&self, _: Position) -> Option<&str> {
        match *self {}
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
        &Table { names: &[], rows: &[], outlives: &[], after: &[], may_finish: &[], must_run: &[] };

    /// The order in which actors are interrupted.
    pub(crate) fn stop_order(&self) -> Edges {
        Edges(self.outlives)
    }

    /// The order in which actors are started.
    pub(crate) fn start_order(&self) -> Edges {
        Edges(self.after)
    }

    /// A position as one integer.
    #[cfg(feature = "std")]
    pub(crate) fn number(&self, position: Position) -> u32 {
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

    /// The name of a slot: of an actor, or of a row.
    pub(crate) fn slot_name(&self, slot: u16) -> &'static str {
        self.names.get(usize::from(slot)).copied().unwrap_or_default()
    }

    /// What the actor is called: by its name, as in `name[2]` where it is one of a row.
    fn name(&self, position: Position) -> &'static str {
        let name = self.slot_name(position.slot);
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
    use std::sync::{Mutex, PoisonError};

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
