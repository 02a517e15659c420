//! The caller's items have the names of what the expansion uses.
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

use run_group::{AnyError, run_group};

// The variables of the expansion, without their underscores, and fields of its list.
const error: u8 = 1;
const output: u8 = 2;
static list: u8 = 9;
static state: u8 = 10;
static group: u8 = 11;
const stop_0: u8 = 12;
const value: u8 = 13;
static cause: u8 = 14;
struct placed;
struct readiness;
struct Readiness;
const UNTIL_ENDED: u8 = 17;
struct Stop;
const a: u8 = 15;
static b: u8 = 16;

// The functions that it calls. One of them, `value`, is above.
fn error_type() {}
fn vacant() {}
fn parts() {}
fn set_table() {}
fn leave_vacant() {}
fn next_item() {}
fn name_item() {}
fn fill() {}
fn fill_item() {}
fn stop_handle() {}
fn stop_on_drop() {}
fn then_stop() {}
fn when() {}
fn grace() {}
fn drain() {}
fn gate_first() {}
fn after() {}
fn made_ready() {}
fn begin_nested() {}
fn end_nested() {}
fn within() {}
fn leads() {}
fn shared() {}
fn drop_instead() {}
fn gate_output() {}
fn actor() {}
fn outcome() {}
fn open_outcome() {}
fn async_outcome() {}
fn never() {}
fn closure() {}
fn closure_with_cause() {}
fn call_with_cause() {}
fn async_closure() {}
fn async_closure_with_cause() {}
fn call_async_with_cause() {}
fn async_block() {}
fn interrupt() {}
fn settle() {}
fn unit() {}

async fn take(_: u8) {}

fn main() -> Result<(), AnyError> {
    run_group! {
        zero: |_stop| take(error + output + value),
        one: |_stop| take(group),
        two: take(list + state) if stop_0 == 12 => { assert_eq!(group + list + stop_0 + error, 33) },
        three: async { assert_eq!(error + output + state, 13); Ok(()) } => |_| assert_eq!(error, 1),
        four: take(stop_0) => async { assert_eq!(error, 1) },
        #[when(take(value + output + cause))]
        #[grace(std::time::Duration::from_secs(u64::from(cause + error)))]
        five: |_stop| take(a) if value == 13 => |_| assert_eq!(cause + output, 16),
        #[outlives(zero, five)]
        six: |_stop| take(stop_0 + number) for number in [a, b, list, state] if group + a == 26 => |_| {
            assert_eq!(b + error + stop_0, 29);
        },
        in_a_thread: run_group::thread(|| { assert_eq!(error + output, 3); "3".parse::<u8>()?; Ok(()) }) => {},
        #[when(take(value + b))]
        #[grace(std::time::Duration::from_secs(u64::from(error)))]
        sub: run_group! {
            #[may_finish] one: take(a + output) => drop,
            two: run_group! { three: |_stop| take(output) },
        } if value == 13 => { assert_eq!(cause + output, 16) },
        own: |stop| run_group! { three: stop.stopped() => drop, four: take(output) => drop },
        #[outlives(sub)]
        more: run_group! { take(a) => || assert_eq!(list, 9) } => drop,
        #[may_finish]
        seven: |_, ready| async { ready.set(); assert_eq!(error + UNTIL_ENDED, 18); Ok(()) } => drop,
        #[may_finish]
        #[after(seven)]
        eight: take(UNTIL_ENDED) => drop,
        #[after(eight)]
        nine: |_stop, _ready| take(output) if UNTIL_ENDED == 17,
        ten: take('__actor: loop { break '__actor output }) for _ in [error] => drop,
    }
    .run()?;
    '__actor: for _ in 0..2 {
        run_group! { take({ if error == 2 { break '__actor } output }) for _ in [error] => drop }.run()?;
    }
    fill();
    Ok(())
}
