//! The mistakes by kind: those that the compiler finds in one go.

use crate::{
    borrows::BORROWS,
    habits,
    late::{LAST, THREADS},
    mistake::{Kind, Mistake, mistake},
    types::TYPES,
};

/// A neighbour's mistake.
const NUMBER: Mistake = mistake("", "own: «7u8» => drop").says(&["`u8` is not an actor"]);

/// What the compiler finds early in a function keeps it from looking for the rest. So a neighbour's own mistake is of
/// the same kind, except for those that it looks for last.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "types",
        mistakes: TYPES,
        uses: &[
            "let _ = GROUP;",
            "GROUP.await.unwrap();",
            "let _ = GROUP.run();",
            "let group = GROUP.grace(Duration::ZERO); move_away(async move { group.await });",
        ],
        neighbour: NUMBER,
        found_last: false,
    },
    Kind {
        name: "threads",
        mistakes: THREADS,
        uses: &["let _ = GROUP;", "GROUP.await.unwrap();", "let _ = GROUP.run();"],
        neighbour: mistake("", "own: thread(«move || drop(own)») => {}")
            .with("let own = Rc::new(0);")
            .says(&["`Rc<i32>` cannot be sent between threads safely"]),
        found_last: false,
    },
    Kind {
        name: "last",
        mistakes: LAST,
        uses: &["let _ = GROUP;", "GROUP.await.unwrap();", "let _ = GROUP.run();"],
        neighbour: NUMBER,
        found_last: true,
    },
    Kind {
        name: "borrows",
        mistakes: BORROWS,
        uses: &["let _ = GROUP;", "GROUP.await.unwrap();", "let _ = GROUP.run();"],
        neighbour: mistake("", "own: take(«gone») => drop")
            .with("let gone = String::new(); drop(gone);")
            .says(&["use of moved value: `gone`"]),
        found_last: false,
    },
];

/// What people bring along from elsewhere.
pub const HABITS: &[Kind] = &[
    Kind {
        name: "habits",
        mistakes: habits::HABITS,
        uses: &["GROUP.await.unwrap();"],
        neighbour: NUMBER,
        found_last: false,
    },
    Kind {
        name: "typed",
        mistakes: habits::TYPED,
        uses: &["GROUP.await.unwrap();"],
        neighbour: NUMBER,
        found_last: false,
    },
];
