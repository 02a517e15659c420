//! The other examples, as their users run them.

use crate::support::{Connection, Process, expect_code, service};

/// Runs an example that ends by itself, and compares what it prints.
#[track_caller]
fn expect(name: &str, lines: &[&str]) {
    let end = Process::example(name, &[]).end();
    expect_code(&end, 0);
    assert_eq!(end.lines, lines);
    assert_eq!(end.errors, "");
}

#[test]
fn context_ends_when_it_is_cancelled_from_outside() {
    expect(
        "context",
        &[
            "worker: at work",
            "ticker: tick",
            "outside: cancels the context",
            "worker: cancelled",
            "stopping: `worker` ended",
            "stopped",
        ],
    );
}

#[test]
fn listener_closes_its_port() {
    expect(
        "listener",
        &["client: the echo of hello is hello", "stopping: `client` ended", "the port is closed: connection refused"],
    );
}

#[test]
fn reader_ends_when_it_is_closed_from_outside() {
    expect(
        "reader",
        &[
            "reader: one",
            "reader: two",
            "reader: three",
            "stopping: `writer` ended",
            "reader: nothing more to read",
            "both threads have been joined",
        ],
    );
}

#[test]
fn http_answers_the_request_in_flight() {
    expect(
        "http",
        &[
            "http: a request has come in",
            "stopping: `operator` ended",
            "http: answering it",
            "stopped",
            "browser: hello",
        ],
    );
}

#[test]
fn contract_stops_every_kind_of_actor() {
    let contract = Process::example("contract", &["127.0.0.1:0", "127.0.0.1:0"]);
    let [http, metrics] = [contract.line(), contract.line()];
    assert!(http.starts_with("listening on http://127.0.0.1:"), "{http}");
    assert!(metrics.starts_with("metrics on http://127.0.0.1:"), "{metrics}");

    contract.signal("TERM");

    let mut end = contract.end();
    expect_code(&end, 0);
    // The thread and the pool stop side by side.
    end.lines[1..3].sort();
    assert_eq!(end.lines, ["stopping: received SIGTERM", "db: closed", "lines: end of input", "stopped"]);
}

/// Load balancers ask for `/ready`, and clients are asked to go elsewhere.
#[test]
fn close_port_serves_on_as_a_lame_duck() {
    let (service, address) = service("close_port", "127.0.0.1", &["1"]);
    service.signal("TERM");
    assert_eq!(service.line(), "stopping: received SIGTERM");

    // On new connections, each of which it closes after its answer.
    for (path, status) in [("/ready", 503), ("/", 200)] {
        let answer = Connection::open(&address).unwrap().get(path).unwrap();
        assert_eq!((answer.status, answer.closes), (status, true));
    }

    let end = service.end();
    expect_code(&end, 0);
    assert_eq!(end.lines, ["served 2 connections"]);
}
