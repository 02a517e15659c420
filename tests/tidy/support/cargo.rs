//! What cargo says of the workspace.

use std::{env, process::Command};

use serde_json::Value;

/// The packages of the workspace, as in `cargo metadata`.
pub fn packages() -> Vec<Value> {
    let text = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    let mut metadata: Value = serde_json::from_str(&text).expect("metadata is JSON");
    serde_json::from_value(metadata["packages"].take()).expect("there are packages")
}

/// The files that would be published of a package.
pub fn contents(package: &str) -> Vec<String> {
    let list = cargo(&["package", "--list", "--allow-dirty", "--package", package]);
    list.lines().map(|line| line.replace('\\', "/")).collect()
}

fn cargo(arguments: &[&str]) -> String {
    let cargo = env::var_os("CARGO").expect("cargo runs the tests");
    let mut command = Command::new(cargo);
    command.args(arguments).arg("--offline").current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = command.output().expect("cargo can be run");
    assert!(output.status.success(), "{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo prints UTF-8")
}
