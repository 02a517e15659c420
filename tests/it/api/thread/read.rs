//! A thread in a read that only its socket ends.

use std::{io::Read, net::Shutdown, os::unix::net::UnixStream};

use run_group::{run_group, thread};

use crate::support::Log;

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
