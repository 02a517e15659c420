// A mistake in an expression is shown once, and not again as a bound that is not met.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: wrok() => drop,
        //    ^^^^
        more: work() => drop,
    };
}
