use run_group::{run_group, task};

fn main() {
    let _ = run_group! {
        work: task(async { let _: u8 = "5".parse()?; }) => drop,
        //                                        ^
    };
}
