//! The names of the prelude, and those of the types that the expansion uses, mean something else here.
#![allow(dead_code, non_camel_case_types, unused_macros)]

use run_group::{Stop, run_group, thread};

struct Result;
struct Option;
struct Box;
struct Vec;
struct String;
struct Arc;
struct Future;
struct Pin;
struct Poll;
struct Ready;
struct Context;
struct Drop;
struct Default;
struct Send;
struct Sync;
struct Sized;
struct Copy;
struct From;
struct Into;
struct IntoFuture;
struct FnOnce;
struct Error;
struct IntoIterator;
struct Iterator;
struct Duration;
struct u32;
struct usize;
struct bool;
struct str;

struct AnyError;
struct Group;
struct Branch;
struct Vacant;
struct Table;
struct Infer;
struct Open;
struct StopOnDrop;
struct NoLimit;
struct ByDrop;
struct ByItself;
struct ByNothing;
struct ExplainAsRef;
struct ExplainDisplay;
struct ExplainError;
struct Interrupts;
struct HalfTyped;
struct IntoAnyError;
struct InterruptsNothing;
struct AnyGateOutput;
struct NestedGateOutput;
struct ResultGateOutput;
struct Nested;
struct Plain;
struct MayFinish;
struct MustRun;
struct Readiness;
struct UNTIL_ENDED;

trait Clone {
    fn clone(&self) {}
}

impl<T> Clone for T {}

mod std {}
mod core {}
mod alloc {}
mod run_runtime {}
mod run_macros {}

#[allow(non_snake_case)]
fn Ok() {}
#[allow(non_snake_case)]
fn Err() {}
#[allow(non_snake_case)]
fn Some() {}
const None: () = ();

fn drop() {}

macro_rules! panic {
    () => {};
}

macro_rules! matches {
    () => {};
}

macro_rules! compile_error {
    () => {};
}

macro_rules! cfg {
    () => {};
}

async fn work() {}

fn main() {
    let stop = Stop::new();
    let ended = run_group! {
        one: work() => drop,
        two: |_stop| work(),
        three: work() => { self::drop() },
        four: work() => |_cause| {},
        five: work() => async {},
        six: work() => || async {},
        seven: work() => |_| async {},
        eight: stop.stopped() => &stop,
        nine: |stop| thread(move || while !stop.is_stopped() {}) => {},
        ten: work() if let () = None => drop,
        eleven: |_stop| work() if true && let () = None,
        async { ::std::result::Result::Ok(()) } => drop,
        |stop| async { stop.stopped().await; ::std::result::Result::Ok(()) },
        #[cfg(all())]
        #[may_finish]
        #[when(work())]
        twelve: work() => drop,
        #[cfg(any())]
        twelve: undefined() => drop,
        #[grace(::std::time::Duration::from_secs(8))]
        #[when(async { ::std::result::Result::Ok::<(), ::std::fmt::Error>(()) })]
        #[must_run]
        #[outlives(one, twelve)]
        thirteen: |stop| async { stop.stopped().await; ::std::result::Result::Ok(()) },
        fourteen: work() for () in [None] => drop,
        fifteen: |_stop| work() for number in [1, 2] if number > 1 && let 2.. = number => async {},
        #[may_finish]
        #[when(work())]
        #[outlives(one)]
        seventeen: run_group! {
            #[may_finish]
            one: work() => drop,
            #[must_run]
            deep: run_group! { |stop| async { stop.stopped().await; ::std::result::Result::Ok(()) } } if let () = None,
        } => async {},
        #[may_finish]
        twenty: |_, ready| async { ready.set(); ::std::result::Result::Ok(()) } => drop,
        #[after(one, twenty)]
        #[when(work())]
        twenty_one: |_stop, _ready| work(),
        eighteen: run_group! { one: work() => |_cause| {} } => drop,
        nineteen: run_group! { one: work() => drop }.until(work()),
        #[outlives(..)]
        sixteen: |_stop| work() for _ in 0..3 => || async {},
    }
    .run();
    assert!(ended.is_ok());
}
