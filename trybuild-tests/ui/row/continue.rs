use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: { if number == 2 { continue; } work() } for number in 0..3 => drop,
        //                       ^^^^^^^^
    };
}
