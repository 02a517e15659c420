use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[outlives(db)]
        //         ^^
        http: work() => drop,
        #[cfg(any())]
        #[outlives(http)]
        db: work() => drop,
        #[cfg(not(any()))]
        #[outlives(http)]
        db: work() => drop,
    };
}
