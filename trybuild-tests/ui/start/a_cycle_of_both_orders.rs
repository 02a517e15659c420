use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[outlives(cache)]
        //         ^^^^^
        #[after(db)]
        server: work() => drop,
        #[outlives(db)]
        cache: work() => drop,
        db: work() => drop,
    };
}
