use run_group::run_group;

async fn work(_: u32) {}

fn main() {
    let _ = run_group! {
        work: work(number) for number in 0..number => drop,
        //                                  ^^^^^^
    };
}
