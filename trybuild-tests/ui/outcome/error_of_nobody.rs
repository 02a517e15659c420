// What nothing says is asked for where it would be said.
use run_group::run_group;
use std::future::ready;

fn main() {
    let _ = run_group! {
        work: ready(Ok(())) => drop,
        //    ^^^^^
    };
}
