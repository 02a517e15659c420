// `?` is not the actor's, it leaves the function that the group stands in.
use run_group::run_group;

async fn work() {}

fn items() -> Result<Vec<u32>, std::io::Error> {
    Ok(Vec::new())
}

fn main() {
    let _ = run_group! {
        work: work() for _ in items()? => drop,
        //                           ^
    };
}
