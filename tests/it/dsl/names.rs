//! What an actor is called.

use std::{
    future::{self, Ready, pending, ready},
    pin::pin,
};

use run_group::run_group;

use crate::support::{Log, Step, done, drive, failures, poll, script};

/// What the cause calls the actor of a group of one.
macro_rules! name_of {
    ($($actor:tt)*) => {{
        let mut name = String::new();
        let group = run_group! { $($actor)* => drop }.on_cause(|cause| name = cause.actor().to_owned());
        drive(group).unwrap();
        name
    }};
}

struct Server {
    inner: Inner,
    pair: ((), Inner),
}

impl Server {
    const NEW: Self = Server { inner: Inner, pair: ((), Inner) };

    fn name_of_a_field_of_self(&self) -> String {
        name_of!(self.inner.run())
    }
}

struct Inner;

impl Inner {
    fn run(&self) -> Ready<()> {
        let Inner = self;
        ready(())
    }

    fn r#loop<T: Default>(&self) -> Ready<()> {
        let _ = T::default();
        self.run()
    }
}

#[test]
fn a_named_actor_has_its_name() {
    assert_eq!(name_of!(http: done()), "http");
}

#[test]
fn a_raw_name_is_shown_without_its_prefix() {
    assert_eq!(name_of!(r#type: done()), "type");
}

#[test]
fn an_unnamed_call_is_named_by_its_function() {
    assert_eq!(name_of!(done()), "done");
    assert_eq!(name_of!((done())), "done");
    assert_eq!(name_of!(future::ready::<()>(())), "future::ready");
    assert_eq!(name_of!(Inner::r#loop::<u8>(&Inner)), "Inner::loop");
}

#[test]
fn an_unnamed_method_call_is_named_by_its_path() {
    let server = Server::NEW;
    assert_eq!(name_of!(server.inner.run()), "server.inner.run");
    assert_eq!(name_of!(server.pair.1.run()), "server.pair.1.run");
    assert_eq!(name_of!((server.inner).r#loop::<u8>()), "server.inner.loop");
    assert_eq!(Server::NEW.name_of_a_field_of_self(), "self.inner.run");
}

#[test]
fn with_a_stop_a_call_gives_the_name_too() {
    let mut name = String::new();
    let group = run_group! { |_stop| done() }.on_cause(|cause| name = cause.actor().to_owned());
    drive(group).unwrap();
    assert_eq!(name, "done");
}

#[test]
fn anything_else_is_named_by_its_number() {
    let future = ready(());
    assert_eq!(name_of!(future), "#0");
    assert_eq!(name_of!(async { Ok(()) }), "#0");
    assert_eq!(
        name_of!({
            run_group! { done() => drop }
        }),
        "#0"
    );
    assert_eq!(name_of!(Box::pin(done()).into_future()), "#0");
    assert_eq!(name_of!(pending::<()>() if 1 > 2 => drop, out: pending::<()>() if 1 > 2 => drop, { ready(()) }), "#2");
}

#[test]
fn unnamed_actors_may_share_a_name() {
    let log = Log::new();
    let group = run_group! {
        script("first", &log, [Step::Err("one")]) => drop,
        script("second", &log, [Step::Err("two")]) => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["script failed: one", "script failed: two"]);
}

#[test]
fn an_interrupt_is_given_the_causes_name() {
    let log = Log::new();
    let group = run_group! {
        a: pending::<()>() => |cause| { log.say(cause.actor()); },
        b: pending::<()>() => drop,
        r#async: done() => drop,
    };
    // Only the interrupt of `a` is looked at; `a` itself never ends.
    assert!(poll(pin!(group)).is_pending());
    log.expect(&["async"]);
}
