use run_group::{CancellationToken, run_group};

async fn work() {}

fn main() {
    let tokens = [CancellationToken::new()];
    let _ = run_group! {
        work: work() for token in tokens => { token },
        //                                  ^^^^^^^^^
    };
}
