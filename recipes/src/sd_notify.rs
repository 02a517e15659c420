//! A service for systemd, `Type=notify`: it reports that it is ready, that it stops and why, and that it still runs.
//!
//! What is sent when:
//!
//! - `STATUS=` while it starts, from an actor that follows the group's `Status`: `systemctl status` shows who is waited for.
//! - `READY=1` from `.on_ready(..)`: the cache is warm, so a client that connects from now on is served at once.
//!   Units that are `After=` this one start only then, as the actors here that are `#[after]` another one.
//! - `STOPPING=1` from `.on_cause(..)`, before any interrupt, with the cause as the status that `systemctl status`
//!   shows. It is a datagram, and waits only while systemd has not read those before it.
//! - `WATCHDOG=1` from an actor, which is there only if the unit has a `WatchdogSec=`. It holds nothing, so it is
//!   dropped; but only after all others (`#[outlives(..)]`), because the watchdog's limit also runs while the service
//!   drains. It shares the group's task, so an actor that blocks that is noticed, and the service is restarted.
//!
//! `.startup(..)` is shorter than `TimeoutStartSec=` (90 seconds, unless the unit says otherwise), and `.grace(..)` shorter than
//! `TimeoutStopSec=`: then the service says what took too long, before systemd kills it.
//!
//! Without a `$NOTIFY_SOCKET` nothing is sent. An error of sending is no reason to stop a service, so it is ignored.
//!
//! Interrupts: `http` through `|stop|`; `cache` and `progress` hold nothing, so they are dropped. `progress` may finish, and does
//! when all are ready.
//!
//! Not covered: `RELOADING=1`, sockets that systemd opens (`sd_notify::listen_fds`), a start of unknown length
//! (`EXTEND_TIMEOUT_USEC=`).

use std::{future::pending, time::Duration};

use axum::{Router, routing::post};
use run_group::{
    AnyError, Ready, Status, run_group, signal,
    status::{Actor, State},
};
use sd_notify::{NotifyState, notify, watchdog_enabled};
use tokio::{net::TcpListener, time::interval};

/// Fills the cache, and then serves until the process is asked to stop.
pub async fn run(fill: impl Future<Output = ()>) -> Result<(), AnyError> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let listening = format!("listening on {}", listener.local_addr()?);
    let app = Router::new().route("/echo", post(async |body: String| body));
    let status = Status::new();
    run_group! {
        #[may_finish]
        progress: report_start(&status) => drop,
        cache:    |_, ready| keep(fill, ready) => drop,
        #[after(cache)]
        http:     |stop| axum::serve(listener, app).with_graceful_shutdown(stop),
        #[outlives(..)]
        watchdog: feed(limit / 2) if let Some(limit) = watchdog_enabled() => drop,
        signals:  signal::shutdown(),
    }
    .startup(Duration::from_secs(60))
    .on_ready(|| {
        notify(&[NotifyState::Ready, NotifyState::Status(&listening)]).ok();
    })
    .on_cause(|cause| {
        notify(&[NotifyState::Stopping, NotifyState::Status(&cause.to_string())]).ok();
    })
    .grace(Duration::from_secs(20))
    .status(&status)
    .await?;
    Ok(())
}

/// Reports which actors are waited for, until all are ready.
async fn report_start(status: &Status) {
    while !status.is_ready() {
        let actors = status.actors();
        let starting = actors.iter().filter(|actor| actor.state() == State::Starting);
        let names: Vec<_> = starting.map(Actor::name).collect();
        notify(&[NotifyState::Status(&format!("waiting for {}", names.join(", ")))]).ok();
        status.changed().await;
    }
}

/// Stands in for what keeps your cache warm.
async fn keep(fill: impl Future<Output = ()>, ready: Ready) {
    fill.await;
    ready.set();
    pending::<()>().await;
}

/// Reports that the group's task is still polled.
async fn feed(period: Duration) {
    let mut ticks = interval(period);
    loop {
        ticks.tick().await;
        notify(&[NotifyState::Watchdog]).ok();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        env, fs,
        net::Shutdown,
        os::unix::net::UnixDatagram,
        path::PathBuf,
        process::Stdio,
        sync::mpsc::{Receiver, channel},
        thread,
    };

    use rustix::process::{Pid, Signal, kill_process};
    use tokio::process::{Child, Command};

    use super::*;
    use crate::support::{InFlight, closed, receive, soon};

    /// The environment of a process cannot be changed safely, so the service is a process of its own: this test again,
    /// with this variable set.
    const SERVICE: &str = "RUN_GROUP_RECIPES_SERVICE";

    /// Stands in for systemd.
    struct Manager {
        socket: UnixDatagram,
        path: PathBuf,
        heard: Receiver<String>,
    }

    impl Manager {
        fn new() -> Self {
            let path = env::temp_dir().join(format!("run-group-notify-{}.socket", std::process::id()));
            let socket = UnixDatagram::bind(&path).unwrap();
            let (sender, heard) = channel();
            let reader = socket.try_clone().unwrap();
            // It always reads: a service that notifies waits while too much has not been read.
            thread::spawn(move || {
                let mut text = [0; 1024];
                while let Ok(length @ 1..) = reader.recv(&mut text) {
                    sender.send(String::from_utf8_lossy(&text[..length]).into_owned()).ok();
                }
            });
            Manager { socket, path, heard }
        }

        fn start(&self, test: &str) -> Child {
            Command::new(env::current_exe().unwrap())
                .args(["--exact", test])
                .env(SERVICE, "")
                .env("NOTIFY_SOCKET", &self.path)
                .env("WATCHDOG_USEC", "20000")
                .env_remove("WATCHDOG_PID")
                .stdout(Stdio::null())
                .kill_on_drop(true)
                .spawn()
                .unwrap()
        }

        /// The next message that is not from the watchdog.
        fn next_news(&self) -> String {
            let messages = std::iter::repeat_with(|| receive(&self.heard).unwrap());
            // The watchdog sends 2000 in twenty seconds.
            messages.take(2000).find(|text| text != "WATCHDOG=1\n").expect("some news")
        }

        /// Waits for a message of the watchdog that is sent from now on.
        fn expect_watchdog(&self) {
            let _earlier = self.heard.try_iter().count();
            assert_eq!(receive(&self.heard).unwrap(), "WATCHDOG=1\n");
        }
    }

    impl Drop for Manager {
        fn drop(&mut self) {
            self.socket.shutdown(Shutdown::Both).ok();
            fs::remove_file(&self.path).ok();
        }
    }

    #[tokio::test]
    async fn systemd_hears_of_ready_stopping_and_the_watchdog() {
        if env::var_os(SERVICE).is_some() {
            return run(tokio::task::yield_now()).await.unwrap();
        }
        let manager = Manager::new();
        let mut service = manager.start("sd_notify::tests::systemd_hears_of_ready_stopping_and_the_watchdog");
        let pid = service.id().and_then(|id| Pid::from_raw(id.try_into().ok()?)).unwrap();
        assert_eq!(manager.next_news(), "STATUS=waiting for cache\n");
        let ready = manager.next_news();
        let address = ready.strip_prefix("READY=1\nSTATUS=listening on ").unwrap().trim_end().parse().unwrap();
        let request = InFlight::post(address, "/echo").await;
        manager.expect_watchdog();

        kill_process(pid, Signal::TERM).unwrap();

        assert_eq!(manager.next_news(), "STOPPING=1\nSTATUS=received SIGTERM\n");
        closed(address).await;
        // It drains, and still reports.
        manager.expect_watchdog();
        assert!(request.finish().await.unwrap().ends_with("\r\n\r\nhello"));
        assert!(soon(service.wait()).await.unwrap().success());
    }
}
