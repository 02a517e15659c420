//! A mistake that an actor can have, and that the compiler finds.

/// What is wrong, and how the compiler should show it.
pub struct Mistake {
    pub name: &'static str,
    /// The actor that has it. The wrong token, or the wrong expression, stands between `«` and `»`.
    pub actor: &'static str,
    /// Words of the error.
    pub says: &'static [&'static str],
    /// Statements before the group.
    pub declares: &'static str,
    /// What becomes of the group, where the mistake shows in one use only.
    pub used: Option<&'static str>,
    /// Words of the note that is shown at the wrong token, where the error itself is shown at the use.
    pub points_out: Option<&'static str>,
    pub error_type: Option<&'static str>,
    /// An actor that stands first in the list, and has what the wrong one wants.
    pub first: Option<&'static str>,
}

pub const fn mistake(name: &'static str, actor: &'static str) -> Mistake {
    Mistake { name, actor, says: &[], declares: "", used: None, points_out: None, error_type: None, first: None }
}

impl Mistake {
    pub const fn says(self, says: &'static [&'static str]) -> Self {
        Mistake { says, ..self }
    }

    pub const fn with(self, declares: &'static str) -> Self {
        Mistake { declares, ..self }
    }

    pub const fn used(self, used: &'static str) -> Self {
        Mistake { used: Some(used), ..self }
    }

    pub const fn points_out(self, note: &'static str) -> Self {
        Mistake { points_out: Some(note), ..self }
    }

    pub const fn error_type(self, error: &'static str) -> Self {
        Mistake { error_type: Some(error), ..self }
    }

    pub const fn after(self, actor: &'static str) -> Self {
        Mistake { first: Some(actor), ..self }
    }
}

/// Mistakes that the compiler finds in one go.
pub struct Kind {
    pub name: &'static str,
    pub mistakes: &'static [Mistake],
    /// What becomes of the groups, in place of `GROUP`: each is tried.
    pub uses: &'static [&'static str],
    /// One more, for a neighbour to make.
    pub neighbour: Mistake,
    /// Whether the compiler looks for them only where nothing else is wrong, so that only the neighbour's is found.
    pub found_last: bool,
}
