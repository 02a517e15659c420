//! Time, as the paused clock counts it.

use std::time::Duration;

pub const SECOND: Duration = Duration::from_secs(1);
