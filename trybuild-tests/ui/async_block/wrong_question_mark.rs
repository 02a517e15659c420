use run_group::run_group;
use std::fmt;

#[derive(Debug)]
struct MyError;

impl fmt::Display for MyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("mine")
    }
}

fn parse() -> Result<(), std::num::ParseIntError> {
    Ok(())
}

fn main() {
    let _ = run_group! {
        type Error = MyError;
        work: async { parse()?; Ok(()) } => drop,
        //                   ^
    };
}
