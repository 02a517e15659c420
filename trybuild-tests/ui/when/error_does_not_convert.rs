use run_group::run_group;

async fn work() {}

async fn ready() -> Result<(), u32> {
    Ok(())
}

fn main() {
    let _ = run_group! {
        #[when(ready())]
        //     ^^^^^^^
        work: work() => drop,
    };
}
