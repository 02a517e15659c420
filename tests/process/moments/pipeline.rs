//! `examples/pipeline.rs`, reloaded and stopped while lines come in.

use std::{collections::BTreeMap, fs, sync::mpsc};

use super::{Directory, at_many_moments, client, wait_for};
use crate::support::{Process, expect_code};

/// By the transform that stays, and by the old one or the new one.
#[test]
fn pipeline_writes_each_answered_line_once_by_each_transform() {
    at_many_moments(300, |run, moment| {
        let directory = Directory::of("pipeline", run);
        let (routes, output) = (directory.file("routes"), directory.file("output"));
        fs::write(&routes, "same copy\nold upper\n").unwrap();
        let pipeline = Process::example("pipeline", &[&routes, &output, "127.0.0.1:0"]);
        let line = pipeline.line();
        let address = line.strip_prefix("listening on ").unwrap();
        let (answer, answered) = mpsc::channel();
        let clients: Vec<_> =
            ["A", "B", "C"].map(|name| client(address, move |n| format!("{name}{n}"), answer.clone())).into();

        wait_for(moment / 2, &answered);
        fs::write(&routes, "same copy\nnew upper\n").unwrap();
        pipeline.signal("HUP");
        if run % 2 == 0 {
            assert_eq!(pipeline.line(), r#"routes: ["new upper", "same copy"]"#);
        }
        wait_for(moment - moment / 2, &answered);
        pipeline.signal("TERM");

        let lines: Vec<String> = clients.into_iter().flat_map(|client| client.join().unwrap()).collect();
        let end = pipeline.end();
        expect_code(&end, 0);
        assert_eq!(end.errors, "");
        assert!(lines.len() as u64 >= moment);
        let mut written = BTreeMap::<String, usize>::new();
        for line in fs::read_to_string(&output).unwrap().lines() {
            *written.entry(line.replace("old", "upper").replace("new", "upper")).or_default() += 1;
        }
        for line in lines {
            for transform in ["same", "upper"] {
                assert_eq!(written.get(&format!("{transform} {line}")), Some(&1), "{transform} {line}");
            }
        }
    });
}
