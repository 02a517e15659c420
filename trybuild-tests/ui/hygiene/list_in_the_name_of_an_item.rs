// The names of the expansion are not visible to the user's expressions.
use run_group::run_group;

async fn work(_: u8) {}

fn main() {
    let _ = run_group! {
        work[__list]: work(number) for number in [1, 2] => drop,
        //   ^^^^^^
    };
}
