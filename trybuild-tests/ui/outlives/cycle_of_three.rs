// The path is shown from the actor that is written first. An actor in no cycle is not on it.
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
