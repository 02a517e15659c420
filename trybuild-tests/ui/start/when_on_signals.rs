use run_group::{run_group, signal};

async fn work() {}

fn main() {
    let _ = run_group! {
        work: work() => drop,
        #[when(work())]
        //^^^^
        signals: signal::shutdown() => drop,
    };
}
