// A call whose value is `()` is no future.
use run_group::run_group;

fn work() {}

fn main() {
    let _ = run_group! {
        work: work() => drop,
        //    ^^^^^^
    };
}
