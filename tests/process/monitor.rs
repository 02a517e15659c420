//! `examples/monitor.rs`, whose barriers are edges of its list, as its users run it.

use crate::support::{Connection, End, Process, expect_code};

/// The monitor once all is ready, its address, and what it printed until then.
#[track_caller]
fn monitor(flags: &[&str]) -> (Process, String, Vec<String>) {
    let monitor = Process::example("monitor", &[&["127.0.0.1:0"], flags].concat());
    let address = monitor.line().strip_prefix("listening on http://").expect("an address").to_owned();
    let mut lines = Vec::new();
    loop {
        match monitor.line() {
            line if line == "ready" => return (monitor, address, lines),
            line => lines.push(line),
        }
    }
}

/// Fails unless it printed this, and then its timeline.
#[track_caller]
fn expect_stopped(end: &End, lines: &[&str]) {
    expect_code(end, 0);
    assert_eq!(end.lines[..lines.len()], *lines);
    assert!(end.lines[lines.len()].ends_with(": received SIGTERM"), "{:#?}", end.lines);
}

#[test]
fn it_starts_and_stops_in_the_order_of_its_edges() {
    let (monitor, _, lines) = monitor(&[]);
    let started = [
        "targets: runs",
        "managers: runs",
        "storage: open",
        "config: version 1",
        "tracing: runs",
        "scrape: runs",
        "notifier: runs",
        "rules: runs",
        "reload: runs",
    ];
    assert_eq!(lines, started);

    monitor.signal("TERM");

    let stopped = [
        "stopping: received SIGTERM",
        "reload: stopped",
        "tracing: stopped",
        "rules: stopped",
        "scrape: stopped",
        "notifier: sends 1 alert",
        "storage: closed",
    ];
    expect_stopped(&monitor.end(), &stopped);
}

#[test]
fn the_order_leads_on_through_what_an_agent_has_not() {
    let (monitor, _, lines) = monitor(&["--agent"]);
    let started = [
        "targets: runs",
        "managers: runs",
        "agent: open",
        "config: version 1",
        "tracing: runs",
        "scrape: runs",
        "reload: runs",
    ];
    assert_eq!(lines, started);

    monitor.signal("TERM");

    let stopped =
        ["stopping: received SIGTERM", "reload: stopped", "tracing: stopped", "scrape: stopped", "agent: closed"];
    expect_stopped(&monitor.end(), &stopped);
}

#[test]
fn its_pages_say_what_each_actor_does() {
    let (monitor, address, _) = monitor(&[]);
    let mut connection = Connection::open(&address).unwrap();
    assert_eq!(connection.get("/-/ready").unwrap().status, 200);
    let status = connection.get("/-/status").unwrap().body;
    let words = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    assert_eq!(
        status.lines().skip(4).take(3).map(words).collect::<Vec<_>>(),
        ["storage ready", "config ended", "tracing ready"]
    );

    monitor.signal("HUP");
    assert_eq!(monitor.line(), "config: version 2");
    monitor.signal("TERM");
    expect_code(&monitor.end(), 0);
}
