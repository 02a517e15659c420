// An item that the pattern leaves out is one that the condition leaves out.
use run_group::run_group;

async fn work(_: u32) {}

fn main() {
    let _ = run_group! {
        work: work(a) for Some(a) in [Some(1), None] => drop,
        //                ^^^^^^^
    };
}
