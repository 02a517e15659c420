//! Nothing of the prelude is in scope.
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
        #[cfg(all())]
        #[may_finish]
        #[when(work())]
        ten: work() => drop,
        #[cfg(any())]
        ten: undefined() => drop,
        #[grace(::std::time::Duration::from_secs(8))]
        #[when(async { ::std::result::Result::Ok::<(), ::run_group::AnyError>(()) })]
        #[must_run]
        #[outlives(one, ten)]
        eleven: |_stop| async { _stop.stopped().await; ::std::result::Result::Ok(()) },
        twelve: work() for _ in 0..2 => drop,
        thirteen: |_stop| work() for number in [1, 2] if number > 1 && let 2.. = number => async {},
        #[outlives(..)]
        fourteen: |_stop| work() for _ in [::std::option::Option::Some(3)] => || async {},
    }
    .run()?;
    ::run_group::run_group! {
        type Error = ::std::fmt::Error;
        work() => drop,
    }
    .run()?;
    ::std::result::Result::Ok(())
}
