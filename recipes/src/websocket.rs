//! Websockets whose sessions are saved when the server stops.
//!
//! `with_graceful_shutdown` waits for requests, and what has been upgraded is none any more: axum has spawned a task for it, which
//! nobody waits for. The server ends at once, the group too, with success, and the process exits in the middle of every session.
//! So the sessions are actors of the group, in a set.
//!
//! Interrupts:
//!
//! - `http` is interrupted through `|stop|`: it closes the port, and answers the requests that have come in.
//! - `sessions` outlives `http`, so it is interrupted when no session can come any more. The `Stop` of each is set: the session
//!   saves what it has, says goodbye with the code 1001, "going away", on which clients connect again, elsewhere, and waits a moment
//!   for the client's own goodbye. Without that wait, a close that crosses with a message resets the connection, and may
//!   take the goodbye with it.
//! - `signals` holds nothing, so it is dropped.
//!
//! A session is added to the set before the upgrade is answered, and waits there for its socket. Added after that, by the task
//! of the upgrade, it could come too late: its client would have been answered, and then be refused.
//!
//! A session that fails has lost its client, and ends nothing: `keep_going`. One that has not saved within the grace is stuck,
//! and the error names it.
//!
//! Not covered: what the client has sent and the server has not answered. Only the client knows that, and sends it again.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::{
        Path, State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code::AWAY},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use run_group::{ActorSet, AnyError, Error, Stop, run_group, signal};
use tokio::{net::TcpListener, sync::oneshot, time::timeout};

/// How long a client may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// Serves until the process is asked to stop, and saves every session.
pub async fn run(listener: TcpListener, store: Store) -> Result<(), Error> {
    let sessions = ActorSet::new().keep_going(|name, end| tracing::warn!("{name} {end}"));
    let app = Router::new().route("/{name}", get(open)).with_state((sessions.clone(), store));
    run_group! {
        http:     |stop| axum::serve(listener, app).with_graceful_shutdown(stop),
        #[outlives(http)]
        sessions: &sessions,
        signals:  signal::shutdown(),
    }
    .grace(Duration::from_secs(10))
    .await
}

async fn open(
    State((sessions, store)): State<(ActorSet, Store)>,
    Path(name): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let (sender, upgraded) = oneshot::channel();
    let member = name.clone();
    let added = sessions.add(member, |stop| async move {
        match upgraded.await {
            Ok(socket) => session(&name, socket, &store, &stop).await,
            // The client has gone before it was upgraded.
            Err(_) => Ok(()),
        }
    });
    match added.await {
        // Nobody waits for the task of this, which ends at once.
        Ok(()) => upgrade.on_upgrade(async |socket| drop(sender.send(socket))),
        Err(refused) => (StatusCode::SERVICE_UNAVAILABLE, refused.to_string()).into_response(),
    }
}

/// Answers each message, and saves them all, however the session ends.
async fn session(name: &str, mut socket: WebSocket, store: &Store, stop: &Stop) -> Result<(), AnyError> {
    let mut notes = Vec::new();
    let talked = talk(&mut socket, &mut notes, stop).await;
    store.save(name, notes).await;
    talked?;
    if stop.is_stopped() {
        let goodbye = CloseFrame { code: AWAY, reason: "the server stops".into() };
        socket.send(Message::Close(Some(goodbye))).await?;
        // Until the client's close, or the end of the connection.
        let _ = timeout(GOODBYE, async { while let Some(Ok(_)) = socket.recv().await {} }).await;
    }
    Ok(())
}

async fn talk(socket: &mut WebSocket, notes: &mut Vec<String>, stop: &Stop) -> Result<(), AnyError> {
    loop {
        let message = tokio::select! {
            message = socket.recv() => message,
            () = stop.stopped() => return Ok(()),
        };
        match message.transpose()? {
            Some(Message::Text(note)) => {
                notes.push(note.to_string());
                socket.send(Message::text("saved soon")).await?;
            }
            // Pings are answered by axum.
            Some(Message::Binary(_) | Message::Ping(_) | Message::Pong(_)) => {}
            Some(Message::Close(_)) | None => return Ok(()),
        }
    }
}

/// Stands in for a database.
#[derive(Clone, Debug, Default)]
pub struct Store(Arc<Mutex<BTreeMap<String, Vec<String>>>>);

impl Store {
    async fn save(&self, name: &str, notes: Vec<String>) {
        tokio::time::sleep(Duration::from_millis(1)).await; // the network
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(name.to_owned()).or_default().extend(notes);
    }

    /// What is saved under this name.
    #[must_use]
    pub fn saved(&self, name: &str) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use futures_util::{SinkExt, StreamExt};
    use tokio::{net::TcpStream, sync::mpsc, task::JoinHandle};
    use tokio_tungstenite::{client_async, tungstenite};

    use super::*;
    use crate::support::{alone, listen, soon};

    /// Sends notes until the server says goodbye, and gives those that were answered, and the code of the goodbye.
    fn client(
        name: &'static str,
        address: SocketAddr,
        answered: mpsc::UnboundedSender<()>,
    ) -> JoinHandle<(Vec<String>, u16)> {
        tokio::spawn(async move {
            let stream = TcpStream::connect(address).await.unwrap();
            let (mut socket, _) = client_async(format!("ws://localhost/{name}"), stream).await.unwrap();
            let mut notes = Vec::new();
            loop {
                let note = format!("{name}{}", notes.len());
                // It is not sent where the server has gone: then the goodbye comes next.
                let _ = socket.send(tungstenite::Message::text(&*note)).await;
                match soon(socket.next()).await.unwrap().unwrap() {
                    tungstenite::Message::Text(_) => notes.push(note),
                    tungstenite::Message::Close(goodbye) => return (notes, goodbye.unwrap().code.into()),
                    other => panic!("{other}"),
                }
                let _ = answered.send(());
            }
        })
    }

    #[tokio::test]
    async fn what_was_answered_is_saved_at_whatever_moment_it_stops() {
        for moment in 0..100 {
            let alone = alone().await;
            let (listener, address) = listen().await;
            let store = Store::default();
            let service = tokio::spawn(run(listener, store.clone()));
            let (answer, mut answered) = mpsc::unbounded_channel();
            let clients = ["a", "b", "c"].map(|name| (name, client(name, address, answer.clone())));
            // All three have been upgraded.
            for _ in 0..3 + moment {
                soon(answered.recv()).await.unwrap();
            }

            alone.terminate();

            soon(service).await.unwrap().unwrap();
            for (name, client) in clients {
                let (notes, code) = soon(client).await.unwrap();
                // The note that crossed with the goodbye may be saved, too.
                assert!(store.saved(name).starts_with(&notes), "{name}, {moment}: {notes:?}");
                assert_eq!(code, AWAY);
            }
        }
    }
}
