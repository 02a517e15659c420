//! Who is woken, and who is polled, when an actor says that it is ready.

use std::{
    cell::{Cell, RefCell},
    future::{Future, pending},
    pin::pin,
};

use run_group::{Ready, run_group};

use crate::support::{
    Flag, Log, counting_waker, drive_beside_threads,
    numbered::{Action, Numbered, SHARED_POLLS},
    on_another_thread, poll, poll_once, script,
};

/// An actor of these, and its handle.
fn handing<'a>(
    actors: &'a Numbered,
    handles: &'a RefCell<Vec<Ready>>,
    ready: Ready,
) -> impl Future<Output = Result<(), &'static str>> + 'a {
    handles.borrow_mut().push(ready);
    actors.actor()
}

#[test]
fn a_handle_set_in_another_thread_wakes_the_group_once() {
    let (log, handle) = (Log::new(), Cell::new(None));
    let (woken, waker) = counting_waker();
    let mut group = pin!(run_group! {
        a: |_, ready| { handle.set(Some(ready)); script("a", &log, []) } => drop,
        #[after(a)]
        b: script("b", &log, []) => drop,
    });
    assert!(poll_once(group.as_mut(), &waker).is_pending());
    assert_eq!(woken.take(), 0);
    let ready: Ready = handle.take().unwrap();
    on_another_thread(move || {
        ready.set();
        ready.set();
    });
    assert_eq!(woken.take(), 1);
    assert!(poll_once(group.as_mut(), &waker).is_pending());
    log.expect(&["poll a", "poll a", "poll b"]);
    assert_eq!(woken.take(), 0);
}

/// The handle holds the newest waker of its actor.
#[test]
fn it_wakes_the_task_that_polled_the_group_last() {
    let (log, handle) = (Log::new(), Cell::new(None));
    let ((old_woken, old), (new_woken, new)) = (counting_waker(), counting_waker());
    let mut group = pin!(run_group! { a: |_, ready| { handle.set(Some(ready)); script("a", &log, []) } => drop });
    assert!(poll_once(group.as_mut(), &old).is_pending());
    assert!(poll_once(group.as_mut(), &new).is_pending());
    let ready: Ready = handle.take().unwrap();
    ready.set();
    assert_eq!((old_woken.take(), new_woken.take()), (0, 1));
}

#[test]
fn it_polls_its_own_actor_and_those_that_start_and_no_other() {
    let (actors, handles) = (Numbered::of(6), RefCell::default());
    let mut group = actors.with_own_wakers(Box::pin(run_group! {
        zero:  actors.actor() => {},
        one:   |_, ready| handing(&actors, &handles, ready) => {},
        two:   |_, ready| handing(&actors, &handles, ready) => {},
        #[after(one)]
        three: actors.actor() => {},
        #[after(two, three)]
        four:  actors.actor() => {},
        five:  actors.actor() => {},
    }));
    let handles = handles.take();
    assert_eq!(actors.poll(&mut group), [0; 0]);
    handles[0].set();
    assert_eq!(actors.task.take(), 1);
    assert_eq!(actors.poll(&mut group), [1, 3]);
    // The one that was started has a waker of its own.
    actors.wake(3);
    assert_eq!(actors.poll(&mut group), [3]);
    handles[1].set();
    assert_eq!(actors.poll(&mut group), [2, 4]);
    for woken in 0..6 {
        actors.wake(woken);
        assert_eq!(actors.poll(&mut group), [woken]);
    }
    assert_eq!(actors.poll(&mut group), [0; 0]);
}

#[test]
fn unset_and_set_again_poll_its_own_actor_alone() {
    let (actors, handles) = (Numbered::of(5), RefCell::default());
    let mut group = actors.with_own_wakers(Box::pin(run_group! {
        row: |_, ready| handing(&actors, &handles, ready) for _ in 0..4 => {},
        #[after(row)]
        last: actors.actor() => {},
    }));
    let handles = handles.take();
    handles.iter().for_each(Ready::set);
    assert_eq!(actors.poll(&mut group), [0, 1, 2, 3, 4]);
    handles[2].unset();
    assert_eq!(actors.poll(&mut group), [2]);
    handles[2].set();
    assert_eq!(actors.poll(&mut group), [2]);
}

/// An actor that is started in a poll in which others were woken is polled once, and those are not polled again.
#[test]
fn an_actor_that_starts_beside_woken_ones_is_polled_once() {
    let (actors, handles) = (Numbered::of(6), RefCell::default());
    let mut group = actors.with_own_wakers(Box::pin(run_group! {
        #[after(two)]
        zero:  actors.actor() => {},
        one:   actors.actor() => {},
        two:   |_, ready| handing(&actors, &handles, ready) => {},
        three: actors.actor() => {},
        four:  actors.actor() => {},
        #[after(two)]
        five:  actors.actor() => {},
    }));
    let handles = handles.take();
    handles[0].set();
    actors.wake_all([1, 4]);
    assert_eq!(actors.poll(&mut group), [1, 2, 4, 0, 5]);
}

/// What wakes itself in its first poll is polled in the next one.
#[test]
fn a_wake_of_one_in_the_poll_that_starts_it_is_not_lost() {
    let (actors, handles) = (Numbered::of(5), RefCell::default());
    let mut group = actors.with_own_wakers(Box::pin(run_group! {
        row: |_, ready| handing(&actors, &handles, ready) for _ in 0..4 => {},
        #[after(row)]
        last: actors.actor() => {},
    }));
    let handles = handles.take();
    handles.iter().for_each(Ready::set);
    actors.then(4, Action::WakeItself);
    assert_eq!(actors.poll(&mut group), [0, 1, 2, 3, 4]);
    assert!(actors.task.take() > 0);
    assert_eq!(actors.poll(&mut group), [4]);
}

/// A row that starts late has wakers as if it had been there from the start.
#[test]
fn a_row_that_starts_late_has_wakers_of_its_own() {
    let (actors, handles) = (Numbered::of(100), RefCell::default());
    let mut group = actors.with_own_wakers(Box::pin(run_group! {
        #[after(row)]
        late: actors.nth(1000 + index) for index in 0..70 => {},
        row: |_, ready| handing(&actors, &handles, ready) for _ in 0..30 => {},
    }));
    handles.take().iter().for_each(Ready::set);
    assert_eq!(actors.poll(&mut group).len(), 100);
    actors.wake_all([1000, 1069, 29]);
    assert_eq!(actors.poll(&mut group), [1000, 1069, 29]);
}

/// Held actors are live, but nothing wakes them.
#[test]
fn those_that_wait_are_never_polled() {
    let (actors, handles) = (Numbered::of(5), RefCell::default());
    let mut group = Box::pin(run_group! {
        zero: |_, ready| handing(&actors, &handles, ready) => {},
        #[after(zero)]
        row: actors.actor() for _ in 0..4 => {},
    });
    for _ in 0..=2 * SHARED_POLLS {
        let polled = actors.poll(&mut group);
        assert!(polled.iter().all(|&polled| polled == 0), "{polled:?}");
    }
}

#[test]
fn no_set_of_a_thread_is_lost() {
    for _ in 0..200 {
        let group = run_group! {
            row: |stop, ready| async {
                std::thread::spawn(move || ready.set());
                stop.stopped().await;
                Ok(())
            } for _ in 0..5,
            #[after(row)]
            job: async { Ok(()) } => drop,
        };
        drive_beside_threads(group).unwrap();
    }
}

/// The order of a start needs no memory beside that of the handles.
#[test]
fn a_handle_is_one_allocation_and_the_start_none() {
    let run = || {
        let mut group = pin!(run_group! {
            a: |_, ready| { ready.set(); pending::<()>() } => drop,
            #[after(a)]
            b: pending::<()>() => drop,
            #[after(b)]
            job: std::future::ready(()) => drop,
        });
        assert!(poll(group.as_mut()).is_ready());
    };
    assert_eq!(allocation_counter::measure(run).count_total, 1);
}

/// A handle that is kept longer than its group does nothing, and holds no task.
#[test]
fn a_handle_that_outlives_its_group_wakes_nothing() {
    let handle = Cell::new(None);
    let (woken, waker) = counting_waker();
    {
        let up = Flag::new();
        let mut group = pin!(run_group! {
            a: |_, ready| { handle.set(Some(ready)); script("a", &Log::new(), []) } => drop,
            job: script("job", &Log::new(), [crate::support::Step::Until(up.clone()), crate::support::Step::Ok]) => drop,
        });
        assert!(poll_once(group.as_mut(), &waker).is_pending());
        up.set();
        assert!(poll_once(group.as_mut(), &waker).is_ready());
        woken.take();
    }
    let ready: Ready = handle.take().unwrap();
    ready.set();
    assert!(woken.take() <= 1, "a wake too many is allowed, no more");
    drop((ready, waker));
    assert_eq!(std::sync::Arc::strong_count(&woken), 1, "a waker is left");
}
