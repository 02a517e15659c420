//! A panic that is the caller's mistake is shown at the caller's line.

use run_group::run_group;

use crate::support::{alone, expect_code};

#[test]
fn run_inside_a_runtime_panics_at_its_line() {
    let end = alone(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let _inside = runtime.enter();
        let _ = run_group! { job: async { Ok(()) } => drop }.run();
    });
    let place = format!("panicked at {}:{}:", file!(), line!() - 2);
    assert!(end.errors.contains(&place), "{}", end.errors);
    assert!(end.errors.contains("`.run()` blocks its thread"), "{}", end.errors);
    expect_code(&end, 101);
}
