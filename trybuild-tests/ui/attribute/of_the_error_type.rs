use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[cfg(unix)]
    //  ^
        type Error = std::io::Error;
        work: work() => drop,
    };
}
