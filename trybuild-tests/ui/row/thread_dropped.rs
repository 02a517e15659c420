use run_group::{run_group, thread};

fn main() {
    let _ = run_group! {
        work: thread(|| ()) for _ in 0..3 => drop,
        //                                   ^^^^
    };
}
