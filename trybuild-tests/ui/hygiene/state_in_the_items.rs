// The names of the expansion are not visible to the user's expressions.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: work() for _ in [__state] => drop,
        //                     ^^^^^^^
    };
}
