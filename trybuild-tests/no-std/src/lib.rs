//! A group in a `no_std` crate without an allocator. Tested alone (`cargo test -p no-std-tests`), since the features
//! that other members of the workspace ask for would be on here, too.

#![no_std]

use core::{
    cell::Cell,
    fmt,
    future::{Future, poll_fn, ready},
    pin::pin,
    task::{Context, Poll, Waker},
};

use run_group::run_group;

/// An error of a program without `std`.
#[derive(Debug)]
pub struct Fault(pub u8);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fault {}", self.0)
    }
}

/// Runs two actors that wait for a flag, and one that ends first, with the fault that is given.
///
/// # Errors
///
/// That fault.
///
/// # Panics
///
/// If the group does not end in one poll.
pub fn run(fault: Option<u8>) -> Result<(), run_group::Error<Fault>> {
    let interrupted = Cell::new(0);
    let waits = || poll_fn(|_| if interrupted.get() > 0 { Poll::Ready(()) } else { Poll::Pending });
    let count = || interrupted.set(interrupted.get() + 1);
    let mut group = pin!(run_group! {
        type Error = Fault;
        a: waits() => { count() },
        b: waits() => async { count() },
        c: core::future::pending::<()>() => drop,
        d: waits() if false => { count() },
        first: ready(fault.map_or(Ok(()), |number| Err(Fault(number)))) => |cause| {
            assert_eq!(cause.actor(), "first");
            count();
        },
    });
    match group.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => {
            assert_eq!(interrupted.get(), 3);
            result
        }
        Poll::Pending => panic!("the group is pending"),
    }
}

/// Runs two actors, of which the first outlives the second; returns which were interrupted, in that order.
///
/// # Panics
///
/// If the group does not end in one poll.
#[must_use]
pub fn run_in_order() -> [Option<&'static str>; 3] {
    let interrupted = Cell::new([None; 3]);
    let note = |name| {
        let mut names = interrupted.get();
        *names.iter_mut().find(|place| place.is_none()).unwrap() = Some(name);
        interrupted.set(names);
    };
    let group = run_group! {
        type Error = Fault;
        #[outlives(second, absent)]
        first: core::future::pending::<()>() => || note("first"),
        #[cfg(any())]
        absent: nothing() => drop,
        #[when(core::future::pending::<()>())]
        second: core::future::pending::<()>() => || note("second"),
        #[may_finish]
        third: ready(()) => || note("third"),
        cause: ready(()) => drop,
    };
    let mut group = pin!(group.deadline(|| ready(())));
    match group.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Err(error)) => assert!(matches!(error.end(), run_group::End::Stuck)),
        _ => panic!("the first is stuck"),
    }
    interrupted.get()
}

/// Runs a nested group that may finish and drains alone, beside one that ends the whole; returns which were interrupted, in that order.
///
/// # Panics
///
/// If the group does not end in one poll.
#[must_use]
pub fn run_nested() -> [Option<&'static str>; 4] {
    let interrupted = &Cell::new([None; 4]);
    let note = |name| {
        let mut names = interrupted.get();
        *names.iter_mut().find(|place| place.is_none()).unwrap() = Some(name);
        interrupted.set(names);
    };
    let waits =
        |name| poll_fn(move |_| if interrupted.get().contains(&Some(name)) { Poll::Ready(()) } else { Poll::Pending });
    let mut group = pin!(run_group! {
        type Error = Fault;
        #[may_finish]
        one: run_group! {
            #[outlives(b)] a: waits("a") => || note("a"),
            b: waits("b") => || note("b"),
            first: ready(()) => |cause| assert_eq!(cause.actor(), "one.first"),
        },
        two: run_group! {
            #[may_finish] c: waits("a") => |cause| { assert_eq!(cause.actor(), "two.c"); note("c") },
        } => || note("two"),
        d: core::future::pending::<()>() => drop,
    });
    let group = group.as_mut();
    assert!(matches!(group.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Ok(()))));
    interrupted.get()
}

/// Starts actors in order, of which the last is the cause; returns what happened, in that order.
///
/// # Panics
///
/// If the group does not end in one poll.
#[must_use]
pub fn run_start() -> [Option<&'static str>; 6] {
    let happened = &Cell::new([None; 6]);
    let note = |what| {
        let mut all = happened.get();
        *all.iter_mut().find(|place| place.is_none()).unwrap() = Some(what);
        happened.set(all);
    };
    let starts = |what| {
        poll_fn(move |_| {
            note(what);
            Poll::<()>::Pending
        })
    };
    let group = run_group! {
        type Error = Fault;
        #[after(migration, absent)]
        server: starts("server") => drop,
        #[after(db)]
        absent: starts("absent") if false => drop,
        db: starts("db") => || note("stop db"),
        #[may_finish]
        migration: async { note("migration"); Ok(()) } => drop,
        #[after(server)]
        #[when(ready(()))]
        last: starts("last") => drop,
    };
    let asked = Cell::new(false);
    let until = poll_fn(|_| if asked.get() { Poll::Ready(()) } else { Poll::Pending });
    let group = group.until(until).on_ready(|| {
        note("ready");
        asked.set(true);
    });
    let mut group = pin!(group.deadline(|| ready(())));
    let mut context = Context::from_waker(Waker::noop());
    assert!(group.as_mut().poll(&mut context).is_pending());
    let happened_first = happened.replace([None; 6]);
    assert!(group.as_mut().poll(&mut context).is_ready());
    assert!(happened.get().contains(&Some("stop db")));
    happened_first
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_order_of_a_start_works_without_std() {
        let expected = ["db", "migration", "server", "last", "ready"].map(Some);
        assert_eq!(crate::run_start()[..5], expected);
    }

    #[test]
    fn nested_groups_work_without_std() {
        assert_eq!(crate::run_nested(), ["b", "a", "two", "c"].map(Some));
    }

    #[test]
    fn order_gates_and_deadlines_work_without_std() {
        assert_eq!(crate::run_in_order(), ["second", "first", "third"].map(Some));
    }

    #[test]
    fn a_group_runs_without_std() {
        assert!(crate::run(None).is_ok());
    }

    #[test]
    fn an_error_names_its_actor_without_std() {
        let error = crate::run(Some(7)).unwrap_err();
        assert_eq!(error.actor(), Some("first"));
        assert_eq!(error.into_inner().map(|fault| fault.0), Some(7));
    }
}
