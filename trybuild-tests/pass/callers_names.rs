//! The caller's items have the names of what the expansion uses.
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

use run_group::{AnyError, run_group};

const ERROR: u8 = 0;
const COUNT: u8 = 0;
const error: u8 = 1;
const output: u8 = 2;
static list: u8 = 9;
static state: u8 = 10;
static group: u8 = 11;
const stop_0: u8 = 12;
struct actor;
struct place;
const gate: u8 = 13;
const clock: u8 = 14;
const row: u8 = 15;
const item: u8 = 16;
static gave: u8 = 17;

fn fill() {}
fn of() {}
fn name() {}
fn parts() {}
fn vacant() {}
fn outcome() {}
fn into_actor() {}
fn call() {}
fn value() {}
fn when() {}
fn grace() {}
fn next() {}
fn fill_next() {}
fn swap() {}
fn leave() {}

async fn take(_: u8) {}

fn main() -> Result<(), AnyError> {
    run_group! {
        zero: |_stop| take(ERROR + COUNT + error + output),
        one: |_stop| take(group),
        two: take(list + state) if stop_0 == 12 => { assert_eq!(group + list + stop_0 + error, 33) },
        three: async { assert_eq!(error + output + state, 13); Ok(()) } => |_| assert_eq!(error, 1),
        four: take(stop_0) => async { assert_eq!(error, 1) },
        #[when(take(gate + output + gave))]
        #[grace(std::time::Duration::from_secs(u64::from(clock + error)))]
        five: |_stop| take(row) if gate == 13 => |_| assert_eq!(gave + output, 19),
        #[outlives(zero, five)]
        six: |_stop| take(stop_0 + number) for number in [row, item, list, state] if group + row == 26 => |_| {
            assert_eq!(item + error + stop_0, 29);
        },
        seven: take('__actor: loop { break '__actor output }) for _ in [error] => drop,
    }
    .run()?;
    '__actor: for _ in 0..2 {
        run_group! { take({ if error == 2 { break '__actor } output }) for _ in [error] => drop }.run()?;
    }
    fill();
    Ok(())
}
