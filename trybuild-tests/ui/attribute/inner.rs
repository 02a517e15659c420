use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #![may_finish]
    //   ^
        work: work() => drop,
    };
}
