use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[when(work(), work())]
        //           ^
        work: work() => drop,
    };
}
