use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        http: work() => drop,
        #[outlives(http, ..)]
        //               ^^
        db: work() => drop,
    };
}
