use run_group::{run_group, task};

fn work() -> u32 {
    3
}

fn main() {
    let _ = run_group! {
        work: task(work()) => drop,
        //         ^^^^^^
    };
}
