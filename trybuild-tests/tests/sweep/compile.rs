//! Compiles programs as a user would, in a package of their own.

use std::{env, fs, path::Path, process::Command};

use serde_json::Value;

use crate::program::{Error, Program, text};

/// Writes a package, as a user has one.
pub fn write_package(folder: &Path, package: &str, features: &str, programs: &[Program]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let binaries =
        programs.iter().map(|program| format!("[[bin]]\nname = '{}'\npath = '{}'\n", program.name, program.file()));
    let manifest = format!(
        "[package]\nname = 'sweep-{package}'\nedition = '2024'\nautobins = false\n\n[workspace]\n\n\
         [dependencies]\nrun-group = {{ path = '{}', default-features = false, features = [{features}] }}\n\
         tokio = {{ version = '1', features = ['rt', 'sync'] }}\n\n{}",
        root.display(),
        binaries.collect::<Vec<_>>().join("\n"),
    );
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    for program in programs {
        fs::write(folder.join(program.file()), &program.source).unwrap();
    }
    // The versions that this workspace has already.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
}

/// The errors of these programs, in the package that has been written for them.
pub fn compile(folder: &Path, programs: &[Program]) -> Vec<Error> {
    let output = Command::new(env::var_os("CARGO").expect("cargo runs the tests"))
        .args(["check", "--bins", "--keep-going", "--offline", "--message-format=json", "--target-dir"])
        .arg(folder.with_file_name("target"))
        .current_dir(folder)
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let messages = stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut errors = Vec::new();
    for mut message in messages {
        let program = text(&message["target"]["name"]).to_owned();
        let message = message["message"].take();
        // The last error counts the others.
        if message["level"] == "error" && !text(&message["message"]).starts_with("aborting due to") {
            errors.push(Error { program, message });
        }
    }
    let stray = errors.iter().find(|error| programs.iter().all(|program| program.name != error.program));
    if let Some(stray) = stray {
        panic!("{}: {}", stray.program, text(&stray.message["rendered"]));
    }
    assert!(!errors.is_empty(), "nothing was compiled: {}", String::from_utf8_lossy(&output.stderr));
    errors
}
