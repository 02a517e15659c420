//! A mistake that the macro reports itself.

/// What is wrong with an actor.
pub struct Mistake {
    pub name: &'static str,
    /// The actor, sometimes two of them, with the wrong token between `«»`.
    pub actor: &'static str,
    pub message: &'static str,
    /// Whether the message lists names of the other actors, so that it depends on them.
    pub lists_names: bool,
    /// Why an unknown name in an `#[outlives(..)]` is not reported beside this one.
    pub hides_names: Option<&'static str>,
}

pub const fn mistake(name: &'static str, actor: &'static str, message: &'static str) -> Mistake {
    Mistake { name, actor, message, lists_names: false, hides_names: None }
}

impl Mistake {
    pub const fn lists_names(self) -> Self {
        Mistake { lists_names: true, ..self }
    }

    pub const fn hides_names(self, why: &'static str) -> Self {
        Mistake { hides_names: Some(why), ..self }
    }
}

/// The name could not be read: any unknown one may be the one that was meant.
pub const NAMELESS: &str = "neither its name nor its body could be read, so that any name may be its own";
