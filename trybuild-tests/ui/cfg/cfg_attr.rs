use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[cfg_attr(unix, may_finish)]
    //    ^^^^^^^^
        work: work() => drop,
    };
}
