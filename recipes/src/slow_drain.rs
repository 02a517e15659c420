//! A drain that takes long, and says now and then who is waited for.
//!
//! ```text
//! draining for 5.0s: waiting for `http`
//! draining for 10.0s: waiting for `http`
//! draining for 15.0s: waiting for `db`
//! ```
//!
//! Whoever looks at the log of a shutdown that hangs sees where, long before the deadline names the stuck.
//!
//! [`watch`] is a task of its own, which a `Status` allows: what holds up the group does not hold it up. An actor of the group
//! would have to outlive all others, and would itself be waited for. It ends with the group.
//!
//! Interrupts: those of the group are yours; `watch` needs none.
//!
//! Not covered: a `tracing` subscriber. With the feature `tracing`, the group itself sends an event that says the same.

use std::time::Duration;

use run_group::{Status, status::Phase};
use tokio::time::interval;

/// Says every so often who a group that drains waits for, until it has ended.
pub async fn watch(status: Status, period: Duration, say: impl Fn(&str)) {
    let mut ticks = interval(period);
    loop {
        tokio::select! {
            () = status.ended() => return,
            _ = ticks.tick() => {}
        }
        if status.phase() == Phase::Draining {
            say(status.to_string().lines().next().unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use run_group::{Stop, run_group};
    use tokio::time::sleep;

    use super::*;

    async fn stops_within(seconds: u64, stop: Stop) {
        stop.await;
        sleep(Duration::from_secs(seconds)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn it_says_what_is_waited_for_until_the_group_has_ended() {
        let status = Status::new();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let say = {
            let lines = lines.clone();
            move |line: &str| lines.lock().unwrap().push(line.to_owned())
        };
        let watch = tokio::spawn(watch(status.clone(), Duration::from_secs(5), say));

        run_group! {
            http: |stop| stops_within(11, stop),
            #[outlives(http)]
            db:   |stop| stops_within(5, stop),
            job:  sleep(Duration::from_secs(58)) => drop,
        }
        .status(&status)
        .await
        .unwrap();

        watch.await.unwrap();
        let expected = [
            "draining for 2.0s: waiting for `http`",
            "draining for 7.0s: waiting for `http`",
            "draining for 12.0s: waiting for `db`",
        ];
        assert_eq!(lines.lock().unwrap()[..], expected);
    }
}
