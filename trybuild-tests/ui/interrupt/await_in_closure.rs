use run_group::run_group;

async fn work() {}

async fn close() {}

fn main() {
    let _ = run_group! {
        work: work() => |_cause| close().await,
        //                               ^^^^^
    };
}
