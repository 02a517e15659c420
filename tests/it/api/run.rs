//! `.run()`: a group that blocks a plain thread, and drives tokio there.

use std::{future::pending, sync::mpsc, thread as os, time::Duration};

use run_group::{run_group, thread};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    runtime::{Builder, Handle},
};

use crate::{
    api::support::GUARD,
    support::{Log, failures, panic_text},
};

#[test]
fn it_blocks_a_thread_that_has_no_runtime() {
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
fn it_drives_the_timers_of_tokio() {
    run_group! {
        // In a block, so that the timer is made when the actor is polled, inside the runtime.
        job: async { tokio::time::sleep(Duration::from_millis(1)).await; Ok(()) } => drop,
    }
    .run()
    .unwrap();
}

#[test]
fn it_drives_the_sockets_of_tokio() {
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
fn it_lets_an_actor_spawn() {
    run_group! {
        job: async { Ok(tokio::spawn(async {}).await?) } => drop,
    }
    .run()
    .unwrap();
}

#[test]
fn it_cancels_what_an_actor_has_left_spawned() {
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

/// What an actor left blocking elsewhere does not keep `run` from resuming a panic.
#[test]
fn it_resumes_a_panic_without_waiting_for_what_blocks() {
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

#[test]
fn a_report_can_be_run_too() {
    let report = run_group! {
        job: async { tokio::time::sleep(Duration::from_millis(1)).await; panic!("held") } => drop,
    }
    .report()
    .run();
    assert_eq!(report.cause().unwrap().to_string(), "`job` panicked: held");
}

#[test]
fn inside_a_runtime_it_panics_and_says_what_to_write() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let text = panic_text(|| {
        runtime.block_on(async {
            run_group! { job: async { Ok(()) } => drop }.run().unwrap();
        });
    });
    assert_eq!(text, "`.run()` blocks its thread, which belongs to a runtime here: write `.await` instead");
}

#[test]
fn inside_a_runtime_its_kin_say_what_to_write() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let inside = |run: fn()| panic_text(|| runtime.block_on(async { run() }));
    assert_eq!(
        inside(|| drop(run_group! { job: async { Ok(()) } => drop }.report().run())),
        "`.run()` blocks its thread, which belongs to a runtime here: write `.await` instead"
    );
    assert_eq!(
        inside(|| run_group! { job: async { Ok(()) } => drop }.run_and_exit()),
        "`.run_and_exit()` blocks its thread, which belongs to a runtime here: write `.exit().await` instead"
    );
}

#[test]
fn inside_a_runtime_it_starts_nothing() {
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
