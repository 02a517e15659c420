// Without a name, the actor itself is what is shown.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work(),
    //  ^^^^^^
    };
}
