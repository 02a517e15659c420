//! What the compiler looks for last.

use crate::mistake::{Mistake, mistake};

/// What is found when the types are right: what a thread may not take with it.
pub const THREADS: &[Mistake] =
    &[mistake("a thread's closure that is not `Send`", "work: thread(«move || drop(shared)») => {}")
        .with("let shared = Rc::new(());")
        .says(&["`Rc<()>` cannot be sent between threads safely"])];

/// What is found when all else is right.
pub const LAST: &[Mistake] = &[
    mistake("a future of nothing in particular", "work: «std::future::pending()» => drop")
        .says(&["type annotations needed"]),
    mistake("a future of nothing in particular, with `|stop|`", "work: |stop| «std::future::pending()»")
        .says(&["type annotations needed"]),
    mistake("an interrupt that could be anything", "work: fine() => «\"5\".parse().unwrap()»")
        .says(&["type annotations needed"]),
    mistake("a pattern that not every item fits", "work: fine() for «Some(_)» in [maybe()] => drop")
        .says(&["refutable pattern in `for` loop binding"]),
    mistake("a block that is not `Send`", "work: async { fine().await; drop(«shared»); Ok(()) } => drop")
        .used("let shared = Rc::new(()); let group = GROUP; «move_away(group)»;")
        .says(&["future cannot be sent between threads safely"])
        .points_out("captured value is not `Send`"),
    mistake("a block that is not `Send`, awaited", "work: async { fine().await; drop(«shared»); Ok(()) } => drop")
        .used("let shared = Rc::new(()); let future = async move { GROUP.await }; «move_away(future)»;")
        .says(&["future cannot be sent between threads safely"])
        .points_out("captured value is not `Send`"),
    mistake("an async interrupt that is not `Send`", "work: fine() => async { fine().await; drop(«shared») }")
        .used("let shared = Rc::new(()); let group = GROUP; «move_away(group)»;")
        .says(&["future cannot be sent between threads safely"])
        .points_out("captured value is not `Send`"),
];
