// None that could have been meant: those that there are.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        http: work() => drop,
        metrics: work() => drop,
        #[outlives(http, queue)]
        //               ^^^^^
        db: work() => drop,
    };
}
