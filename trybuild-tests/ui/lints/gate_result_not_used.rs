#![deny(unused_must_use)]

use run_group::run_group;

async fn work() {}

fn save() -> Result<(), std::io::Error> {
    Ok(())
}

fn main() {
    let _ = run_group! {
        #[when(async { save(); })]
        //             ^^^^^^
        work: work() => drop,
    };
}
