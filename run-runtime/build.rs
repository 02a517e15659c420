//! Tells the crate whether `Infallible` and `!` are one type, as they are from Rust 1.100 on.

use std::{env, process::Command};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(never_is_infallible)");
    if rustc_minor().is_some_and(|minor| minor >= 100) {
        println!("cargo::rustc-cfg=never_is_infallible");
    }
}

/// The `95` of `rustc 1.95.0 (59807616e 2026-04-14)`.
fn rustc_minor() -> Option<u32> {
    let output = Command::new(env::var_os("RUSTC")?).arg("--version").output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?;
    version.split('.').nth(1)?.parse().ok()
}
