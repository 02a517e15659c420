//! `examples/service.rs`, as its users run it.

use std::{
    io::ErrorKind,
    net::TcpListener,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::support::{Connection, End, Process, expect_code, service, shell};

/// The service, and a connection whose request it is handling.
fn service_with_a_request() -> (Process, Connection) {
    let (service, address) = service("service", "127.0.0.1", &[]);
    let mut connection = Connection::open(&address).unwrap();
    connection.hold();
    (service, connection)
}

/// Fails unless the line of the timeline that begins with `begins` ends with `ends`.
#[track_caller]
fn expect_line(end: &End, begins: &str, ends: &str) {
    let line = end.lines.iter().find(|line| line.starts_with(begins));
    assert!(line.is_some_and(|line| line.ends_with(ends)), "{begins:?} .. {ends:?}\n{:#?}", end.lines);
}

#[track_caller]
fn expect_stopped(end: &End, signal: &str) {
    expect_code(end, 0);
    assert_eq!(end.errors, "");
    assert_eq!(end.lines[0], format!("stopping: received {signal}"));
    expect_line(end, "after ", &format!(": received {signal}"));
    expect_line(end, "http ", " ended");
    // Or "ended by itself", if the end of the ticker closed its wire before its interrupt was called.
    assert!(end.lines.iter().any(|line| line.starts_with("lines ") && line.contains(" ended")), "{:#?}", end.lines);
    expect_line(end, "ticker ", " was dropped");
    expect_line(end, "signals ", &format!(" the cause: received {signal}"));
}

#[test]
fn it_answers_while_it_runs() {
    let (_service, address) = service("service", "127.0.0.1", &[]);
    let mut connection = Connection::open(&address).unwrap();
    for _ in 0..2 {
        let answer = connection.get("/").unwrap();
        assert_eq!((answer.status, answer.closes), (200, false));
        assert!(answer.body.starts_with("lines: "), "{answer:?}");
    }
    // The port is open before the other actors have been started, if only for a moment.
    assert!((0..10_000).any(|_| connection.get("/ready").unwrap().status == 200));
}

#[test]
fn sigterm_stops_it() {
    let (service, _) = service("service", "127.0.0.1", &[]);
    service.signal("TERM");
    expect_stopped(&service.end(), "SIGTERM");
}

#[test]
fn sigint_stops_it() {
    let (service, _) = service("service", "127.0.0.1", &[]);
    service.signal("INT");
    expect_stopped(&service.end(), "SIGINT");
}

#[test]
fn an_idle_connection_does_not_hold_it_up() {
    let (service, address) = service("service", "127.0.0.1", &[]);
    let mut connection = Connection::open(&address).unwrap();
    assert_eq!(connection.get("/").unwrap().status, 200);

    service.signal("TERM");

    expect_code(&service.end(), 0);
    assert_eq!(connection.line().unwrap_err().kind(), ErrorKind::UnexpectedEof);
}

#[test]
fn a_lame_duck_is_not_ready_and_serves_on() {
    let (service, address) = service("service", "127.0.0.1", &["1"]);
    service.signal("TERM");
    assert_eq!(service.line(), "stopping: received SIGTERM");

    for (path, status) in [("/ready", 503), ("/", 200)] {
        let answer = Connection::open(&address).unwrap().get(path).unwrap();
        assert_eq!(answer.status, status);
    }

    expect_code(&service.end(), 0);
}

#[test]
fn a_taken_port_is_one_message_that_names_the_actor() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let reason = TcpListener::bind(&address).unwrap_err();

    let end = Process::example("service", &[&address]).end();

    expect_code(&end, 1);
    assert_eq!(end.errors, format!("Error: actor `http` failed: cannot bind {address}\n  caused by: {reason}\n"));
    assert_eq!(end.lines[0], format!("stopping: `http` failed: cannot bind {address}"));
    expect_line(&end, "after ", &format!(": `http` failed: cannot bind {address}: {reason}"));
}

/// Under `make`, the terminal sends it to the whole process group, and `make` passes it on.
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
        // On a slow machine the second one may be received a tenth of a second later, and is then rightly counted.
        if end.status.code() == Some(124) && start.elapsed() > Duration::from_millis(100) && !last {
            continue;
        }
        expect_code(&end, 0);
        assert_eq!(answer.unwrap().status, 200);
        break;
    }
}

/// The pause is what is tested: within a tenth of a second, the second one would be a copy. It begins when the first
/// one has been received, so it is long enough however slow the machine is.
#[test]
fn a_second_ctrl_c_ends_the_drain_and_names_those_cut_short() {
    let (service, mut connection) = service_with_a_request();
    let start = Instant::now();
    service.signal("INT");
    assert_eq!(service.line(), "stopping: received SIGINT");
    sleep(Duration::from_millis(100));

    service.signal("INT");

    let end = service.end();
    assert!(start.elapsed() < Duration::from_secs(10), "its grace was over");
    expect_code(&end, 124);
    assert_eq!(end.errors, "Error: actor `http` was cut short: it was interrupted, but has not ended\n");
    expect_line(&end, "http ", " was cut short after its interrupt");
    assert!(connection.answer().is_err(), "the service has gone, and does not answer");
}

#[test]
fn a_second_signal_ends_a_lame_duck() {
    let (service, _) = service("service", "127.0.0.1", &["3600"]);
    let start = Instant::now();
    service.signal("TERM");
    assert_eq!(service.line(), "stopping: received SIGTERM");
    sleep(Duration::from_millis(100));

    service.signal("INT");

    let end = service.end();
    assert!(start.elapsed() < Duration::from_secs(10), "its grace was over");
    expect_code(&end, 0);
    assert!(
        end.lines.iter().any(|line| line.contains("later, after a second request, by SIGINT, the group ended")),
        "{:?}",
        end.lines
    );
    expect_line(&end, "http ", " ended");
}
