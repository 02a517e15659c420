//! How many instructions a group takes, beside what does the same work in its place.
//!
//! This only repeats one case: `cargo bench -p benches --bench instructions -- 'wake/other/64/by hand' 100`. Only what is
//! inside [`measure::counted`] is the case; what leads up to it is not. `scripts/instructions` runs the cases where the
//! instructions in there are counted. `-- --list` says which cases there are.

#![recursion_limit = "512"]
#![allow(non_camel_case_types, reason = "a variant is named after its actor, by the macro")]

mod actor;
mod alternatives;
mod cases;
mod measure;
mod rows;
mod signal;
mod task;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match &arguments[..] {
        [name, times] => {
            let times = times.parse().expect("how many times");
            match cases::all().iter().find(|(known, _)| known == name) {
                Some((_, repeat)) => repeat(times),
                None => panic!("no case is called `{name}`"),
            }
        }
        [list] if list == "--list" => cases::all().iter().for_each(|(name, _)| println!("{name}")),
        _ => println!("usage: -- --list | CASE TIMES; `scripts/instructions` counts"),
    }
}
