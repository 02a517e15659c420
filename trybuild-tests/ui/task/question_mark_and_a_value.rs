// The error type is left open, and is not asked for, too.
use run_group::{run_group, task};

fn main() {
    let _ = run_group! {
        work: task(async { Ok("5".parse::<u8>()?) }) => drop,
        //    ^^^^
    };
}
