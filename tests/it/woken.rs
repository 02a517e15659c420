//! Law 8: only those who have been woken are polled. A young group polls all, and so does one of a few actors; what is
//! said here is of groups that have aged.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet, VecDeque},
    future::{Future, pending, poll_fn},
    mem,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::{Pin, pin},
    rc::Rc,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use allocation_counter::measure;
use run_group::{Error, Signal, Stop, run_group};
use tokio::task::{coop::consume_budget, yield_now};

use crate::{
    fairness::{burn, sip},
    model::Random,
    support::{Wakes, counting_waker, failures, poll, poll_once, ready},
};

/// So many polls of a group are of all its actors, and so is the next one, in which each gets a waker of its own.
const YOUNG: usize = 8;

/// The number of an actor's `async` interrupt, or of its gate: a member of the crowd like the actor itself.
const LATER: usize = 1000;

/// What an interrupt that is called says, with the number of its actor.
const CALLED: usize = 2000;

/// What a member does in one poll. Behind its last, it waits for ever.
enum Act {
    Wait,
    /// Wakes these, and waits.
    Wake(Vec<usize>),
    /// The same from another thread, while this poll goes on.
    WakeElsewhere(Vec<usize>),
    WakeItself,
    End,
    Panic(&'static str),
}

/// Numbered actors. Each keeps the waker that it was last polled with, and says that it is polled.
#[derive(Default)]
struct Crowd {
    size: usize,
    next: Cell<usize>,
    wakers: RefCell<BTreeMap<usize, Waker>>,
    acts: RefCell<BTreeMap<usize, VecDeque<Act>>>,
    /// What those do who are polled next, whoever they are.
    first: RefCell<VecDeque<Act>>,
    said: RefCell<Vec<usize>>,
    gone: RefCell<BTreeSet<usize>>,
    /// Those who panic when they are dropped.
    fragile: RefCell<BTreeSet<usize>>,
    /// The task that polls the group.
    task: Arc<Wakes>,
    /// How often it has been woken while a member was polled.
    within: Cell<usize>,
}

type Built<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>;
type Build = fn(&Crowd) -> Built<'_>;

impl Crowd {
    /// For who builds a row: of so many.
    fn of(size: usize) -> Self {
        Crowd { size, ..Crowd::default() }
    }

    /// The next actor, by the order in which they are written.
    fn actor(&self) -> Member<'_> {
        let index = self.next.get();
        self.next.set(index + 1);
        self.member(index)
    }

    fn member(&self, index: usize) -> Member<'_> {
        Member { crowd: self, index, ended: false }
    }

    fn say(&self, index: usize) {
        self.said.borrow_mut().push(index);
    }

    /// Who has been polled, and what else was said, since it was last asked.
    fn take(&self) -> Vec<usize> {
        self.said.take()
    }

    /// What one does next.
    fn then(&self, index: usize, act: Act) {
        self.acts.borrow_mut().entry(index).or_default().push_back(act);
    }

    fn waker(&self, index: usize) -> Waker {
        self.wakers.borrow()[&index].clone()
    }

    fn wake(&self, index: usize) {
        self.waker(index).wake();
    }

    fn wake_all(&self, indices: impl IntoIterator<Item = usize>) {
        indices.into_iter().for_each(|index| self.wake(index));
    }

    /// Polls the group once, by its task, and gives who was polled.
    #[track_caller]
    fn poll<F: Future + ?Sized>(&self, group: &mut Pin<Box<F>>) -> Vec<usize> {
        self.poll_by(group, &self.task.clone().into())
    }

    #[track_caller]
    fn poll_by<F: Future + ?Sized>(&self, group: &mut Pin<Box<F>>, task: &Waker) -> Vec<usize> {
        assert!(poll_once(group.as_mut(), task).is_pending(), "it has ended");
        self.take()
    }

    /// Polls the group until it has aged. Nobody has done anything yet.
    #[track_caller]
    fn age<F: Future + ?Sized>(&self, mut group: Pin<Box<F>>) -> Pin<Box<F>> {
        self.age_on(&mut group);
        group
    }

    /// The same, for one that lives on.
    #[track_caller]
    fn age_on<F: Future + ?Sized>(&self, group: &mut Pin<Box<F>>) {
        for _ in 0..=YOUNG {
            self.poll(group);
        }
        self.task.take();
    }

    /// A group of a row that has aged.
    #[track_caller]
    fn aged_row(&self) -> Built<'_> {
        self.age(row(self))
    }
}

/// An actor, an `async` interrupt, a gate or a deadline.
struct Member<'a> {
    crowd: &'a Crowd,
    index: usize,
    ended: bool,
}

impl Future for Member<'_> {
    type Output = Result<(), &'static str>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let crowd = self.crowd;
        assert!(!self.ended, "{} was polled after it had ended", self.index);
        crowd.say(self.index);
        crowd.wakers.borrow_mut().insert(self.index, cx.waker().clone());
        let own = || crowd.acts.borrow_mut().get_mut(&self.index).and_then(VecDeque::pop_front);
        let act = crowd.first.borrow_mut().pop_front().or_else(own);
        match act {
            None | Some(Act::Wait) => {}
            Some(Act::Wake(whom)) => crowd.wake_all(whom),
            Some(Act::WakeItself) => crowd.wake(self.index),
            Some(Act::WakeElsewhere(whom)) => {
                let wakers: Vec<_> = whom.into_iter().map(|index| crowd.waker(index)).collect();
                thread::spawn(|| wakers.into_iter().for_each(Waker::wake)).join().unwrap();
            }
            Some(Act::End) => {
                self.ended = true;
                return Poll::Ready(Ok(()));
            }
            Some(Act::Panic(message)) => {
                self.ended = true;
                resume_unwind(Box::new(message));
            }
        }
        crowd.within.set(crowd.within.get() + crowd.task.take());
        Poll::Pending
    }
}

impl Drop for Member<'_> {
    fn drop(&mut self) {
        self.crowd.gone.borrow_mut().insert(self.index);
        if self.crowd.fragile.borrow_mut().remove(&self.index) {
            resume_unwind(Box::new("drop"));
        }
    }
}

/// A list of so many actors of a crowd, written one by one.
macro_rules! list {
    ($crowd:ident; $($size:tt)*) => { list!(@[] [$crowd.actor() => {},] $($size)*) };
    (@[$($done:tt)*] [$($one:tt)*]) => { Box::pin(run_group! { $($done)* }) };
    (@$done:tt $one:tt 128 $($rest:tt)*) => { list!(@$done $one 64 64 $($rest)*) };
    (@$done:tt $one:tt 64 $($rest:tt)*) => { list!(@$done $one 32 32 $($rest)*) };
    (@$done:tt $one:tt 32 $($rest:tt)*) => { list!(@$done $one 8 8 8 8 $($rest)*) };
    (@[$($done:tt)*] [$($one:tt)*] 8 $($rest:tt)*) => {
        list!(@[
            $($done)* $($one)* $($one)* $($one)* $($one)* $($one)* $($one)* $($one)* $($one)*
        ] [$($one)*] $($rest)*)
    };
    (@[$($done:tt)*] [$($one:tt)*] 4 $($rest:tt)*) => {
        list!(@[$($done)* $($one)* $($one)* $($one)* $($one)*] [$($one)*] $($rest)*)
    };
    (@[$($done:tt)*] [$($one:tt)*] 1 $($rest:tt)*) => {
        list!(@[$($done)* $($one)*] [$($one)*] $($rest)*)
    };
}

/// A row of as many as there are in the crowd.
fn row(crowd: &Crowd) -> Built<'_> {
    Box::pin(run_group! { row: crowd.actor() for _ in 0..crowd.size => {} })
}

/// The same with `async` interrupts.
fn row_with_later(crowd: &Crowd) -> Built<'_> {
    Box::pin(run_group! {
        row: crowd.member(index) for index in 0..crowd.size => async move {
            crowd.member(LATER + index).await?;
            Ok(())
        },
    })
}

// A wake of one actor polls that actor, and no other.

/// Wakes each alone, and then some together.
#[track_caller]
fn assert_only_the_woken(size: usize, build: Build) {
    let crowd = Crowd::of(size);
    let mut group = crowd.age(build(&crowd));
    let count = crowd.next.get();
    assert_eq!(count, size);
    for index in 0..count {
        crowd.wake(index);
        assert_eq!(crowd.poll(&mut group), [index]);
        assert_eq!(crowd.poll(&mut group), [], "of {count}, behind {index}");
    }
    let mut random = Random(7);
    for one_in in [2, 8, 64].repeat(8) {
        let woken: Vec<_> = (0..count).filter(|_| random.one_in(one_in)).collect();
        crowd.wake_all(woken.iter().rev().copied());
        assert_eq!(crowd.poll(&mut group), woken);
    }
}

#[test]
fn law_8_only_the_woken_of_a_list_are_polled() {
    // Of more sizes are the rows below: these take the compiler long.
    assert_only_the_woken(4, |crowd| list!(crowd; 4));
    assert_only_the_woken(64, |crowd| list!(crowd; 64));
    assert_only_the_woken(130, |crowd| list!(crowd; 128 1 1));
}

#[test]
fn law_8_only_the_woken_of_a_row_are_polled() {
    for size in [4, 61, 62, 63, 64, 65, 125, 126, 127, 128, 130, 256, 1000] {
        assert_only_the_woken(size, row);
    }
}

#[test]
fn law_8_only_the_woken_of_rows_between_others_are_polled() {
    for size in [1, 2, 30, 59, 60, 61, 62, 63, 64, 130] {
        assert_only_the_woken(2 * size + 4, |crowd| {
            let each = || 0..(crowd.size - 4) / 2;
            Box::pin(run_group! {
                a: crowd.actor() => {},
                first: crowd.actor() for _ in each() => {},
                b: crowd.actor() => drop,
                c: crowd.actor() => async {},
                second: crowd.actor() for _ in each() => drop,
                d: crowd.actor() => {},
            })
        });
    }
}

#[test]
fn law_8_only_the_woken_beside_those_that_were_left_out_are_polled() {
    for size in [4, 20, 21, 30, 31, 62, 63, 64] {
        assert_only_the_woken(size + 2, |crowd| {
            Box::pin(run_group! {
                out: crowd.actor() if false => {},
                empty: crowd.actor() for () in [] => {},
                a: crowd.actor() => {},
                // Every third stays.
                row: crowd.actor() for item in 0..3 * (crowd.size - 2) if item % 3 == 1 => {},
                all_out: crowd.actor() for _ in 0..70 if false => {},
                b: crowd.actor() => {},
                last: crowd.actor() for () in [] => {},
            })
        });
    }
}

#[test]
fn law_8_only_the_woken_beside_those_that_are_configured_out_are_polled() {
    assert_only_the_woken(5, |crowd| {
        Box::pin(run_group! {
            #[cfg(any())] crowd.actor() => {},
            crowd.actor() => {},
            #[cfg(any())] crowd.actor() => {},
            #[cfg(any())] crowd.actor() for _ in 0..100 => {},
            crowd.actor() => {},
            #[cfg(all())] crowd.actor() => {},
            crowd.actor() => {},
            #[cfg(any())] crowd.actor() => {},
            crowd.actor() => {},
            #[cfg(any())] crowd.actor() => {},
        })
    });
}

#[test]
fn law_8_only_the_woken_of_a_group_in_a_group_are_polled() {
    for size in [4, 62, 63, 70] {
        assert_only_the_woken(size + 8, |crowd| {
            Box::pin(run_group! {
                a: crowd.actor() => {},
                b: crowd.actor() => {},
                inner: run_group! {
                    c: crowd.actor() => {},
                    innermost: run_group! { row: crowd.actor() for _ in 0..crowd.size - 8 => {} } => drop,
                    d: crowd.actor() => {},
                    e: crowd.actor() => {},
                    f: crowd.actor() => {},
                } => drop,
                g: crowd.actor() => {},
                h: crowd.actor() => {},
            })
        });
    }
}

#[test]
fn law_8_only_the_woken_of_groups_in_a_row_are_polled() {
    assert_only_the_woken(4 * 70, |crowd| {
        Box::pin(run_group! {
            inner: run_group! { actor: crowd.actor() for _ in 0..4 => {} } for _ in 0..70 => drop,
        })
    });
}

#[test]
fn of_three_actors_all_are_polled_whoever_was_woken() {
    let crowd = Crowd::of(3);
    let mut group = crowd.aged_row();
    crowd.wake(1);
    assert_eq!(crowd.poll(&mut group), [0, 1, 2]);
}

#[test]
fn law_8_only_the_woken_of_those_few_that_are_left_of_an_aged_group_are_polled() {
    let crowd = Crowd::of(5);
    let mut group = crowd.age(Box::pin(run_group! { #[may_finish] row: crowd.actor() for _ in 0..5 => {} }));
    for index in 0..4 {
        crowd.then(index, Act::End);
        crowd.wake(index);
        assert_eq!(crowd.poll(&mut group), [index]);
    }
    crowd.wake(4);
    assert_eq!(crowd.poll(&mut group), [4]);
}

// A wake before the poll, and in the middle of it.

/// Where three actors stand side by side in a row: among those that have a bit in the first word, in others, and where one
/// ends and the next one begins.
const PLACES: [usize; 7] = [1, 59, 60, 61, 62, 124, 197];

/// How long the row is.
const LONG: usize = 200;

#[test]
fn any_number_of_wakes_before_the_poll_wake_the_task_once() {
    for place in PLACES {
        let crowd = Crowd::of(LONG);
        let mut group = crowd.aged_row();
        for _ in 0..3 {
            for index in [place, place + 2, place, 0] {
                crowd.wake(index);
                let waker = crowd.waker(index);
                thread::spawn(move || waker.wake()).join().unwrap();
            }
            assert_eq!(crowd.task.take(), 1);
            assert_eq!(crowd.poll(&mut group), [0, place, place + 2]);
            assert_eq!(crowd.task.take(), 0);
        }
    }
}

/// Wakes some, one of whom wakes others in its poll. Those who are to be polled in this poll, and in the next one.
#[track_caller]
fn assert_woken_within(place: usize, woken: [usize; 2], whom: [usize; 2], next: &[usize]) {
    for elsewhere in [false, true] {
        let crowd = Crowd::of(LONG);
        let mut group = crowd.aged_row();
        crowd.wake_all(woken);
        assert_eq!(crowd.task.take(), 1);
        let whom = whom.to_vec();
        crowd.then(place, if elsewhere { Act::WakeElsewhere(whom) } else { Act::Wake(whom) });
        assert_eq!(crowd.poll(&mut group), woken);
        assert_eq!((crowd.within.get(), crowd.task.take()), (0, 1), "at the end, once");
        assert_eq!(crowd.poll(&mut group), next);
        assert_eq!((crowd.poll(&mut group), crowd.task.take()), (vec![], 0));
    }
}

#[test]
fn an_actor_that_is_woken_in_its_own_poll_is_polled_in_the_next_one() {
    for place in PLACES {
        assert_woken_within(place, [place, place + 1], [place, place], &[place]);
    }
}

#[test]
fn an_actor_that_is_woken_behind_its_poll_is_polled_in_the_next_one() {
    for place in PLACES {
        assert_woken_within(place + 1, [place, place + 1], [place, place], &[place]);
    }
}

#[test]
fn an_actor_that_is_first_woken_in_the_middle_of_a_poll_is_polled_in_the_next_one() {
    for place in PLACES {
        assert_woken_within(place, [place, place + 1], [place + 2, 0], &[0, place + 2]);
    }
}

#[test]
fn an_actor_that_is_woken_again_before_its_poll_is_polled_in_this_one_and_in_the_next() {
    for place in PLACES {
        assert_woken_within(place, [place, place + 1], [place + 1, place + 1], &[place + 1]);
    }
}

#[test]
fn a_wake_in_the_middle_of_a_group_in_a_group_wakes_the_task_at_the_end() {
    let crowd = Crowd::of(70);
    let mut group = crowd.age(Box::pin(run_group! {
        inner: run_group! { row: crowd.actor() for _ in 0..65 => {} } => drop,
        row: crowd.actor() for _ in 65..70 => {},
    }));
    for (from, to) in [(3, 3), (64, 64), (64, 0), (3, 66), (66, 64)] {
        crowd.wake(from);
        assert_eq!(crowd.task.take(), 1);
        crowd.then(from, Act::Wake(vec![to]));
        assert_eq!(crowd.poll(&mut group), [from]);
        assert_eq!((crowd.within.get(), crowd.task.take()), (0, 1));
        assert_eq!(crowd.poll(&mut group), [to]);
    }
}

// The newest waker of the task counts.

#[test]
fn wakers_of_before_the_group_has_moved_wake_the_task_that_it_has_moved_to() {
    for place in PLACES {
        let crowd = Crowd::of(LONG);
        let mut group = crowd.aged_row();
        let actor = crowd.waker(place);
        let (new, waker) = counting_waker();
        assert_eq!(crowd.poll_by(&mut group, &waker), []);
        actor.wake();
        assert_eq!((crowd.task.take(), new.take()), (0, 1));
        assert_eq!(crowd.poll_by(&mut group, &waker), [place]);
    }
}

#[test]
fn an_actor_has_one_waker_for_as_long_as_it_lives_whichever_the_task() {
    let crowd = Crowd::of(LONG);
    let mut group = crowd.aged_row();
    for index in 0..LONG {
        let actor = crowd.waker(index);
        crowd.wake(index);
        crowd.poll_by(&mut group, &counting_waker().1);
        assert!(actor.will_wake(&crowd.waker(index)));
    }
}

#[test]
fn no_two_actors_have_the_same_waker() {
    let crowd = Crowd::of(LONG);
    let _group = crowd.aged_row();
    for index in 1..LONG {
        assert!(!crowd.waker(index - 1).will_wake(&crowd.waker(index)));
    }
}

#[test]
fn a_waker_of_the_task_that_is_another_one_in_every_poll_is_woken_each_in_its_turn() {
    let crowd = Crowd::of(LONG);
    let mut group = crowd.aged_row();
    for place in PLACES.repeat(3) {
        let (task, waker) = counting_waker();
        assert_eq!(crowd.poll_by(&mut group, &waker), []);
        crowd.wake(place);
        assert_eq!((crowd.task.take(), task.take()), (0, 1));
        // Woken in the middle of a poll by another one.
        let (task, waker) = counting_waker();
        crowd.then(place, Act::Wake(vec![place]));
        assert_eq!(crowd.poll_by(&mut group, &waker), [place]);
        assert_eq!(task.take(), 1);
        assert_eq!(crowd.poll_by(&mut group, &counting_waker().1), [place]);
    }
}

#[test]
fn a_group_that_has_moved_keeps_no_waker_of_its_old_task() {
    let crowd = Crowd::of(LONG);
    let mut group = crowd.aged_row();
    assert!(Arc::strong_count(&crowd.task) > 1);
    assert_eq!(crowd.poll_by(&mut group, Waker::noop()), []);
    assert_eq!(Arc::strong_count(&crowd.task), 1);
}

// A waker that outlives what it wakes.

/// Leaks a waker, and not out of sight of who looks for what was leaked.
fn keep_for_ever(waker: Waker) {
    static LEAKED: Mutex<Vec<Waker>> = Mutex::new(Vec::new());
    LEAKED.lock().unwrap().push(waker);
}

#[test]
fn an_actors_waker_that_is_leaked_keeps_neither_the_tasks_waker_nor_an_actor() {
    for woken in [false, true] {
        let crowd = Crowd::of(LONG);
        let held = Rc::new(());
        let actor = || {
            let (held, mut actor) = (held.clone(), crowd.actor());
            poll_fn(move |cx| {
                let _ = &held;
                Pin::new(&mut actor).poll(cx)
            })
        };
        let mut group = crowd.age(Box::pin(run_group! { row: actor() for _ in 0..LONG => {} }));
        assert_eq!(crowd.poll(&mut group), []);
        for place in PLACES {
            keep_for_ever(crowd.waker(place));
            if woken {
                crowd.wake(place);
            }
        }
        assert_eq!(Rc::strong_count(&held), 1 + LONG);
        drop(group);
        assert_eq!((Arc::strong_count(&crowd.task), Rc::strong_count(&held)), (1, 1));
    }
}

#[test]
fn a_group_that_has_ended_keeps_no_waker_of_its_task() {
    let crowd = Crowd::of(LONG);
    let mut group = crowd.age(Box::pin(run_group! { row: crowd.actor() for _ in 0..LONG => drop }));
    keep_for_ever(crowd.waker(70));
    crowd.then(70, Act::End);
    crowd.wake(70);
    ready(poll_once(group.as_mut(), &crowd.task.clone().into())).unwrap();
    assert_eq!(Arc::strong_count(&crowd.task), 1);
}

#[test]
fn a_waker_that_fires_after_the_drop_of_an_aged_group_wakes_nobody() {
    let crowd = Crowd::of(LONG);
    let group = crowd.aged_row();
    drop(group);
    crowd.wake_all(PLACES);
    assert_eq!((crowd.task.take(), crowd.take()), (0, vec![]));
}

#[test]
fn a_waker_that_fires_after_the_end_of_an_aged_group_wakes_nobody() {
    let crowd = Crowd::of(LONG);
    let mut group = crowd.age(Box::pin(run_group! { row: crowd.actor() for _ in 0..LONG => drop }));
    crowd.then(70, Act::End);
    crowd.wake(70);
    ready(poll_once(group.as_mut(), &crowd.task.clone().into())).unwrap();
    crowd.task.take();
    crowd.take();
    crowd.wake_all(PLACES);
    assert_eq!((crowd.task.take(), crowd.take()), (0, vec![]));
    drop(group);
    crowd.wake_all(PLACES);
    assert_eq!(crowd.task.take(), 0);
}

#[test]
fn wakers_that_fire_in_the_drop_of_an_aged_group_poll_nobody_and_keep_nothing() {
    /// Wakes all when it is dropped.
    struct WakesOnDrop<'a>(&'a Crowd);

    impl Drop for WakesOnDrop<'_> {
        fn drop(&mut self) {
            self.0.wake_all(0..self.0.size);
        }
    }

    for size in [5, 70] {
        let crowd = Crowd::of(size);
        let actor = || {
            let (wakes, mut actor) = (WakesOnDrop(&crowd), crowd.actor());
            poll_fn(move |cx| {
                let _wakes = &wakes;
                Pin::new(&mut actor).poll(cx)
            })
        };
        let group = crowd.age(Box::pin(run_group! { row: actor() for _ in 0..size => {} }));
        drop(group);
        assert_eq!(crowd.gone.borrow().len(), size);
        assert_eq!(crowd.take(), []);
        assert!(crowd.task.take() <= 1, "the task may be woken, which has dropped it");
        assert_eq!(Arc::strong_count(&crowd.task), 1);
    }
}

#[test]
fn a_wake_of_an_actor_that_has_ended_polls_nobody() {
    for place in PLACES {
        let crowd = Crowd::of(LONG);
        let actor = || crowd.actor();
        let mut group = crowd.age(Box::pin(run_group! { #[may_finish] row: actor() for _ in 0..LONG => {} }));
        crowd.then(place, Act::End);
        crowd.wake(place);
        assert_eq!(crowd.poll(&mut group), [place]);
        for _ in 0..3 {
            crowd.wake(place);
            assert_eq!(crowd.poll(&mut group), []);
            crowd.wake_all([place, place + 1]);
            assert_eq!(crowd.poll(&mut group), [place + 1]);
        }
    }
}

// Panics.

/// A group of a row in its drain, which has told everybody and has aged since: behind the first exit it was young again.
fn draining(crowd: &Crowd, build: Build) -> Built<'_> {
    let mut group = crowd.age(build(crowd));
    crowd.then(0, Act::End);
    crowd.wake(0);
    crowd.poll(&mut group);
    crowd.age_on(&mut group);
    group
}

#[test]
fn behind_an_actor_that_panics_those_who_were_woken_are_polled_once_and_all_behind_the_cause() {
    for place in PLACES {
        let crowd = Crowd::of(LONG);
        let mut group = crowd.aged_row();
        crowd.then(place + 1, Act::Panic("boom"));
        crowd.wake_all([0, place, place + 1, place + 2]);
        let polled = crowd.poll(&mut group);
        assert_eq!(polled[..4], [0, place, place + 1, place + 2]);
        assert!(polled[4..].iter().copied().eq((0..LONG).filter(|&index| index != place + 1)));
    }
}

/// In the drain, one wakes itself, the next one fails as it may, and one more has been woken: that one is polled in the
/// same pass, the first in the next one, and nobody else.
#[track_caller]
fn assert_none_is_lost(build: Build, fails: impl Fn(&Crowd, usize), also_polled: &[usize]) {
    for place in PLACES {
        let crowd = Crowd::of(LONG);
        let mut group = draining(&crowd, build);
        crowd.then(place, Act::Wake(vec![place]));
        fails(&crowd, place + 1);
        crowd.wake_all([place, place + 1, place + 2]);
        assert_eq!(crowd.task.take(), 1);
        let mut polled = crowd.poll(&mut group);
        polled.retain(|&index| index < LATER);
        assert_eq!(polled, [place, place + 1, place + 2]);
        assert_eq!(crowd.task.take(), 1);
        assert!(crowd.gone.borrow().contains(&(place + 1)));
        let mut polled = crowd.poll(&mut group);
        polled.retain(|&index| index < LATER || also_polled.contains(&(index - place)));
        assert_eq!(polled[0], place);
        assert_eq!(polled.len(), 1 + also_polled.len());
        assert_eq!((crowd.poll(&mut group), crowd.task.take()), (vec![], 0));
    }
}

#[test]
fn a_wake_of_who_has_been_polled_already_is_not_lost_behind_an_actor_that_panics() {
    assert_none_is_lost(row, |crowd, index| crowd.then(index, Act::Panic("boom")), &[]);
}

#[test]
fn a_wake_of_who_has_been_polled_already_is_not_lost_behind_a_drop_that_panics() {
    let fails = |crowd: &Crowd, index| {
        crowd.fragile.borrow_mut().insert(index);
        crowd.then(index, Act::End);
    };
    assert_none_is_lost(row, fails, &[]);
}

#[test]
fn a_wake_of_who_has_been_polled_already_is_not_lost_behind_an_async_interrupt_that_panics() {
    // It is polled by its actor's waker, so beside it.
    let fails = |crowd: &Crowd, index| crowd.then(LATER + index, Act::Panic("boom"));
    assert_none_is_lost(row_with_later, fails, &[LATER]);
}

#[test]
fn the_async_interrupt_of_an_actor_that_panics_is_polled_in_the_same_pass() {
    for place in PLACES {
        let crowd = Crowd::of(LONG);
        let mut group = draining(&crowd, row_with_later);
        crowd.then(place, Act::Panic("boom"));
        crowd.wake_all([place, place + 1]);
        assert_eq!(crowd.poll(&mut group), [place, LATER + place, place + 1, LATER + place + 1]);
        crowd.wake(LATER + place);
        assert_eq!(crowd.poll(&mut group), [LATER + place]);
    }
}

#[test]
fn all_who_were_woken_may_panic_in_one_pass() {
    let crowd = Crowd::of(LONG);
    let mut group = draining(&crowd, row);
    let woken: Vec<_> = (50..140).step_by(3).collect();
    for &index in &woken {
        crowd.then(index, Act::Panic("boom"));
    }
    crowd.wake_all(woken.iter().copied().chain([141]));
    assert_eq!(crowd.poll(&mut group), woken.iter().copied().chain([141]).collect::<Vec<_>>());
    crowd.wake_all(woken.iter().copied().chain([142]));
    assert_eq!(crowd.poll(&mut group), [142]);
}

/// Polls once, with a budget that nothing has been taken of, inside a task of tokio's.
async fn once(group: &mut Built<'_>) {
    yield_now().await;
    let poll = poll_fn(|cx| Poll::Ready(group.as_mut().poll(cx))).await;
    assert!(poll.is_pending());
}

#[tokio::test]
async fn a_pass_that_began_elsewhere_polls_those_who_were_woken_and_loses_none_behind_a_panic() {
    const WOKEN: [usize; 3] = [5, 61, 63];

    let mut orders = BTreeSet::new();
    for before in 1..70 {
        let (crowd, polls) = (Crowd::of(70), Cell::new(0));
        // Each poll spends the budget, so the next one begins with another actor.
        let mut group: Built<'_> = Box::pin(run_group! {
            job: crowd.actor() => {},
            row: crowd.actor() for _ in 1..70 => {},
            burner: burn(&polls) => {},
        });
        for _ in 0..=YOUNG {
            once(&mut group).await;
        }
        crowd.then(0, Act::End);
        crowd.wake(0);
        // It is young again behind the first exit.
        for _ in 0..=YOUNG + 1 + before {
            once(&mut group).await;
        }
        crowd.wake(before);
        once(&mut group).await;
        crowd.take();
        // The one who is polled first wakes itself, and the one behind it panics.
        crowd.first.borrow_mut().extend([Act::WakeItself, Act::Panic("boom")]);
        crowd.wake_all(WOKEN);
        once(&mut group).await;
        let order = crowd.take();
        assert!((0..3).any(|first| order == [0, 1, 2].map(|next| WOKEN[(first + next) % 3])), "{order:?}");
        assert!(crowd.gone.borrow().contains(&order[1]));
        once(&mut group).await;
        assert_eq!(crowd.take(), [order[0]]);
        orders.insert(order);
    }
    assert_eq!(orders.len(), 3, "it has begun with each of them");
}

#[test]
fn behind_a_row_without_items_an_actor_is_polled_once_in_a_pass_that_panics() {
    let crowd = Crowd::of(0);
    let mut group: Built<'_> = Box::pin(run_group! {
        a: crowd.actor() => {},
        b: crowd.actor() => {},
        empty: crowd.actor() for () in [] => {},
        c: crowd.actor() => {},
    });
    crowd.then(1, Act::Panic("boom"));
    assert_eq!(crowd.poll(&mut group), [0, 1, 2, 0, 2]);
}

#[tokio::test]
async fn behind_a_row_without_items_an_actor_is_polled_once_in_a_pass_that_began_elsewhere() {
    let (crowd, polls) = (Crowd::of(0), Cell::new(0));
    let mut group: Built<'_> = Box::pin(run_group! {
        burner: burn(&polls) => drop,
        empty: crowd.actor() for () in [] => {},
        a: crowd.actor() => {},
    });
    for _ in 0..6 {
        once(&mut group).await;
        assert_eq!(crowd.take(), [0]);
    }
}

// The drain.

#[test]
fn in_the_drain_all_are_told_once_in_order_and_polled_until_it_has_aged_and_then_only_the_woken() {
    for place in PLACES {
        let crowd = &Crowd::of(LONG);
        let mut group = crowd.age(Box::pin(run_group! {
            row: crowd.member(index) for index in 0..LONG => move || crowd.say(CALLED + index),
        }));
        crowd.then(place, Act::End);
        crowd.wake(place);
        let polled = crowd.poll(&mut group);
        let live = (0..LONG).filter(|&index| index != place);
        assert!(polled.into_iter().eq([place].into_iter().chain(CALLED..CALLED + LONG).chain(live.clone())));
        for _ in 0..=YOUNG {
            assert!(crowd.poll(&mut group).into_iter().eq(live.clone()));
        }
        assert_eq!(crowd.poll(&mut group), []);
        crowd.wake(place + 2);
        assert_eq!(crowd.poll(&mut group), [place + 2]);
        crowd.wake_all([place, place + 1]);
        assert_eq!(crowd.poll(&mut group), [place + 1]);
    }
}

#[test]
fn in_the_drain_all_are_polled_once_behind_each_stage() {
    let crowd = Crowd::of(5);
    let mut group = crowd.age(Box::pin(run_group! {
        #[outlives(b)] a: crowd.actor() => { crowd.say(CALLED) },
        #[outlives(c)] b: crowd.actor() => { crowd.say(CALLED + 1) },
        c: crowd.actor() => { crowd.say(CALLED + 2) },
        d: crowd.actor() => { crowd.say(CALLED + 3) },
        e: crowd.actor() => { crowd.say(CALLED + 4) },
    }));
    for index in [4, 3, 2, 1] {
        crowd.then(index, Act::End);
    }
    crowd.wake(4);
    // Only `e` is woken. The others end as they are polled behind the cause.
    assert_eq!(
        crowd.poll(&mut group),
        [4, CALLED + 2, CALLED + 3, CALLED + 4, 0, 1, 2, 3, CALLED + 1, CALLED, 0],
        "`b`, which has ended by itself, is told in its turn, and `a` behind it"
    );
}

#[test]
fn behind_the_first_exit_an_actor_wakes_the_task_and_one_kept_from_before_wakes_nobody() {
    let crowd = Crowd::of(LONG);
    let mut group = crowd.aged_row();
    let before = crowd.waker(70);
    crowd.then(0, Act::End);
    crowd.wake(0);
    crowd.poll(&mut group);
    crowd.task.take();
    before.wake();
    assert_eq!(crowd.task.take(), 0);
    crowd.wake(70);
    assert_eq!(crowd.task.take(), 1);
}

#[test]
fn a_wake_behind_the_first_exit_in_the_poll_in_which_it_ages_again_is_not_lost() {
    for place in PLACES {
        let crowd = Crowd::of(LONG);
        let mut group = crowd.aged_row();
        crowd.then(0, Act::End);
        crowd.wake(0);
        for _ in 0..=YOUNG {
            crowd.poll(&mut group);
        }
        // All are polled once more. One wakes itself, one before it, and one behind it.
        crowd.then(place + 1, Act::Wake(vec![place, place + 1, place + 2]));
        crowd.task.take();
        assert_eq!(crowd.poll(&mut group).len(), LONG - 1);
        assert!(crowd.within.take() + crowd.task.take() > 0);
        let polled = crowd.poll(&mut group);
        assert_eq!(polled, [place, place + 1]);
    }
}

#[test]
fn an_async_interrupt_is_woken_by_its_actors_waker() {
    for place in PLACES {
        let crowd = Crowd::of(LONG);
        let mut group = draining(&crowd, row_with_later);
        assert!(crowd.waker(place).will_wake(&crowd.waker(LATER + place)));
        crowd.wake(LATER + place);
        assert_eq!(crowd.poll(&mut group), [place, LATER + place]);
        crowd.then(place, Act::End);
        crowd.wake(place);
        assert_eq!(crowd.poll(&mut group), [place, LATER + place]);
        crowd.wake(LATER + place);
        assert_eq!(crowd.poll(&mut group), [LATER + place]);
    }
}

#[test]
fn a_gate_is_woken_by_its_actors_waker() {
    for size in [4, 70] {
        let crowd = Crowd::of(size);
        let mut group = crowd.age(Box::pin(run_group! {
            #[when(crowd.member(LATER + index))]
            row: crowd.member(index) for index in 0..size => {},
        }));
        for index in 0..size {
            crowd.wake(LATER + index);
            assert_eq!(crowd.poll(&mut group), [LATER + index]);
            crowd.then(LATER + index, Act::End);
            crowd.wake(LATER + index);
            assert_eq!(crowd.poll(&mut group), [LATER + index, index]);
        }
    }
}

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn when_the_grace_of_one_actor_is_over_no_other_is_polled() {
    let crowd = Crowd::of(70);
    let mut group = crowd.age(Box::pin(run_group! {
        #[grace(if index == 65 { SECOND } else { 60 * SECOND })]
        row: crowd.member(index) for index in 0..70 => {},
        job: crowd.member(70) => {},
    }));
    crowd.then(70, Act::End);
    crowd.wake(70);
    crowd.poll(&mut group);
    crowd.age_on(&mut group);
    tokio::time::advance(2 * SECOND).await;
    assert_eq!(crowd.task.take(), 1);
    assert_eq!(crowd.poll(&mut group), []);
    assert_eq!(*crowd.gone.borrow(), BTreeSet::from([65, 70]));
}

/// A group of five that has aged, drains, and has aged again. Its deadline is the end of the member 500.
fn draining_until_500(crowd: &Crowd) -> Pin<Box<impl Future<Output = Result<(), Error>>>> {
    let group = run_group! { row: crowd.member(index) for index in 0..5 => {} };
    let mut group = crowd.age(Box::pin(group.deadline(|| crowd.member(500))));
    crowd.then(0, Act::End);
    crowd.wake(0);
    crowd.poll(&mut group);
    crowd.age_on(&mut group);
    group
}

#[test]
fn a_deadline_is_woken_by_the_tasks_waker_and_polls_no_actor() {
    let crowd = Crowd::of(5);
    let mut group = draining_until_500(&crowd);
    assert!(crowd.waker(500).will_wake(&crowd.task.clone().into()));
    let mut polled = crowd.poll(&mut group);
    polled.dedup();
    assert_eq!(polled, [500]);
    crowd.then(500, Act::End);
    crowd.wake(500);
    assert_eq!(crowd.task.take(), 1);
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(error.stuck(), ["row[1]", "row[2]", "row[3]", "row[4]"]);
    assert_eq!(crowd.take(), [500]);
}

#[test]
fn a_deadline_is_woken_by_the_task_that_the_group_has_moved_to() {
    let crowd = Crowd::of(5);
    let mut group = draining_until_500(&crowd);
    let (new, waker) = counting_waker();
    crowd.poll_by(&mut group, &waker);
    crowd.task.take();
    crowd.wake(500);
    assert_eq!((crowd.task.take(), new.take()), (0, 1));
}

/// An actor that hears a signal when the crowd's last has ended.
async fn hears(crowd: &Crowd) -> Signal {
    let _: Result<(), _> = crowd.member(crowd.size).await;
    Signal::Terminate
}

#[tokio::test(start_paused = true)]
async fn a_lame_duck_polls_only_the_woken_until_its_time_wakes_the_task() {
    let crowd = &Crowd::of(5);
    let group = run_group! {
        row: crowd.member(index) for index in 0..5 => move || crowd.say(CALLED + index),
        signals: hears(crowd) => drop,
    };
    let mut group = crowd.age(Box::pin(group.lame_duck(5 * SECOND)));
    crowd.then(5, Act::End);
    crowd.wake(5);
    assert_eq!(crowd.poll(&mut group), [5]);
    crowd.task.take();
    crowd.wake(2);
    assert_eq!(crowd.poll(&mut group), [2]);
    crowd.task.take();
    tokio::time::advance(5 * SECOND).await;
    assert_eq!(crowd.task.take(), 1);
    let called = CALLED..CALLED + 5;
    assert!(crowd.poll(&mut group).into_iter().eq(called.chain(0..5)));
}

// The budget.

/// Always wants to be polled again, and never ends.
fn busy(polls: &Cell<u32>) -> impl Future<Output = ()> + '_ {
    poll_fn(|cx| {
        polls.set(polls.get() + 1);
        cx.waker().wake_by_ref();
        Poll::Pending
    })
}

#[test]
fn law_9_fair_the_poll_counts_of_actors_that_are_always_woken_differ_by_one_at_most() {
    for size in [4, 64, 100] {
        let polls = vec![Cell::new(0); size];
        let mut group = pin!(run_group! { row: busy(polls) for polls in &polls => drop });
        for round in 1..=100 {
            assert!(poll(group.as_mut()).is_pending());
            assert!(polls.iter().all(|polls| polls.get() == round), "{polls:?}");
        }
    }
}

#[tokio::test]
async fn law_9_fair_the_poll_counts_differ_by_one_at_most_beside_one_that_takes_all_of_the_budget() {
    for size in [4, 64, 100] {
        let (polls, burned) = (vec![Cell::new(0); size], Cell::new(0));
        let mut group: Built<'_> = Box::pin(run_group! {
            row: busy(polls) for polls in &polls[..size / 2] => drop,
            burner: burn(&burned) => drop,
            rest: busy(polls) for polls in &polls[size / 2..] => drop,
        });
        for round in 1..=300 {
            once(&mut group).await;
            assert!(polls.iter().all(|polls| polls.get() == round), "{polls:?}");
        }
    }
}

#[tokio::test]
async fn law_9_fair_of_many_woken_that_take_all_of_the_budget_each_has_its_turn() {
    for size in [4, 64, 100] {
        let polls = vec![Cell::new(0); size];
        run_group! {
            row: burn(polls) for polls in &polls[1..] => drop,
            job: sip(1000) => drop,
            last: burn(&polls[0]) => drop,
        }
        .await
        .expect("the job ends first");
        assert!(polls.iter().all(|polls| polls.get() > 700), "{polls:?}");
    }
}

#[tokio::test]
async fn law_9_fair_beside_two_that_take_all_of_the_budget_each_of_the_others_has_some() {
    for size in [4, 64, 100] {
        let polls = [const { Cell::new(0) }; 2];
        let done = Cell::new(0);
        let job = async || {
            sip(200).await?;
            done.set(done.get() + 1);
            Ok::<_, run_group::AnyError>(())
        };
        run_group! {
            first: burn(&polls[0]) => drop,
            second: burn(&polls[1]) => drop,
            #[may_finish]
            row: job() for _ in 2..size => drop,
            enough: async {
                while done.get() + 2 < size {
                    yield_now().await;
                }
                Ok(())
            } => drop,
        }
        .await
        .expect("all of the row end first");
    }
}

#[tokio::test]
async fn law_9_fair_a_deadline_gets_through_to_an_aged_group_whose_actors_take_all_of_the_budget() {
    for size in [4, 64, 100] {
        let polls = vec![Cell::new(0); size];
        let error = run_group! {
            row: burn(polls) for polls in &polls => {},
            job: async { sip(1000).await } => drop,
        }
        .deadline(async || {
            for _ in 0..20 {
                consume_budget().await;
                yield_now().await;
            }
        })
        .await
        .unwrap_err();
        assert_eq!((error.stuck().len(), error.others().len()), (size, 0));
    }
}

// Signals.

#[cfg(unix)]
mod signals {
    use std::{
        cell::Cell,
        future::{Future, pending, poll_fn},
        process::{self, Command},
    };

    use run_group::{Signal, run_group, signal};

    use super::Crowd;
    use crate::{
        fairness::{burn, sip},
        support::drive_beside_threads,
    };

    /// Sends a signal to this process.
    fn send(signal: &str) {
        let sent = Command::new("kill").args([signal, &process::id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    #[test]
    fn a_second_signal_makes_an_aged_group_that_drains_give_up() {
        let crowd = Crowd::of(5);
        let mut group = crowd.age(Box::pin(run_group! {
            row: crowd.member(index) for index in 0..5 => {},
            signals: signal::any([Signal::User1, Signal::User2]) => drop,
        }));
        let stages = Cell::new(0);
        let error = drive_beside_threads(poll_fn(|cx| {
            let poll = group.as_mut().poll(cx);
            match (stages.get(), crowd.take().len()) {
                (0, _) => send("-USR1"),
                // All are told.
                (1, 5) => send("-USR2"),
                _ => return poll,
            }
            stages.set(stages.get() + 1);
            poll
        }))
        .unwrap_err();
        assert_eq!((error.stuck().len(), stages.get()), (5, 2));
    }

    #[tokio::test]
    async fn law_9_fair_a_signal_gets_through_to_an_aged_group_whose_actors_take_all_of_the_budget() {
        let polls = vec![Cell::new(0); 64];
        let cause = Cell::new(None);
        run_group! {
            row: burn(polls) for polls in &polls => drop,
            killer: async {
                // Until the group has aged.
                sip(300).await?;
                send("-HUP");
                pending().await
            } => drop,
            signals: signal::any([Signal::Hangup]) => drop,
        }
        .on_cause(|of| cause.set(of.signal()))
        .await
        .unwrap();
        assert_eq!(cause.get(), Some(Signal::Hangup));
    }
}

// Allocations.

/// An actor that keeps its waker, and allocates nothing for that.
fn keeps(kept: &Cell<Option<Waker>>) -> impl Future<Output = ()> + '_ {
    poll_fn(|cx| {
        kept.set(Some(cx.waker().clone()));
        Poll::Pending
    })
}

#[test]
fn a_group_allocates_three_or_four_times_when_it_has_aged_and_never_again() {
    for (size, expected) in [(4, 3), (8, 3), (62, 3), (63, 4), (64, 4), (256, 4)] {
        let kept: Vec<_> = (0..size).map(|_| Cell::new(None)).collect();
        let mut group = pin!(run_group! { row: keeps(kept) for kept in &kept => {} });
        let mut polls = |count| {
            measure(|| {
                for _ in 0..count {
                    assert!(poll(group.as_mut()).is_pending());
                    for kept in &kept {
                        let waker = kept.take().unwrap();
                        waker.wake_by_ref();
                        kept.set(Some(waker.clone()));
                        waker.wake();
                    }
                }
            })
            .count_total
        };
        assert_eq!([polls(YOUNG), polls(1), polls(200)], [0, expected, 0], "of {size}");
    }
}

#[test]
fn a_group_of_three_actors_never_allocates() {
    let kept = [const { Cell::new(None) }; 3];
    let mut group = pin!(run_group! {
        a: keeps(&kept[0]) => {},
        b: keeps(&kept[1]) => {},
        c: keeps(&kept[2]) => {},
    });
    let polls = measure(|| (0..100).for_each(|_| assert!(poll(group.as_mut()).is_pending())));
    assert_eq!(polls.count_total, 0);
}

#[test]
fn an_aged_group_gives_back_all_that_it_has_allocated() {
    for ends in [false, true] {
        for size in [8, 64, 256] {
            let kept = [const { Cell::new(None) }; 2];
            let life = || {
                let done = &Cell::new(false);
                let job = || {
                    let mut keeps = Box::pin(keeps(&kept[1]));
                    poll_fn(move |cx| if done.get() { Poll::Ready(()) } else { poll_once(keeps.as_mut(), cx.waker()) })
                };
                let mut group =
                    Box::pin(run_group! { row: keeps(&kept[0]) for _ in 0..size => drop, job: job() => drop });
                for _ in 0..20 {
                    assert!(poll(group.as_mut()).is_pending());
                }
                if ends {
                    done.set(true);
                    kept[1].take().unwrap().wake();
                    ready(poll(group.as_mut())).unwrap();
                } else {
                    drop(group);
                }
                // The last of all.
                for kept in &kept {
                    kept.take();
                }
            };
            // The names of a row's members are made once, where anybody asks for them.
            life();
            let left = measure(life);
            assert!(left.count_total > 0);
            assert_eq!((left.count_current, left.bytes_current), (0, 0), "of {size}");
        }
    }
}

// What is told of it.

/// A group in which about everything happens that can, as its report and its events say it, where it is polled so often
/// before.
async fn told(polls: usize) -> (String, Vec<String>) {
    let (go, told, log) = (Stop::new(), Stop::new(), RefCell::new(Vec::new()));
    let waits = |name, act: Act| {
        let (mut go, mut act, log) = (Box::pin(go.stopped()), Some(act), &log);
        poll_fn(move |cx| {
            std::task::ready!(poll_once(go.as_mut(), cx.waker()));
            let Some(act) = act.take() else { return Poll::Pending };
            log.borrow_mut().push(format!("{name} goes"));
            match act {
                Act::End => Poll::Ready(Ok(())),
                Act::Panic(message) => resume_unwind(Box::new(message)),
                Act::Wake(_) => Poll::Ready(Err("failed")),
                _ => Poll::Pending,
            }
        })
    };
    let group = run_group! {
        #[may_finish] finishes: waits("finishes", Act::End) => {},
        stuck: waits("stuck", Act::Wait) => {},
        fails: waits("fails", Act::Wake(vec![])) => {},
        dropped: waits("dropped", Act::Wait) => drop,
        panics: waits("panics", Act::Panic("boom")) => {},
        #[outlives(dropped)]
        stops: |stop| async { stop.stopped().await; Ok(()) } => async { told.stopped().await },
        #[when(pending::<()>())]
        never: waits("never", Act::End) => drop,
        row: waits("row", Act::Wait) for _ in 0..3 => drop,
    };
    let mut report = pin!(group.on_cause(|_| told.stop()).grace(10 * SECOND).report());
    for _ in 0..polls {
        assert!(poll(report.as_mut()).is_pending());
    }
    tokio::time::advance(SECOND).await;
    go.stop();
    let report = report.await;
    let text = report.to_string();
    (format!("{text}\n{:?}", report.into_result().unwrap_err()), log.take())
}

#[tokio::test(start_paused = true)]
async fn a_report_tells_of_an_aged_group_what_it_tells_of_a_young_one() {
    let young = told(1).await;
    assert!(young.0.contains("stuck") && young.0.contains("boom"), "{young:?}");
    assert_eq!(told(YOUNG + 2).await, young);
}

// Groups whose actors wake each other as a die gave it, compared with what they should do.

/// What one does in one poll.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Do {
    Wait,
    Wake(usize),
    WakeElsewhere(usize),
    End,
    Fail,
    Panic,
}

/// What one of so many does in which of its polls, before it is told and behind that.
fn what(seed: u64, size: usize, index: usize, polls: u32, told: bool) -> [Do; 2] {
    let mut random = Random(seed ^ (index as u64) << 32 ^ u64::from(polls) << 1 ^ u64::from(told));
    // So that what differs in one bit is far apart.
    for _ in 0..5 {
        random.below(1);
    }
    let size = u32::try_from(size).unwrap();
    let mut one = || {
        let whom = random.below(size) as usize;
        match random.below(if told { 30 } else { 40 * size }) {
            0 => Do::Panic,
            1 => Do::Fail,
            2 | 3 => Do::End,
            4..8 if told => Do::End,
            _ => match random.below(12) {
                0..3 => Do::Wake(whom),
                3 => Do::Wake(index),
                4 if index % 8 == 0 => Do::WakeElsewhere(whom),
                _ => Do::Wait,
            },
        }
    };
    [one(), one()]
}

/// Whether one is dropped by its interrupt; otherwise it is told.
fn is_dropped(size: usize, index: usize) -> bool {
    (1..1 + (size - 2) / 3).contains(&index)
}

/// What is known of each in the model.
#[derive(Clone, Default)]
struct Known {
    polls: u32,
    told: bool,
    gone: bool,
    woken: bool,
}

/// A group as plainly as can be: everybody has a flag.
struct Model {
    seed: u64,
    actors: Vec<Known>,
    failures: Vec<String>,
    has_cause: bool,
    polled: Vec<usize>,
    /// How often it has been polled since it was young.
    age: usize,
    /// Whether it has aged with more than a few.
    asks: bool,
    /// Whether its last pass was of all.
    all: bool,
}

impl Model {
    fn new(seed: u64, size: usize) -> Self {
        let actors = vec![Known::default(); size];
        Model {
            seed,
            actors,
            failures: Vec::new(),
            has_cause: false,
            polled: Vec::new(),
            age: YOUNG,
            asks: true,
            all: true,
        }
    }

    /// Polls those who are woken now, or all. Whether one has ended.
    fn pass(&mut self, all: bool) -> bool {
        self.all = all;
        let woken: Vec<_> = self.actors.iter_mut().map(|actor| mem::take(&mut actor.woken) || all).collect();
        let mut any = false;
        for (index, woken) in woken.into_iter().enumerate() {
            if woken && !self.actors[index].gone {
                any |= self.poll_one(index);
            }
        }
        any
    }

    fn poll_one(&mut self, index: usize) -> bool {
        self.polled.push(index);
        let size = self.actors.len();
        let actor = &mut self.actors[index];
        actor.polls += 1;
        // Whoever is woken before its turn in a pass of all has been heard.
        actor.woken &= !self.all;
        for act in what(self.seed, size, index, actor.polls, actor.told) {
            match act {
                Do::Wait => continue,
                Do::Wake(whom) | Do::WakeElsewhere(whom) => {
                    self.wake(whom);
                    continue;
                }
                Do::End => {}
                Do::Fail => self.failures.push(format!("{index} failed")),
                Do::Panic => self.failures.push(format!("{index} panicked")),
            }
            let actor = &mut self.actors[index];
            (actor.gone, actor.woken) = (true, false);
            return true;
        }
        false
    }

    /// Nobody wakes who is gone.
    fn wake(&mut self, index: usize) {
        let actor = &mut self.actors[index];
        actor.woken = !actor.gone;
    }

    /// One poll of the group. Whether it has ended.
    fn poll(&mut self) -> bool {
        let all = !self.asks;
        if self.age < YOUNG {
            self.age += 1;
        } else {
            self.asks |= self.actors.iter().filter(|actor| !actor.gone).count() > 3;
        }
        if self.pass(all) && !mem::replace(&mut self.has_cause, true) {
            let size = self.actors.len();
            for (index, actor) in self.actors.iter_mut().enumerate() {
                actor.told = true;
                actor.gone |= is_dropped(size, index);
            }
            if mem::take(&mut self.asks) {
                self.age = 0;
            }
            if !self.is_over() {
                self.pass(true);
            }
        }
        self.is_over()
    }

    fn is_over(&self) -> bool {
        self.actors.iter().all(|actor| actor.gone)
    }
}

/// What the real actors share.
struct Stage {
    seed: u64,
    size: usize,
    /// As long as the group ages, they do nothing.
    asleep: Cell<bool>,
    told: Vec<Cell<bool>>,
    /// Of those who are not gone.
    wakers: RefCell<Vec<Option<Waker>>>,
    polled: RefCell<Vec<usize>>,
}

/// Takes an actor's waker when it is dropped.
struct Gone<'a>(&'a Stage, usize);

impl Drop for Gone<'_> {
    fn drop(&mut self) {
        self.0.wakers.borrow_mut()[self.1] = None;
    }
}

impl Stage {
    fn actor(&self, index: usize) -> impl Future<Output = Result<(), String>> + '_ {
        let (mut polls, gone) = (0, Gone(self, index));
        poll_fn(move |cx| {
            gone.0.wakers.borrow_mut()[index] = Some(cx.waker().clone());
            if self.asleep.get() {
                return Poll::Pending;
            }
            polls += 1;
            self.polled.borrow_mut().push(index);
            for act in what(self.seed, self.size, index, polls, self.told[index].get()) {
                match act {
                    Do::Wait => {}
                    Do::Wake(whom) => self.wake(whom),
                    Do::WakeElsewhere(whom) => {
                        let waker = self.wakers.borrow()[whom].clone();
                        thread::spawn(move || waker.map(Waker::wake)).join().unwrap();
                    }
                    Do::End => return Poll::Ready(Ok(())),
                    Do::Fail => return Poll::Ready(Err(format!("{index} failed"))),
                    Do::Panic => resume_unwind(Box::new(format!("{index} panicked"))),
                }
            }
            Poll::Pending
        })
    }

    fn wake(&self, index: usize) {
        let waker = self.wakers.borrow()[index].clone();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn tell(&self, index: usize) {
        self.told[index].set(true);
        if index % 3 == 0 {
            self.wake(index);
        }
    }

    fn group(&self) -> Pin<Box<dyn Future<Output = Result<(), Error<String>>> + '_>> {
        let size = self.size;
        let dropped = (size - 2) / 3;
        Box::pin(run_group! {
            type Error = String;
            first: self.actor(0) => { self.tell(0) },
            out: self.actor(0) for _ in 0..20 if false => drop,
            dropped: self.actor(1 + index) for index in 0..dropped => drop,
            middle: self.actor(1 + dropped) => move || self.tell(1 + dropped),
            last: self.actor(index) for index in 2 + dropped..size => move || self.tell(index),
        })
    }
}

/// A group and its model, wake by wake. How often both were polled.
fn compare(seed: u64, size: usize) -> usize {
    let stage = Stage {
        seed,
        size,
        asleep: Cell::new(true),
        told: vec![Cell::new(false); size],
        wakers: RefCell::new(vec![None; size]),
        polled: RefCell::default(),
    };
    let (task, waker) = counting_waker();
    let mut group = stage.group();
    for _ in 0..=YOUNG {
        assert!(poll_once(group.as_mut(), &waker).is_pending());
    }
    stage.asleep.set(false);
    let (mut model, mut random) = (Model::new(seed, size), Random(seed));
    for round in 1.. {
        assert!(round < 100_000, "it does not end");
        // Nobody is woken unless by one of them, or from outside now.
        for _ in 0..random.below(3) {
            let whom = random.below(u32::try_from(size).unwrap()) as usize;
            model.wake(whom);
            stage.wake(whom);
        }
        let (woken, expected) = (task.take(), model.actors.iter().any(|actor| actor.woken));
        assert!(woken > 0 || !expected, "seed {seed}, size {size}, round {round}: a wake is lost");
        assert!(model.all || woken == usize::from(expected), "the task is woken once, and only where somebody was");
        let over = model.poll();
        let real = catch_unwind(AssertUnwindSafe(|| poll_once(group.as_mut(), &waker)));
        assert_eq!(stage.polled.take(), mem::take(&mut model.polled), "seed {seed}, size {size}, round {round}");
        let failed = match real {
            Ok(Poll::Pending) => {
                assert!(!over, "it should have ended");
                continue;
            }
            Ok(Poll::Ready(Ok(()))) => vec![],
            Ok(Poll::Ready(Err(error))) => failures(&error).iter().map(|line| shorter(line)).collect(),
            Err(payload) => vec![*payload.downcast::<String>().unwrap()],
        };
        assert!(over, "it should not have ended");
        // What was behind a panic that goes on is lost with it.
        let goes_on = model.failures.first().is_some_and(|first| first.ends_with("panicked"));
        let expected = &model.failures[..if goes_on { 1 } else { model.failures.len() }];
        assert_eq!(failed, expected);
        return round;
    }
    unreachable!()
}

/// `last[3] failed: 5 failed` as `5 failed`.
fn shorter(line: &str) -> String {
    line.split_once(": ").unwrap().1.to_owned()
}

#[test]
fn groups_whose_actors_wake_each_other_do_what_a_group_of_flags_does() {
    let mut polls = 0;
    for seed in 0..300 {
        polls += compare(seed, 4 + usize::try_from(seed * 7 % 67).unwrap());
    }
    assert!(polls > 10_000, "they have lived: {polls}");
}
