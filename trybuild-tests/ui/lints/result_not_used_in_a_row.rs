#![deny(unused_must_use)]

use run_group::run_group;

fn save() -> Result<(), std::io::Error> {
    Ok(())
}

fn main() {
    let _ = run_group! {
        work: { save(); async { Ok(()) } } for _ in 0..3 => drop,
        //      ^^^^^^
    };
}
