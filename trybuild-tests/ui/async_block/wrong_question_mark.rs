use run_group::run_group;

fn parse() -> Result<(), std::num::ParseIntError> {
    Ok(())
}

fn main() {
    let _ = run_group! {
        type Error = std::io::Error;
        work: async { parse()?; Ok(()) } => drop,
        //                   ^
    };
}
