use run_group::run_group;

async fn work() {}

async fn close() -> Result<(), u32> {
    Ok(())
}

fn main() {
    let _ = run_group! {
        work: work() => async { close().await },
        //              ^^^^^^^^^^^^^^^^^^^^^^^
    };
}
