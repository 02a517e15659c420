use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        type Error = std::io::Error,
        //                         ^
        work: work() => drop,
    };
}
