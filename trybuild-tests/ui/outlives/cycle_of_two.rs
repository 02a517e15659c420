// Neither could ever be interrupted.
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
