// The path is shown from the first that is written; who is in no cycle is not on it.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[outlives(db)]
        http: work() => drop,
        #[outlives(log, pool)]
        //              ^^^^
        db: work() => drop,
        #[outlives(queue)]
        pool: work() => drop,
        #[outlives(db)]
        queue: work() => drop,
        log: work() => drop,
    };
}
