//! A thread in a read that only its socket ends.

use std::{io::Read, net::Shutdown, os::unix::net::UnixStream, sync::mpsc, time::Duration};

use run_group::{run_group, thread};

use crate::{api::support::expect_dropped, support::Log};

#[test]
fn shutting_its_socket_down_ends_it() {
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
async fn at_the_deadline_it_is_detached() {
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
    // Only this ends the read.
    drop(remote);
    expect_dropped(&has_ended);
}
