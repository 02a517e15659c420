use run_group::run_group;

struct Token;

async fn work(_: Token) {}

fn main() {
    let _ = run_group! {
        work: |stop: Token| work(stop),
        //           ^^^^^
    };
}
