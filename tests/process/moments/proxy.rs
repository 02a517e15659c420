//! `examples/proxy.rs`, stopped while connections come and go.

use std::{
    io,
    net::TcpListener,
    sync::mpsc::{self, Sender},
    thread::{self, JoinHandle},
};

use super::{Lines, at_many_moments, wait_for};
use crate::support::{Connection, Process, expect_code};

#[test]
fn proxy_drains_what_it_has_accepted_and_says_it_is_not_ready() {
    let upstream = echo();
    at_many_moments(200, |run, moment| {
        let proxy = Process::example("proxy", &[&upstream, "127.0.0.1:0", "127.0.0.1:0"]);
        let (line, admin) = (proxy.line(), proxy.line());
        let address = line.strip_prefix("listening on ").unwrap();
        let admin = admin.strip_prefix("admin on ").unwrap();
        let mut held = Lines::connect(address).unwrap();
        assert_eq!(held.ask("held").unwrap(), "held");
        let (answer, answered) = mpsc::channel();
        let clients: Vec<_> = (0..3).map(|_| client(address, answer.clone())).collect();

        wait_for(moment, &answered);
        let mut page = Connection::open(admin).unwrap();
        assert_eq!(page.get("/ready").unwrap().status, 200);
        if run % 2 == 0 {
            proxy.signal("TERM");
        } else {
            page.send("POST /quitquitquit HTTP/1.1\r\nHost: test\r\n\r\n").unwrap();
            assert_eq!(page.answer().unwrap().status, 200);
        }

        let accepted: u64 = clients.into_iter().map(|client| client.join().unwrap()).sum();
        // The port is closed. The connection that is held keeps the proxy from ending.
        assert_eq!(Connection::open(admin).unwrap().get("/ready").unwrap().status, 503);
        assert_eq!(held.ask("still").unwrap(), "still");
        drop(held);
        let end = proxy.end();
        expect_code(&end, 0);
        assert_eq!(end.lines[1], format!("{} connections", accepted + 1));
    });
}

/// Opens connections until one is refused, and gives the number of those that the proxy has accepted. These are served to their end.
fn client(address: &str, answered: Sender<()>) -> JoinHandle<u64> {
    let address = address.to_owned();
    thread::spawn(move || {
        let mut accepted = 0;
        loop {
            let mut connection = match Lines::connect(&address) {
                Ok(connection) => connection,
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => return accepted,
                // The port was closed in the middle of it.
                Err(_) => continue,
            };
            // One that the proxy has not accepted is reset before its first answer.
            if connection.ask("first").is_some() {
                accepted += 1;
                for line in ["second", "third"] {
                    assert_eq!(connection.ask(line).as_deref(), Some(line));
                }
                // The messages are not received any more when the proxy has been asked to stop.
                let _ = answered.send(());
            }
        }
    })
}

/// A service that sends back what it is sent, for as long as the tests run. Its address.
fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || io::copy(&mut &client, &mut &client));
        }
    });
    address
}
