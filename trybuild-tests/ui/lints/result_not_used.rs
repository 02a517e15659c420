// A lint that fires in the user's own code still fires within the macro.
#![deny(unused_must_use)]

use run_group::run_group;

fn save() -> Result<(), std::io::Error> {
    Ok(())
}

fn main() {
    let _ = run_group! {
        work: async { save(); Ok(()) } => drop,
        //            ^^^^^^
    };
}
