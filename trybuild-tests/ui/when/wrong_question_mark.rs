use run_group::run_group;
use std::fmt;

#[derive(Debug)]
struct MyError;

impl fmt::Display for MyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("mine")
    }
}

async fn work() {}

async fn ready() -> Result<(), fmt::Error> {
    Ok(())
}

fn main() {
    let _ = run_group! {
        type Error = MyError;
        #[when(async { ready().await?; Ok(()) })]
        //                          ^
        work: work() => drop,
    };
}
