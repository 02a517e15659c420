use run_group::run_group;

async fn parse() -> Result<(), std::num::ParseIntError> {
    Ok(())
}

fn main() {
    let _ = run_group! {
        type Error = std::io::Error;
        parse: parse() => drop,
        //     ^^^^^^^
    };
}
