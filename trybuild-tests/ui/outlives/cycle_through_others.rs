// `..` is all others that do not say so themselves, and so the one that outlives this one.
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
