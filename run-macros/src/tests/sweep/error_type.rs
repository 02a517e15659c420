//! Mistakes in `type Error = ..;`, and where it stands.

use super::mistake::{Mistake, mistake};

const ERROR_TYPE: &str = "the group's error type is given as `type Error = MyError;`";
const ERROR_TYPE_ENDS: &str = "expected `;` after the error type: `type Error = MyError;`";

/// What is wrong before the first actor.
pub const HEADS: &[Mistake] = &[
    mistake("an error type of another name", "type «Eror» = Failure;", ERROR_TYPE),
    mistake("an error type without a name", "type «=» Failure;", ERROR_TYPE),
    mistake("an error type without an equals sign", "type Error «Failure»;", ERROR_TYPE),
    mistake("an error type with a colon", "type Error«:» Failure;", ERROR_TYPE),
    mistake("an error type with an arrow", "type Error «=>» Failure;", ERROR_TYPE),
    mistake("an error type of nothing", "type Error =«;»", ERROR_TYPE),
    mistake("an error type that is none", "type Error = «5»;", "expected a type, as in `type Error = MyError;`"),
    mistake("an error type with a comma", "type Error = Failure«,»", ERROR_TYPE_ENDS),
    mistake("an error type with a bound", "type Error = Failure «where» Self: Sized;", ERROR_TYPE_ENDS),
    mistake("an error type with a hole", "type Error = [u8; 5 «6»];", "unexpected token, expected `]`"),
    mistake(
        "an error type twice",
        "type Error = Failure; «type» Error = Failure;",
        "`type Error = ..;` stands once, before the first actor",
    ),
];

/// What stands in the middle or at the end, where it is wrong.
pub const NOT_FIRST: &[Mistake] = &[
    mistake(
        "an error type in the wrong place",
        "«type» Error = Failure; work: f() => drop",
        "`type Error = ..;` stands once, before the first actor",
    ),
    mistake(
        "an error type in the wrong place, before one without a name",
        "«type» Error = Failure; f() => drop",
        "`type Error = ..;` stands once, before the first actor",
    ),
    mistake(
        "an error type with a comma in the wrong place",
        "«type» Error = Failure, #[may_finish] work: f() => drop",
        "`type Error = ..;` stands once, before the first actor",
    ),
    mistake(
        "an error type in the wrong place, alone",
        "«type» Error = Failure;",
        "`type Error = ..;` stands once, before the first actor",
    ),
];
