//! What stands around a mistake in its own actor.

/// Whether the actor that has the mistake is conditional, or a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Plain,
    /// `#[cfg(..)]`
    Configured,
    /// `if ..`
    Guarded,
    /// `for .. in ..`
    Row,
}

impl Form {
    pub const ALL: [Form; 4] = [Form::Plain, Form::Configured, Form::Guarded, Form::Row];

    /// Whether an actor can have it, in addition to what it has.
    pub fn fits(self, actor: &str) -> bool {
        let has = |words: &[&str]| words.iter().any(|word| actor.contains(word));
        let is_one = actor.matches("=>").count() < 2 && !has(&["run_group!", "}, ", "drop, ", "«»"]);
        match self {
            Form::Plain => true,
            // An attribute that is wrong may stand first.
            Form::Configured => !has(&[";", ", ..", "..", "loop"]) || has(&["async", "=> {"]),
            Form::Guarded | Form::Row => {
                is_one
                    && !has(&["if", "for ", "let", ";", "else", "..", "#", "_»", "(a, b)", "x: «", "x[", "«=>", "->"])
            }
        }
    }

    /// The actor with it.
    pub fn of(self, actor: &str) -> String {
        let words = match self {
            Form::Plain => return actor.to_owned(),
            Form::Configured => return format!("#[cfg(all())] {actor}"),
            Form::Guarded => " if ready()",
            Form::Row => " for _ in 0..2",
        };
        match actor.rsplit_once(" =>") {
            Some((body, interrupt)) => format!("{body}{words} =>{interrupt}"),
            None => format!("{actor}{words}"),
        }
    }
}
