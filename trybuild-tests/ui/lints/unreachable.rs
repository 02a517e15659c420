#![deny(unreachable_code)]

use run_group::run_group;

async fn work() -> Result<(), std::io::Error> {
    Ok(())
}

fn main() {
    let _ = run_group! {
        work: async { return Ok(()); work().await?; Ok(()) } => drop,
        //                           ^^^^^^^^^^^^^^
    };
}
