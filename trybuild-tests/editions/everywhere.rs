//! The same source in every edition: one package for each compiles this file, and runs it.
#![deny(warnings, unused_qualifications)]
#![deny(rust_2018_idioms, rust_2021_compatibility)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]

#[cfg(test)]
mod tests {
    use run_group::{AnyError, Cause, Stop, run_group, thread};
    use std::{
        convert::Infallible,
        fmt,
        sync::{Mutex, PoisonError},
        time::Duration,
    };

    #[derive(Debug)]
    struct MyError(String);

    impl fmt::Display for MyError {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&self.0)
        }
    }

    impl From<fmt::Error> for MyError {
        fn from(error: fmt::Error) -> Self {
            Self(error.to_string())
        }
    }

    #[derive(Default)]
    struct Log(Mutex<Vec<&'static str>>);

    impl Log {
        fn push(&self, line: &'static str) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }

        fn lines(self) -> Vec<&'static str> {
            self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
        }
    }

    /// Says when it is dropped.
    struct Config<'a>(&'a Log);

    impl Drop for Config<'_> {
        fn drop(&mut self) {
            self.0.push("config dropped");
        }
    }

    async fn work() {
        std::future::ready(()).await;
    }

    async fn fails() -> Result<(), fmt::Error> {
        std::future::ready(Err(fmt::Error)).await
    }

    async fn never() -> ! {
        std::future::pending().await
    }

    async fn infallible() -> Infallible {
        std::future::pending().await
    }

    async fn serve(stop: Stop) {
        stop.stopped().await;
    }

    async fn look(config: &Config<'_>) {
        std::future::ready(()).await;
        config.0.push("looked");
    }

    async fn look_until(stop: Stop, config: &Config<'_>) {
        stop.stopped().await;
        config.0.push("looked after the stop");
    }

    #[test]
    fn every_form_of_actor_and_interrupt_compiles_and_runs() -> Result<(), AnyError> {
        let stop = Stop::new();
        let mut interrupted = 0;
        run_group! {
            work: work() => drop,
            never() => drop,
            infallible() => drop,
            |stop| serve(stop),
            both: |stop| serve(stop) => { interrupted += 1; },
            stop.stopped() => &stop,
            async { std::future::ready(Ok::<(), fmt::Error>(())).await?; Ok(()) } => |_| {},
            |stop| async { stop.stopped().await; Ok(()) },
            work() => async { work().await },
            work() => async || { work().await },
            work() => |cause| { let actor = cause.actor().to_owned(); async move { drop(actor); } },
            thread(|| { let _: u8 = "3".parse()?; Ok(()) }) => {},
            |stop| thread(move || while !stop.is_stopped() { std::thread::yield_now(); }),
            run_group! { work() => drop } => drop,
        }
        .run()?;
        assert_eq!(interrupted, 1);
        Ok(())
    }

    #[test]
    fn a_chain_with_let_is_a_guard() {
        let names = Log::default();
        let on = |_: &Cause<'_, AnyError>, name| names.push(name);
        let (some, none) = (Some(3), None::<i32>);
        run_group! {
            work: work() => drop,
            a: work() if let Some(three) = some && three == 3 => move |cause| { on(cause, "a"); assert_eq!(three, 3) },
            b: work() if let Some(three) = some && three == 4 => move |cause| { on(cause, "b"); assert_eq!(three, 4) },
            c: work() if some.is_some() && let Some(_) = none => |cause| on(cause, "c"),
            d: work() if let Some(three) = some && let 1..=5 = three && three > 2 => |cause| on(cause, "d"),
            e: work() if some.is_none() || none.is_none() => |cause| on(cause, "e"),
            f: |stop| serve(stop) if let Some(_) = some && true => |cause| on(cause, "f"),
        }
        .run()
        .unwrap();
        assert_eq!(names.lines(), ["a", "d", "e", "f"]);
    }

    #[test]
    fn a_temporary_lives_as_long_as_the_group() {
        let log = Log::default();
        run_group! {
            one: |stop| look_until(stop, &Config(&log)),
            two: look(&Config(&log)) => { log.push("interrupted"); },
        }
        .run()
        .unwrap();
        assert_eq!(log.lines(), ["looked", "interrupted", "looked after the stop", "config dropped", "config dropped"]);
    }

    #[test]
    fn every_attribute_and_every_row_compiles_and_runs() -> Result<(), AnyError> {
        let stop = Stop::new();
        run_group! {
            #[may_finish]
            warm_up: work() => drop,
            #[must_run]
            consumer: |stop| serve(stop),
            #[when(work())]
            work: work() => drop,
            #[when(async { let _: u8 = "3".parse()?; work().await; Ok(()) })]
            gated: |stop| serve(stop),
            #[grace(Duration::from_secs(8))]
            #[when(work())]
            #[must_run]
            graced: |stop| serve(stop) => async { work().await },
            #[cfg(all())]
            here: work() => drop,
            #[cfg(any())]
            here: missing() => drop,
            #[outlives(consumer, here)]
            pool: |stop| serve(stop),
            #[outlives(pool, each)]
            log: |stop| serve(stop),
            each: |stop| serve(stop) for _ in 0..2,
            |stop| async move { stop.stopped().await; drop(name); Ok(()) } for (name, _) in [(String::new(), 3)] => |_| {},
            thread(|| ()) for _ in 0..2 => {},
            stop.stopped() for stop in [&stop, &stop] => stop,
            run_group! { work() for _ in 0..number => drop } for number in 0..2 => async {},
            never() for _ in 0..2 => drop,
            named[name]: never() for &name in &["a", "b"] => drop,
            |stop: run_group::CancellationToken| async { stop.cancelled().await; Ok(()) },
            #[outlives(..)]
            last: |stop| serve(stop) => || (),
        }
        .run()?;
        Ok(())
    }

    #[test]
    fn a_chain_with_let_is_a_guard_in_a_row() {
        let log = Log::default();
        let names = &log;
        run_group! {
            work: work() => drop,
            work() for (name, item) in [("a", Some(3)), ("b", None), ("c", Some(2))]
                if let Some(number) = item && number > 2 => move || names.push(name),
            work() for name in ["d", "e"].iter() if name != &"e" && let 3 | 4 = 3 => move || names.push(name),
            work() for &name in &["f"] if let "f" = name && true => move || names.push(name),
        }
        .run()
        .unwrap();
        assert_eq!(log.lines(), ["a", "d", "f"]);
    }

    #[test]
    fn a_temporary_of_a_gate_lives_as_long_as_the_group() {
        let log = Log::default();
        run_group! {
            #[when(look(&Config(&log)))]
            one: work() => { log.push("interrupted"); },
        }
        .run()
        .unwrap();
        assert_eq!(log.lines(), ["looked", "interrupted", "config dropped"]);
    }

    #[test]
    fn the_actors_of_a_nested_group_are_actors_of_the_group() {
        let log = Log::default();
        let (names, number) = (&log, Some(3));
        run_group! {
            #[outlives(sub)]
            last: |stop| serve(stop) => || names.push("last"),
            sub: run_group! {
                deep: run_group! { look: look(&Config(names)) => || names.push("look") },
                #[may_finish]
                #[grace(Duration::from_secs(8))]
                more: run_group! {
                    #[when(work())]
                    three: |stop| serve(stop) => move || { assert_eq!(three, 3); names.push("three") },
                } if let Some(three) = number && three > 2 => || names.push("more"),
            },
            told: |stop| run_group! { told: stop.stopped() => drop },
        }
        .run()
        .unwrap();
        assert_eq!(log.lines(), ["looked", "look", "more", "three", "last", "config dropped"]);
    }

    #[test]
    fn interrupts_are_called_in_the_order_of_outlives() {
        let log = Log::default();
        run_group! {
            #[outlives(..)]
            last: |stop| serve(stop) => || log.push("last"),
            #[outlives(first)]
            second: |stop| serve(stop) => || log.push("second"),
            first: |stop| serve(stop) for _ in 0..2 => || log.push("first"),
            work: work() => || log.push("work"),
        }
        .run()
        .unwrap();
        assert_eq!(log.lines(), ["first", "first", "work", "second", "last"]);
    }

    #[test]
    fn the_error_type_is_given() {
        let error = run_group! {
            type Error = MyError;
            fails() => drop,
            async { fails().await?; Ok(()) } => drop,
        }
        .run()
        .unwrap_err();
        assert_eq!(error.actor(), Some("fails"));
        assert_eq!(error.others()[0].actor(), Some("#1"));
    }
}
