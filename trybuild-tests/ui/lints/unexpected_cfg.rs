#![deny(unexpected_cfgs)]

use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[cfg(windws)]
        //    ^^^^^^
        work: work() => drop,
        more: work() => drop,
    };
}
