use run_group::run_group;

async fn count() -> Result<u32, std::io::Error> {
    Ok(3)
}

fn main() {
    let _ = run_group! {
        count: count() => drop,
        //     ^^^^^^^
    };
}
