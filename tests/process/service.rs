//! `examples/service.rs`, as its users run it.

use std::{
    io::ErrorKind,
    net::TcpListener,
    os::unix::process::CommandExt,
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    client::Connection,
    process::{End, Process, example, expect_code, shell},
};

/// Starts the service on a port of its own, and gives its address when it listens.
pub fn service(host: &str, more: &[&str]) -> (Process, String) {
    let mut args = vec![format!("{host}:0")];
    args.extend(more.iter().map(ToString::to_string));
    // In a group of processes of its own, as a shell starts it.
    let service = Process::start(Command::new(example("service")).args(args).process_group(0));
    let line = service.line();
    let address = line.strip_prefix("listening on http://").unwrap_or_else(|| panic!("it said {line:?}")).to_owned();
    (service, address)
}

/// The service, and a connection whose request is in its hands.
fn service_with_a_request() -> (Process, Connection) {
    let (service, address) = service("127.0.0.1", &[]);
    let mut connection = Connection::open(&address).unwrap();
    connection.hold();
    (service, connection)
}

/// Fails unless this is how the line of the timeline ends that begins so.
#[track_caller]
fn expect_told(end: &End, begins: &str, ends: &str) {
    let line = end.lines.iter().find(|line| line.starts_with(begins));
    assert!(line.is_some_and(|line| line.ends_with(ends)), "{begins:?} .. {ends:?}\n{:#?}", end.lines);
}

#[track_caller]
fn expect_stopped_well(end: &End, signal: &str) {
    expect_code(end, 0);
    assert_eq!(end.errors, "");
    assert_eq!(end.lines[..2], [format!("stopping: received {signal}"), "served 0 connections".into()]);
    expect_told(end, "after ", &format!(": received {signal}"));
    expect_told(end, "http ", " ended");
    // By itself where the end of the ticker has closed its wire before it was told.
    assert!(end.lines.iter().any(|line| line.starts_with("lines ") && line.contains(" ended")), "{:#?}", end.lines);
    expect_told(end, "ticker ", " was dropped");
    expect_told(end, "signals ", &format!(" the cause: received {signal}"));
}

#[test]
fn it_answers_while_it_runs() {
    let (_service, address) = service("127.0.0.1", &[]);
    let mut connection = Connection::open(&address).unwrap();
    for _ in 0..2 {
        let answer = connection.get("/").unwrap();
        assert_eq!((answer.status, answer.closes), (200, false));
        assert!(answer.body.starts_with("lines: "), "{answer:?}");
    }
    assert_eq!(connection.get("/ready").unwrap().status, 200);
}

#[test]
fn sigterm_stops_it_well() {
    let (service, _) = service("127.0.0.1", &[]);
    service.signal("TERM");
    expect_stopped_well(&service.end(), "SIGTERM");
}

#[test]
fn sigint_stops_it_well() {
    let (service, _) = service("127.0.0.1", &[]);
    service.signal("INT");
    expect_stopped_well(&service.end(), "SIGINT");
}

#[test]
fn a_connection_that_idles_does_not_keep_it() {
    let (service, address) = service("127.0.0.1", &[]);
    let mut connection = Connection::open(&address).unwrap();
    assert_eq!(connection.get("/").unwrap().status, 200);

    service.signal("TERM");

    expect_code(&service.end(), 0);
    assert_eq!(connection.line().unwrap_err().kind(), ErrorKind::UnexpectedEof);
}

#[test]
fn a_lame_duck_is_not_ready_and_serves_on() {
    let (service, address) = service("127.0.0.1", &["1"]);
    service.signal("TERM");
    assert_eq!(service.line(), "stopping: received SIGTERM");

    // On new connections, each of which it closes behind its answer.
    for (path, status) in [("/ready", 503), ("/", 200)] {
        let answer = Connection::open(&address).unwrap().get(path).unwrap();
        assert_eq!((answer.status, answer.closes), (status, true));
    }

    let end = service.end();
    expect_code(&end, 0);
    assert_eq!(end.lines[0], "served 2 connections");
}

#[test]
fn a_port_that_is_taken_gives_one_message_that_names_the_actor() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let reason = TcpListener::bind(&address).unwrap_err();

    let end = Process::example("service", &[&address]).end();

    expect_code(&end, 1);
    assert_eq!(end.errors, format!("Error: actor `http` failed: cannot bind {address}\n  caused by: {reason}\n"));
    assert_eq!(end.lines[0], format!("stopping: `http` failed: cannot bind {address}"));
    expect_told(&end, "after ", &format!(": `http` failed: cannot bind {address}: {reason}"));
}

/// Behind `make`, the terminal sends it to the whole group of processes, and `make` passes it on.
#[test]
fn a_ctrl_c_that_comes_twice_counts_once() {
    for last in [false, false, false, false, true] {
        let (service, mut connection) = service_with_a_request();
        let id = service.id();
        let start = Instant::now();
        shell(&format!("kill -INT -{id}; kill -INT {id}"));
        assert_eq!(service.line(), "stopping: received SIGINT");
        let answer = connection.release();
        let end = service.end();
        // On a machine so slow that the second one was heard a tenth of a second later, it has rightly been counted.
        if end.status.code() == Some(124) && start.elapsed() > Duration::from_millis(100) && !last {
            continue;
        }
        expect_code(&end, 0);
        assert_eq!(answer.unwrap().status, 200);
        break;
    }
}

/// The pause is what is tested: within a tenth of a second, the second one would be a copy. It begins when the first one
/// has been heard, so it is long enough however slow the machine is.
#[test]
fn a_second_ctrl_c_ends_a_drain_that_hangs_and_says_who_was_stuck() {
    let (service, mut connection) = service_with_a_request();
    let start = Instant::now();
    service.signal("INT");
    assert_eq!(service.line(), "stopping: received SIGINT");
    sleep(Duration::from_millis(100));

    service.signal("INT");

    let end = service.end();
    assert!(start.elapsed() < Duration::from_secs(10), "its grace was over");
    expect_code(&end, 124);
    assert_eq!(end.errors, "Error: actor `http` was stuck\n");
    expect_told(&end, "http ", " was stuck");
    assert!(connection.answer().is_err(), "nobody is there to answer");
}

#[test]
fn a_second_signal_ends_a_lame_duck_and_its_drain() {
    let (service, _) = service("127.0.0.1", &["3600"]);
    service.signal("TERM");
    assert_eq!(service.line(), "stopping: received SIGTERM");

    // Another one, so no copy.
    service.signal("INT");

    let end = service.end();
    expect_code(&end, 124);
    expect_told(&end, "http ", " was stuck");
}
