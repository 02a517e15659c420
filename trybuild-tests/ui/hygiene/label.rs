// Its labels are not visible either.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: { break '__actor; work() } for _ in 0..3 => drop,
        //            ^^^^^^^^
    };
}
