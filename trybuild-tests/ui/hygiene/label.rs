// The labels of the expansion are not visible to the user's expressions.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: { break '__actor; work() } for _ in 0..3 => drop,
        //            ^^^^^^^^
    };
}
