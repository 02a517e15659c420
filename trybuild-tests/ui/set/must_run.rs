// A set ends only when it is interrupted.
use run_group::{ActorSet, AnyError, run_group};

fn main() {
    let conns = ActorSet::<AnyError>::new();
    let _group = run_group! {
        #[must_run]
        //^^^^^^^^
        conns: &conns,
        signals: run_group::signal::shutdown(),
    };
}
