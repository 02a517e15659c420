// `..` is all others without `..`, so also the one that outlives this actor.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[outlives(..)]
        //         ^^
        db: work() => drop,
        #[outlives(db)]
        http: work() => drop,
    };
}
