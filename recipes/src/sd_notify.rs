//! A service of systemd's kind, `Type=notify`: it says when it is ready, that it stops, and why; and that it is alive.
//!
//! What is said when:
//!
//! - `READY=1` before the group runs: the port is bound, so whoever connects from now on is served.
//! - `STOPPING=1` from `.on_cause(..)`, before any interrupt, with the cause as the status that `systemctl status` shows.
//!   It is a datagram, and waits only while systemd has not read those before it.
//! - `WATCHDOG=1` from an actor, which is there only if the unit has a `WatchdogSec=`. It holds nothing, so it is dropped;
//!   but only behind all others (`#[outlives(..)]`): the watchdog also bites while the service drains.
//!
//! Without a `$NOTIFY_SOCKET` nothing is said. What cannot be said is no reason to stop a service, so those errors are
//! let go of.
//!
//! Not covered: `RELOADING=1`, sockets that systemd opens (`sd_notify::listen_fds`). `TimeoutStopSec=` should be longer
//! than the grace, or systemd kills first.

use std::time::Duration;

use axum::{Router, routing::post};
use run_group::{AnyError, run_group, signal};
use sd_notify::{NotifyState, notify, watchdog_enabled};
use tokio::{net::TcpListener, time::interval};

/// Serves until the process is asked to stop.
pub async fn run() -> Result<(), AnyError> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let app = Router::new().route("/echo", post(async |body: String| body));

    let listening = format!("listening on {}", listener.local_addr()?);
    notify(&[NotifyState::Ready, NotifyState::Status(&listening)]).ok();
    run_group! {
        http:     |stop| axum::serve(listener, app).with_graceful_shutdown(stop.stopped_owned()),
        #[outlives(..)]
        watchdog: feed(limit / 2) if let Some(limit) = watchdog_enabled() => drop,
        signals:  signal::shutdown() => drop,
    }
    .on_cause(|cause| {
        notify(&[NotifyState::Stopping, NotifyState::Status(&cause.to_string())]).ok();
    })
    .grace(Duration::from_secs(20))
    .await?;
    Ok(())
}

/// Says that the group's task still gets its turn.
async fn feed(period: Duration) {
    let mut meals = interval(period);
    loop {
        meals.tick().await;
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
    /// which finds itself told to be one.
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
            let ear = socket.try_clone().unwrap();
            // Always listening: who notifies waits while too much has not been read.
            thread::spawn(move || {
                let mut text = [0; 1024];
                while let Ok(length @ 1..) = ear.recv(&mut text) {
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

        /// The next that it hears, but for signs of life.
        fn hears_news(&self) -> String {
            std::iter::repeat_with(|| receive(&self.heard).unwrap()).find(|text| text != "WATCHDOG=1\n").unwrap()
        }

        /// Waits for a sign of life that is given from now on.
        fn hears_life(&self) {
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
    async fn the_manager_hears_when_it_is_ready_that_it_stops_and_that_it_is_alive() {
        if env::var_os(SERVICE).is_some() {
            return run().await.unwrap();
        }
        let manager = Manager::new();
        let mut service =
            manager.start("sd_notify::tests::the_manager_hears_when_it_is_ready_that_it_stops_and_that_it_is_alive");
        let pid = service.id().and_then(|id| Pid::from_raw(id.try_into().ok()?)).unwrap();
        let ready = manager.hears_news();
        let address = ready.strip_prefix("READY=1\nSTATUS=listening on ").unwrap().trim_end().parse().unwrap();
        let request = InFlight::post(address, "/echo").await;
        manager.hears_life();

        kill_process(pid, Signal::TERM).unwrap();

        assert_eq!(manager.hears_news(), "STOPPING=1\nSTATUS=received SIGTERM\n");
        closed(address).await;
        // It drains, and is alive.
        manager.hears_life();
        assert!(request.finish().await.unwrap().ends_with("\r\n\r\nhello"));
        assert!(soon(service.wait()).await.unwrap().success());
    }
}
