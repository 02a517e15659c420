//! `examples/pages.rs`, stopped while pages are put.

use std::{collections::BTreeSet, fs, sync::mpsc};

use super::{Directory, at_many_moments, client, wait_for};
use crate::support::{Connection, Process, expect_code};

#[test]
fn pages_stores_what_was_put_and_answers_to_the_last() {
    at_many_moments(300, |run, moment| {
        let directory = Directory::of("pages", run);
        let pages = Process::example("pages", &[directory.path().to_str().unwrap(), "127.0.0.1:0", "127.0.0.1:0"]);
        let (line, status) = (pages.line(), pages.line());
        let address = line.strip_prefix("listening on ").unwrap();
        let status = status.strip_prefix("status on ").unwrap();
        let (answer, answered) = mpsc::channel();
        let put =
            |name: &'static str| client(address, move |n| format!("put {name} {name}{n} text {n}"), answer.clone());
        let clients: Vec<_> = ["a", "b"].map(put).into();

        wait_for(moment, &answered);
        pages.signal("TERM");

        // It is refused only when all others have ended, and the index is the last of these.
        while Connection::open(status).is_ok_and(|mut page| page.get("/").is_ok_and(|answer| answer.status == 200)) {}
        let index = fs::read_to_string(directory.path().join("index")).expect("the index was written before");
        let lines: Vec<String> = clients.into_iter().flat_map(|client| client.join().unwrap()).collect();
        let end = pages.end();
        expect_code(&end, 0);
        assert_eq!(end.errors, "");
        let stored: BTreeSet<String> = index
            .lines()
            .map(|layer| fs::read_to_string(directory.path().join("remote").join(layer)).unwrap())
            .flat_map(|layer| layer.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        for line in lines {
            assert!(stored.contains(&line["put a ".len()..]), "{line}");
        }
        let log = end.lines.iter().find_map(|line| line.strip_prefix("the log ends at ")).unwrap();
        assert!(stored.contains(&format!("log {log}")), "the end of the log: {log}");
    });
}
