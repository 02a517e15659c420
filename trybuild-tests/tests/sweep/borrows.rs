//! What is found when the types are right: moves and borrows.

use crate::mistake::{Mistake, mistake};

pub const BORROWS: &[Mistake] = &[
    mistake("moved before", "work: take(«name») => drop")
        .with("let name = String::new(); drop(name);")
        .says(&["use of moved value: `name`"]),
    mistake("moved by two actors", "work: take(«name») => drop")
        .after("take(name) => drop")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("moved by two blocks", "work: «async move» { drop(name); Ok(()) } => drop")
        .after("async move { drop(name); Ok(()) } => drop")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("moved by two interrupts", "work: fine() => «move ||» drop(name)")
        .after("fine() => move || drop(name)")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("moved by the actor and its interrupt", "work: take(name) => «{ drop(name) }»")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("borrowed by an actor for too short", "work: serve(«&name») => drop")
        .used("let group; { let name = String::new(); group = GROUP; } drop(group);")
        .says(&["`name` does not live long enough"]),
    mistake("borrowed by a block for too short", "work: async { serve(&«name»).await; Ok(()) } => drop")
        .used("let group; { let name = String::new(); group = GROUP; } drop(group);")
        .says(&["`name` does not live long enough"]),
    mistake("borrowed by an interrupt for too short", "work: fine() => { is_open(&«name»); }")
        .used("let group; { let name = String::new(); group = GROUP; } drop(group);")
        .says(&["`name` does not live long enough"]),
    mistake("borrowed by a value for too short", "work: fine() => «&name»")
        .used("let group; { let name = CancellationToken::new(); group = GROUP; } drop(group);")
        .says(&["`name` does not live long enough"]),
    mistake("a guard's value that is borrowed by the actor", "work: serve(«&name») if let Some(name) = text() => drop")
        .says(&["`name` does not live long enough"]),
    mistake(
        "a guard's value that is borrowed by a block",
        "work: async { serve(&«name»).await; Ok(()) } if let Some(name) = text() => drop",
    )
    .says(&["`name` does not live long enough"]),
    mistake(
        "a guard's value that is borrowed by the interrupt",
        "work: fine() if let Some(name) = text() => { is_open(&«name»); }",
    )
    .says(&["`name` does not live long enough"]),
    mistake("moved by each of a row", "work: take(«name») for _ in 0..2 => drop")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("borrowed exclusively by each of a row", "work: change(«&mut count») for _ in 0..2 => drop")
        .with("let mut count = 0;")
        .says(&["cannot borrow `count` as mutable more than once"]),
    mistake("an item that is borrowed by its actor", "work: serve(«&name») for name in text() => drop")
        .says(&["`name` does not live long enough"]),
    mistake("an item that is borrowed by its interrupt", "work: fine() for name in text() => { is_open(&«name»); }")
        .says(&["`name` does not live long enough"]),
    mistake("a temporary in a row", "work: serve(&«String::new()») for _ in 0..2 => drop")
        .says(&["temporary value dropped while borrowed"]),
    mistake("moved by a gate", "#[when(take(«name»))] work: fine() => drop")
        .after("take(name) => drop")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("moved by a gate and its actor", "#[when(take(name))] work: take(«name») => drop")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("a temporary after a guard", "work: serve(&«String::new()») if ready() => drop")
        .says(&["temporary value dropped while borrowed"]),
    mistake("a stop signal that is borrowed", "work: |stop| wait(«&stop»)").says(&["`stop` does not live long enough"]),
    mistake("a thread that borrows", "work: thread(«||» drop(&name)) => {}")
        .with("let name = String::new();")
        .says(&["closure may outlive the current function"]),
    mistake("changed though it is not `mut`", "work: change(«&mut count») => drop")
        .with("let count = 0;")
        .says(&["cannot borrow `count` as mutable"]),
    mistake("an unsafe call", "work: «danger()» => drop")
        .with("async unsafe fn danger() {}")
        .says(&["is unsafe and requires unsafe"]),
    mistake("borrowed exclusively by two actors", "work: change(«&mut count») => drop")
        .after("change(&mut count) => drop")
        .with("let mut count = 0;")
        .says(&["cannot borrow `count` as mutable more than once"]),
    mistake("borrowed exclusively by the actor and its interrupt", "work: change(&mut count) => «{ count += 1 }»")
        .with("let mut count = 0;")
        .says(&["cannot borrow `count` as mutable more than once"]),
    mistake("changed while it is borrowed", "work: change(«&mut count») => drop")
        .after("async { println!(\"{count}\"); Ok(()) } => drop")
        .with("let mut count = 0;")
        .says(&["cannot borrow `count` as mutable", "also borrowed as immutable"]),
];
