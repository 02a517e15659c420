//! Actors on threads of their own, and `run()`, which needs none but the one that it blocks.

use std::{
    cell::RefCell,
    future::{Future, pending, poll_fn},
    io::{self, Read},
    net::Shutdown,
    os::unix::net::UnixStream,
    panic::panic_any,
    pin::{Pin, pin},
    sync::{Arc, Mutex, mpsc},
    task::{Context, Wake, Waker},
    thread::{self as os, yield_now},
    time::Duration,
};

use futures::executor::block_on;
use run_group::{run_group, thread};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    runtime::{Builder, Handle},
};

use crate::support::{Log, counting_waker, failures, panic_of, panic_text, poll_once, ready};

/// How long a test waits for what should be there at once, before it says that it is not.
const GUARD: Duration = Duration::from_secs(30);

/// Polls a group for the first time.
fn start<F: Future>(group: Pin<&mut F>) {
    assert!(poll_once(group, Waker::noop()).is_pending());
}

#[test]
fn a_thread_is_named_after_its_actor() {
    let log = Log::new();
    let say = log.clone();
    run_group! {
        lines: thread(move || say.say(os::current().name().unwrap_or("none"))) => {},
    }
    .run()
    .unwrap();
    log.expect(&["lines"]);
}

#[test]
fn a_thread_starts_with_the_first_poll() {
    let (started, is_started) = mpsc::channel();
    let mut group = pin!(run_group! {
        lines: |stop| thread(move || {
            started.send(()).unwrap();
            block_on(stop.stopped());
        }),
    });
    start(group.as_mut());
    assert_eq!(is_started.recv_timeout(GUARD), Ok(()));
}

#[test]
fn a_thread_does_not_start_before_the_first_poll() {
    let (started, is_started) = mpsc::channel();
    let group = run_group! {
        lines: thread(move || started.send(()).unwrap()) => {},
    };
    drop(group);
    // The closure, and what it owned, is gone: it has not run, and never will.
    assert_eq!(is_started.recv_timeout(GUARD), Err(mpsc::RecvTimeoutError::Disconnected));
}

#[test]
fn a_thread_starts_although_an_actor_before_it_has_ended() {
    let log = Log::new();
    let say = log.clone();
    run_group! {
        job:   async { Ok(()) } => drop,
        lines: thread(move || say.say("ran")) => {},
    }
    .run()
    .unwrap();
    log.expect(&["ran"]);
}

thread_local! {
    static LOCAL: RefCell<Option<SlowToDrop>> = const { RefCell::new(None) };
}

/// Takes its time, so that who does not wait for it is ahead of it.
struct SlowToDrop(Log);

impl Drop for SlowToDrop {
    fn drop(&mut self) {
        for _ in 0..10_000 {
            yield_now();
        }
        self.0.say("the thread's locals are dropped");
    }
}

#[test]
fn a_thread_is_joined_before_its_group_returns() {
    let log = Log::new();
    let local = SlowToDrop(log.clone());
    run_group! {
        lines: thread(move || LOCAL.set(Some(local))) => {},
    }
    .run()
    .unwrap();
    // The closure had returned before: no group that waits for that alone has seen this.
    log.expect(&["the thread's locals are dropped"]);
}

#[test]
fn a_group_waits_for_a_thread_that_takes_its_time_to_stop() {
    let log = Log::new();
    let say = log.clone();
    let (interrupt, interrupted) = mpsc::channel::<()>();
    run_group! {
        lines: thread(move || {
            let _ = interrupted.recv();
            for _ in 0..10_000 {
                yield_now();
            }
            say.say("the thread returns");
        }) => { drop(interrupt) },
        job:   async { Ok(()) } => drop,
    }
    .run()
    .unwrap();
    log.say("the group has returned");
    log.expect(&["the thread returns", "the group has returned"]);
}

/// A waker that can be waited for.
struct Told(mpsc::Sender<()>);

impl Wake for Told {
    fn wake(self: Arc<Self>) {
        self.0.send(()).unwrap();
    }
}

#[test]
fn the_end_of_a_thread_wakes_its_group() {
    let (release, released) = mpsc::channel::<()>();
    let (told, is_told) = mpsc::channel();
    let waker = Arc::new(Told(told)).into();
    let mut group = pin!(run_group! {
        lines: thread(move || { let _ = released.recv(); }) => {},
    });
    assert!(poll_once(group.as_mut(), &waker).is_pending());
    assert_eq!(is_told.try_recv(), Err(mpsc::TryRecvError::Empty));

    drop(release);

    assert_eq!(is_told.recv_timeout(GUARD), Ok(()));
    assert!(ready(poll_once(group, &waker)).is_ok());
}

#[test]
fn the_end_of_a_thread_wakes_whoever_polled_its_group_last() {
    let (release, released) = mpsc::channel::<()>();
    let (wakes_of_the_first, first) = counting_waker();
    let mut group = pin!(run_group! {
        lines: thread(move || { let _ = released.recv(); }) => {},
    });
    assert!(poll_once(group.as_mut(), &first).is_pending());

    let mut release = Some(release);
    block_on(poll_fn(|cx| {
        let poll = group.as_mut().poll(cx);
        release.take();
        poll
    }))
    .unwrap();

    assert_eq!(wakes_of_the_first.take(), 0);
}

#[test]
fn a_panic_in_a_thread_goes_on_with_its_payload() {
    let payload = panic_of(|| {
        run_group! {
            lines: thread(|| panic_any(17_u32)) => {},
        }
        .run()
    });
    assert_eq!(payload.downcast_ref(), Some(&17_u32));
}

#[test]
fn a_panic_in_a_thread_is_its_actors() {
    let log = Log::new();
    panic_of(|| {
        run_group! {
            lines: thread(|| panic!("boom")) => {},
            other: pending::<()>() => drop,
        }
        .on_cause(|cause| log.say(cause))
        .run()
    });
    log.expect(&["`lines` panicked: boom"]);
}

#[test]
fn a_panic_in_a_thread_that_drains_is_among_the_others() {
    let error = run_group! {
        lines: |stop| thread(move || {
            block_on(stop.stopped());
            panic!("boom")
        }),
        job:   async { Err("broken".into()) } => drop,
    }
    .run()
    .unwrap_err();
    assert_eq!(failures(&error), ["job failed: broken", "lines panicked: boom"]);
}

#[test]
fn the_error_of_a_thread_names_its_actor() {
    let error = run_group! {
        lines: thread(|| Err::<(), _>(io::Error::other("no such line"))) => {},
        other: pending::<()>() => drop,
    }
    .run()
    .unwrap_err();
    assert_eq!(failures(&error), ["lines failed: no such line"]);
}

#[test]
fn an_error_of_a_thread_that_drains_fails_the_group() {
    let error = run_group! {
        lines: |stop| thread(move || {
            block_on(stop.stopped());
            Err::<(), _>(io::Error::other("flush failed"))
        }),
        job:   async { Ok(()) } => drop,
    }
    .run()
    .unwrap_err();
    assert_eq!(failures(&error), ["lines failed: flush failed"]);
}

#[test]
fn a_thread_that_looks_at_its_stop_signal_ends_with_the_group() {
    run_group! {
        spin: |stop| thread(move || while !stop.is_stopped() { yield_now() }),
        job:  async { Ok(()) } => drop,
    }
    .run()
    .unwrap();
}

#[test]
fn a_thread_that_is_stuck_in_a_read_ends_when_its_socket_is_shut_down() {
    let (mut conn, _remote) = UnixStream::pair().unwrap();
    let peer = conn.try_clone().unwrap();
    let (reads, is_reading) = futures::channel::oneshot::channel();
    let log = Log::new();
    let say = log.clone();
    run_group! {
        lines: thread(move || {
            reads.send(()).unwrap();
            let read = conn.read(&mut [0]);
            say.say(format_args!("{:?}", read.unwrap()));
        }) => { peer.shutdown(Shutdown::Both).unwrap(); },
        job:   is_reading => drop,
    }
    .run()
    .unwrap();
    log.expect(&["0"]);
}

#[tokio::test(start_paused = true)]
async fn a_thread_that_is_stuck_in_a_read_is_left_behind_at_the_deadline() {
    let (mut conn, remote) = UnixStream::pair().unwrap();
    let (ended, has_ended) = mpsc::channel::<()>();
    let error = run_group! {
        lines: thread(move || {
            let _ended = ended;
            conn.read(&mut [0]).map(drop)
        }) => {},
        job:   async { Ok(()) } => drop,
    }
    .grace(Duration::from_secs(10))
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["lines"]);
    assert_eq!(has_ended.try_recv(), Err(mpsc::TryRecvError::Empty));
    // Only this lets it go.
    drop(remote);
    assert_eq!(has_ended.recv_timeout(GUARD), Err(mpsc::RecvTimeoutError::Disconnected));
}

#[tokio::test]
async fn the_end_of_a_thread_gets_through_to_a_group_that_is_always_busy() {
    run_group! {
        busy:  async { loop { tokio::task::coop::consume_budget().await } } => drop,
        lines: thread(|| {}) => {},
    }
    .await
    .unwrap();
}

// A group that is dropped

#[test]
fn dropping_a_group_interrupts_its_thread_and_does_not_wait_for_it() {
    let log = Log::new();
    let say = log.clone();
    let (release, released) = mpsc::channel::<()>();
    let (go_on, goes_on) = mpsc::channel::<()>();
    let (ended, has_ended) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            lines: thread(move || {
                // Only the interrupt ends this wait,
                let _ = released.recv();
                // and this one what comes behind the drop, which has then returned. The guard is for one that waits.
                say.say(format_args!("{:?}", goes_on.recv_timeout(GUARD)));
                drop(ended);
            }) => { drop(release) },
        });
        start(group.as_mut());
    }
    go_on.send(()).unwrap();
    assert_eq!(has_ended.recv(), Err(mpsc::RecvError));
    log.expect(&["Ok(())"]);
}

#[test]
fn dropping_a_group_sets_the_stop_signal_of_its_thread() {
    let (ended, has_ended) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            lines: |stop| thread(move || {
                block_on(stop.stopped());
                drop(ended);
            }),
        });
        start(group.as_mut());
    }
    assert_eq!(has_ended.recv_timeout(GUARD), Err(mpsc::RecvTimeoutError::Disconnected));
}

/// The `async` interrupt does not run, but a thread that nobody tells would never end.
#[test]
fn dropping_a_group_sets_the_stop_signal_of_a_thread_whose_interrupt_is_async() {
    let log = Log::new();
    let (ended, has_ended) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            lines: |stop| thread(move || {
                block_on(stop.stopped());
                drop(ended);
            }) => async { log.say("interrupted") },
        });
        start(group.as_mut());
    }
    assert_eq!(has_ended.recv_timeout(GUARD), Err(mpsc::RecvTimeoutError::Disconnected));
    log.expect(&[]);
}

/// The same where the group is dropped while that interrupt is under way.
#[test]
fn dropping_a_group_that_drains_sets_the_stop_signal_of_a_thread_whose_interrupt_is_async() {
    let (ended, has_ended) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            lines: |stop| thread(move || {
                block_on(stop.stopped());
                drop(ended);
            }) => async { pending::<()>().await },
            job:   async { Ok(()) } => drop,
        });
        start(group.as_mut());
    }
    assert_eq!(has_ended.recv_timeout(GUARD), Err(mpsc::RecvTimeoutError::Disconnected));
}

/// Its own interrupt has failed to tell it: the stop signal is what is left.
#[test]
fn a_thread_whose_interrupt_panics_is_told_by_its_stop_signal() {
    let (ended, has_ended) = mpsc::channel::<()>();
    let text = panic_text(|| {
        run_group! {
            lines: |stop| thread(move || {
                block_on(stop.stopped());
                drop(ended);
            }) => { panic!("boom") },
            job:   async { Ok(()) } => drop,
        }
        .run()
    });
    assert_eq!(text, "boom");
    assert_eq!(has_ended.recv_timeout(GUARD), Err(mpsc::RecvTimeoutError::Disconnected));
}

#[test]
fn the_interrupt_of_a_thread_whose_group_is_dropped_is_told_so() {
    let log = Log::new();
    let (release, released) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            lines: thread(move || { let _ = released.recv(); }) => |cause| {
                log.say(format_args!("{:?}: {cause}", cause.actor()));
                drop(release);
            },
        });
        start(group.as_mut());
    }
    log.expect(&["\"\": the group was dropped"]);
}

#[test]
fn dropping_a_group_interrupts_none_but_its_threads() {
    let log = Log::new();
    let (release, released) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            before: pending::<()>() => { log.say("before") },
            lines:  thread(move || { let _ = released.recv(); }) => { log.say("lines"); drop(release); },
            behind: pending::<()>() => { log.say("behind") },
        });
        start(group.as_mut());
    }
    log.expect(&["lines"]);
}

#[test]
fn a_thread_that_was_never_started_is_not_interrupted() {
    let log = Log::new();
    drop(run_group! {
        lines: thread(|| {}) => { log.say("interrupted") },
    });
    log.expect(&[]);
}

#[test]
fn a_thread_that_was_interrupted_is_not_interrupted_again_when_its_group_is_dropped() {
    let log = Log::new();
    let (release, released) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            lines: thread(move || { let _ = released.recv(); }) => |cause| { log.say(cause) },
            job:   async { Ok(()) } => drop,
        });
        start(group.as_mut());
    }
    log.expect(&["`job` ended"]);
    drop(release);
}

#[test]
fn a_thread_that_has_ended_is_not_interrupted_again_when_its_group_is_dropped() {
    let log = Log::new();
    {
        let mut group = pin!(run_group! {
            lines: thread(|| {}) => { log.say("interrupted") },
            slow:  pending::<()>() => {},
        });
        while log.count("interrupted") == 0 {
            assert!(poll_once(group.as_mut(), Waker::noop()).is_pending());
            yield_now();
        }
    }
    log.expect(&["interrupted"]);
}

// `run()`

#[test]
fn run_blocks_a_plain_thread_that_has_no_runtime() {
    let log = Log::new();
    let say = log.clone();
    os::spawn(move || {
        assert!(Handle::try_current().is_err());
        run_group! {
            job: async { say.say("ran"); Ok(()) } => drop,
        }
        .run()
        .unwrap();
        assert!(Handle::try_current().is_err());
    })
    .join()
    .unwrap();
    log.expect(&["ran"]);
}

#[test]
fn run_drives_the_timers_of_tokio() {
    run_group! {
        // In a block: a timer is made inside the runtime, which there is from the first poll on.
        job: async { tokio::time::sleep(Duration::from_millis(1)).await; Ok(()) } => drop,
    }
    .run()
    .unwrap();
}

#[test]
fn run_drives_the_sockets_of_tokio() {
    let error = run_group! {
        job: async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
            let mut client = tokio::net::TcpStream::connect(listener.local_addr()?).await?;
            let (mut server, _) = listener.accept().await?;
            client.write_all(b"hello").await?;
            let mut hello = [0; 5];
            server.read_exact(&mut hello).await?;
            Err(String::from_utf8(hello.into())?.into())
        } => drop,
    }
    .run()
    .unwrap_err();
    assert_eq!(failures(&error), ["job failed: hello"]);
}

#[test]
fn run_lets_an_actor_spawn() {
    run_group! {
        job: async { Ok(tokio::spawn(async {}).await?) } => drop,
    }
    .run()
    .unwrap();
}

#[test]
fn run_cancels_what_an_actor_has_spawned_and_left_behind() {
    let (alive, is_alive) = mpsc::channel::<()>();
    run_group! {
        job: async {
            tokio::spawn(async move {
                pending::<()>().await;
                drop(alive);
            });
            Ok(())
        } => drop,
    }
    .run()
    .unwrap();
    assert_eq!(is_alive.try_recv(), Err(mpsc::TryRecvError::Disconnected));
}

#[test]
fn run_inside_a_runtime_panics_and_says_what_to_write() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let text = panic_text(|| {
        runtime.block_on(async {
            run_group! { job: async { Ok(()) } => drop }.run().unwrap();
        });
    });
    assert_eq!(text, "`run()` blocks its thread, which belongs to a runtime here: write `.await` instead");
}

#[test]
fn run_inside_a_runtime_starts_nothing() {
    let log = Log::new();
    let say = log.clone();
    let runtime = Builder::new_current_thread().build().unwrap();
    panic_text(|| {
        runtime.block_on(async {
            run_group! {
                lines: thread(move || say.say("ran")) => { log.say("interrupted") },
            }
            .run()
            .unwrap();
        });
    });
    log.expect(&[]);
}

/// A waker that polls the group at once, where it is called.
struct PollAtOnce<F>(Mutex<Option<Pin<Box<F>>>>, mpsc::Sender<bool>);

impl<F: Future + Send + 'static> Wake for PollAtOnce<F> {
    fn wake(self: Arc<Self>) {
        let waker = Waker::from(self.clone());
        let mut group = self.0.lock().unwrap();
        let poll = group.as_mut().unwrap().as_mut().poll(&mut Context::from_waker(&waker));
        if poll.is_ready() {
            group.take();
        }
        self.1.send(poll.is_ready()).unwrap();
    }
}

/// The thread that has ended is then the one that polls the group, and cannot wait for itself.
#[test]
fn a_group_may_be_polled_by_the_thread_that_it_waits_for() {
    let (go, gone) = mpsc::channel::<()>();
    let (ended, has_ended) = mpsc::channel();
    let group = run_group! {
        only: thread(move || { let _ = gone.recv(); }) => {},
    };
    let waker = Arc::new(PollAtOnce(Mutex::new(Some(Box::pin(group))), ended));
    waker.clone().wake();
    assert_eq!(has_ended.recv_timeout(GUARD), Ok(false));
    go.send(()).unwrap();
    assert_eq!(has_ended.recv_timeout(GUARD), Ok(true));
}

/// What an actor has left to block elsewhere does not keep `run` from going on with a panic.
#[test]
fn run_does_not_wait_behind_a_panic_for_what_blocks() {
    let (release, released) = mpsc::channel::<()>();
    let (say, said) = mpsc::channel();
    os::spawn(move || {
        say.send(panic_text(|| {
            run_group! {
                job: async {
                    tokio::task::spawn_blocking(move || released.recv());
                    panic!("boom")
                } => drop,
            }
            .run()
        }))
    });
    assert_eq!(said.recv_timeout(GUARD).as_deref(), Ok("boom"));
    // What blocks is released only now.
    drop(release);
}
