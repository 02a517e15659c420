// Neither could ever be told to stop.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[outlives(db)]
        //         ^^
        http: work() => drop,
        #[outlives(http)]
        db: work() => drop,
    };
}
