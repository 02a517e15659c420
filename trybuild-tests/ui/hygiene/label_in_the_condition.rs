// The labels of the expansion are not visible to the user's expressions.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: work() for _ in 0..3 if { if true { break '__actor } true } => drop,
        //                                              ^^^^^^^^
    };
}
