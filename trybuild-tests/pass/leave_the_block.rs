//! `return` and `?` leave the actor's own block, and nothing else.
#![deny(warnings)]

use run_group::{AnyError, run_group};

fn parse(text: &str) -> Result<u32, std::num::ParseIntError> {
    text.parse()
}

fn group(text: &'static str) -> Result<u32, AnyError> {
    let ended = run_group! {
        first: async {
            if text.is_empty() {
                return Ok(());
            }
            let parsed = parse(text)?;
            if parsed > 3 {
                return Err("too many".into());
            }
            Ok(())
        } => drop,
        second: |stop| async {
            stop.stopped().await;
            if text.is_empty() {
                return Ok(());
            }
            parse(text)?;
            Ok(())
        },
        third: std::future::pending::<()>() => async { if text.is_empty() { return; } },
        fourth: std::future::pending::<()>() => || { if text.is_empty() { return; } },
        fifth: std::future::pending::<()>() => drop,
        row: async move {
            if number == 2 {
                return Ok(());
            }
            parse(text)?;
            Ok(())
        } for number in [parse("1")?, parse("2")?] => async move { if number == 2 { return; } },
        #[when(async { if text.is_empty() { return; } std::future::ready(()).await })]
        gated: std::future::pending::<()>() for _ in 0..parse(text)? if parse(text)? > 3 => drop,
    };
    match ended.run() {
        Ok(()) => Ok(1),
        Err(error) => Err(error.into()),
    }
}

fn main() {
    // `third` and `fourth` never end: all of it is only compiled.
    let _ = group;
}
