// No name is similar, so the message lists all that there are.
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
