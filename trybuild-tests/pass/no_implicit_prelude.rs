#![deny(warnings)]
#![no_implicit_prelude]

async fn work() {}

fn main() -> ::std::result::Result<(), ::run_group::AnyError> {
    let stop = ::run_group::Stop::new();
    ::run_group::run_group! {
        one: work() => drop,
        two: |_stop| work(),
        three: work() => {},
        four: work() => |_cause| {},
        five: work() => async {},
        six: work() => || async {},
        seven: stop.stopped() => &stop,
        eight: work() if let ::std::option::Option::Some(_) = ::std::option::Option::Some(3) => drop,
        nine: |_stop| work() if true,
        async { ::std::result::Result::Ok(()) } => drop,
        |stop| async { stop.stopped().await; ::std::result::Result::Ok(()) },
    }
    .run()?;
    ::run_group::run_group! {
        type Error = ::std::fmt::Error;
        work() => drop,
    }
    .run()?;
    ::std::result::Result::Ok(())
}
