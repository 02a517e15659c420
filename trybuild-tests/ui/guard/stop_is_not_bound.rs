use run_group::run_group;

fn main() {
    let _ = run_group! {
        work: |stop| stop.stopped_owned() if stop.is_stopped(),
        //                                   ^^^^
    };
}
