// A raw identifier is the same name.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: work() => drop,
        r#work: work() => drop,
    //  ^^^^^^
    };
}
