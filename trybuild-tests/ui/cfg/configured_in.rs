// What is configured in is checked as if it had no attribute.
use run_group::run_group;

fn main() {
    let _ = run_group! {
        #[cfg(all())]
        work: 5u32 => drop,
        //    ^^^^
        #[cfg(any())]
        more: 5u32 => drop,
    };
}
