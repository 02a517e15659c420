//! A blocking reader, which ends when its socket is closed. In a plain `fn main`, without a runtime.
//!
//! ```text
//! cargo run --example reader
//! ```

use std::{
    io::{self, BufRead, BufReader, Write},
    net::Shutdown,
    os::unix::net::UnixStream,
};

use run_group::{AnyError, run_group, thread};

fn main() -> Result<(), AnyError> {
    let (conn, remote) = UnixStream::pair()?;
    let peer = conn.try_clone()?;
    // This end stays open until `main` returns, so that only the interrupt makes the reader stop.
    let writer = remote.try_clone()?;

    run_group! {
        reader: thread(move || read_lines(&conn)) => { peer.shutdown(Shutdown::Both).ok(); },
        // Ends by itself, so its interrupt has nothing to do.
        writer: thread(move || write_lines(&writer)) => {},
    }
    .on_cause(|cause| println!("stopping: {cause}"))
    .run()?;

    println!("both threads have been joined");
    drop(remote);
    Ok(())
}

fn read_lines(conn: &UnixStream) -> io::Result<()> {
    let mut answers = conn;
    for line in BufReader::new(conn).lines() {
        println!("reader: {}", line?);
        writeln!(answers, "thanks")?;
    }
    println!("reader: nothing more to read");
    Ok(())
}

fn write_lines(mut conn: &UnixStream) -> io::Result<()> {
    let mut answers = BufReader::new(conn).lines();
    for line in ["one", "two", "three"] {
        writeln!(conn, "{line}")?;
        answers.next().transpose()?;
    }
    Ok(())
}
