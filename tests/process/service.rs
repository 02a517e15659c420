//! `examples/service.rs`, as its users run it.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
};

use crate::process::{Process, expect_code};

/// Starts the service on a port of its own, and gives its address when it listens.
fn service() -> (Process, String) {
    let service = Process::example("service", &["127.0.0.1:0"]);
    let line = service.line();
    let address = line.strip_prefix("listening on http://").unwrap_or_else(|| panic!("it said {line:?}")).to_owned();
    (service, address)
}

/// Opens a connection, and sends a request for `/` on it.
fn request(address: &str, connection: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: {connection}\r\n\r\n").unwrap();
    stream
}

#[test]
fn it_answers_while_it_runs() {
    let (_service, address) = service();
    let mut answer = String::new();
    request(&address, "close").read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("\r\n\r\nlines: "), "{answer}");
}

#[test]
fn sigterm_stops_it_well() {
    let (service, _) = service();
    service.signal("TERM");
    let end = service.end();
    expect_code(&end, 0);
    assert_eq!(end.lines, ["stopping: received SIGTERM", "stopped"]);
    assert_eq!(end.errors, "");
}

#[test]
fn sigint_stops_it_well() {
    let (service, _) = service();
    service.signal("INT");
    let end = service.end();
    expect_code(&end, 0);
    assert_eq!(end.lines, ["stopping: received SIGINT", "stopped"]);
    assert_eq!(end.errors, "");
}

#[test]
fn a_connection_that_idles_does_not_keep_it() {
    let (service, address) = service();
    let mut connection = request(&address, "keep-alive");
    let mut first = [0; 15];
    connection.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200 OK");

    service.signal("TERM");

    expect_code(&service.end(), 0);
}

#[test]
fn a_port_that_is_taken_gives_one_message_that_names_the_actor() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let reason = TcpListener::bind(&address).unwrap_err();

    let end = Process::example("service", &[&address]).end();

    expect_code(&end, 1);
    assert_eq!(end.errors, format!("Error: actor `http` failed: cannot bind {address}\n  caused by: {reason}\n"));
    assert_eq!(end.lines, [""; 0]);
}
