// The handles are made elsewhere, and their type says what they are.
use run_group::run_group;
use tokio::task::JoinHandle;

fn start() -> Vec<JoinHandle<()>> {
    Vec::new()
}

fn main() {
    let _ = run_group! {
        work: |_stop| handle for handle in start() => drop,
        //                                            ^^^^
    };
}
