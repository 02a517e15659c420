// The names of the expansion are not visible to the user's expressions.
use run_group::run_group;

async fn work() {}

async fn take<T>(_: T) {}

fn main() {
    let _ = run_group! {
        work: |_stop| work(),
        more: |_stop| take(placed),
        //                 ^^^^^^
    };
}
