//! A page server, whose eight stages of shutdown overlap, and whose status page answers to the last.
//!
//! ```text
//! cargo run --example pages DIRECTORY [ADDRESS [STATUS_ADDRESS]]     # 127.0.0.1:6400, 127.0.0.1:9898
//! echo put a 7 hello | nc -N 127.0.0.1 6400                          # answered with `ok`: it will be stored remotely
//! curl 127.0.0.1:9898                                                # what each actor does, and what is waited for
//! ```
//!
//! A page is in memory first, then in a layer, a file of its tenant, and in the end in the remote storage, a directory here.
//!
//! ```text
//! compact  x                            dropped at once
//! listen   x                            the port is closed
//! clients  |==|                         finish the request they are at
//! ingest   |====|                       takes what its log has left
//! tenants       |===|                   write the layers of what is in memory, side by side
//! upload        ...|====|               ends after the last layer: when no tenant can send one any more
//! index                 |=|             names what is stored, after that
//! status                  x             answers until all others have ended
//! ```

use std::{
    collections::BTreeMap,
    env, fs,
    future::pending,
    mem,
    path::{Path, PathBuf},
    sync::Mutex,
    time::Duration,
};

use axum::{Router, routing::get};
use run_group::{ActorSet, AnyError, Status, Stop, run_group, signal};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    select,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::{interval, sleep, timeout},
};

const TENANTS: [&str; 2] = ["a", "b"];
const FLUSH: Duration = Duration::from_millis(20);

/// The pages of each tenant that no layer has yet.
static PAGES: Mutex<BTreeMap<String, BTreeMap<String, String>>> = Mutex::new(BTreeMap::new());

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let mut arguments = env::args().skip(1);
    let directory = PathBuf::from(arguments.next().ok_or("which directory?")?);
    fs::create_dir_all(directory.join("remote"))?;
    let listener = TcpListener::bind(arguments.next().as_deref().unwrap_or("127.0.0.1:6400")).await?;
    let page = TcpListener::bind(arguments.next().as_deref().unwrap_or("127.0.0.1:9898")).await?;
    println!("listening on {}", listener.local_addr()?);
    println!("status on {}", page.local_addr()?);

    let status = Status::new();
    let shown = status.clone();
    let app = Router::new().route("/", get(async move || shown.to_string()));
    let clients = ActorSet::new().keep_going(|client, end| eprintln!("{client} {end}"));
    let (layers, uploads) = unbounded_channel();

    run_group! {
        compact: pending::<()>() => drop, // stands in for what loses nothing when it is dropped
        listen:  accept(listener, &clients) => drop,
        #[outlives(listen)]
        clients: &clients,
        ingest:  |stop| ingest(stop),
        #[outlives(clients, ingest)]
        tenants[name]: |stop| flush(name, &directory, layers, stop)
                     for (name, layers) in TENANTS.map(|name| (name, layers.clone())),
        // The tenants have senders, and this is the last.
        upload:  upload(uploads, &directory) => { drop(layers) },
        #[outlives(upload)]
        index:   |stop| index(&directory, stop),
        #[outlives(..)]
        status:  |stop| axum::serve(page, app).with_graceful_shutdown(stop),
        signals: signal::shutdown(),
    }
    .status(&status)
    .on_cause(|cause| println!("stopping: {cause}"))
    .grace(Duration::from_secs(10))
    .await?;
    Ok(())
}

async fn accept(listener: TcpListener, clients: &ActorSet) -> Result<(), AnyError> {
    loop {
        let (client, address) = listener.accept().await?;
        clients.add(address.to_string(), |stop| serve(client, stop)).await?;
    }
}

/// Answers requests, and stops between two of them: `put TENANT PAGE TEXT`.
async fn serve(mut client: TcpStream, stop: Stop) -> Result<(), AnyError> {
    let (requests, mut answers) = client.split();
    let mut requests = BufReader::new(requests).lines();
    loop {
        let request = select! {
            request = requests.next_line() => request?,
            () = stop.stopped() => return Ok(()),
        };
        let Some(request) = request else { return Ok(()) };
        let answer = match *request.splitn(4, ' ').collect::<Vec<_>>() {
            ["put", tenant, page, text] if TENANTS.contains(&tenant) => {
                put(tenant, page, text);
                "ok\n"
            }
            _ => "what?\n",
        };
        answers.write_all(answer.as_bytes()).await?;
    }
}

fn put(tenant: &str, page: &str, text: &str) {
    PAGES.lock().unwrap().entry(tenant.into()).or_default().insert(page.into(), text.into());
}

/// Stands in for the log of a database, which has some more when it is asked to stop.
async fn ingest(stop: Stop) {
    let mut ticks = interval(Duration::from_millis(5));
    let mut number = 0;
    while !stop.is_stopped() || number % 10 != 0 {
        ticks.tick().await;
        number += 1;
        put("a", "log", &number.to_string());
    }
    println!("the log ends at {number}");
}

/// Writes layers of a tenant's pages, and the last one when no page can come any more.
async fn flush(tenant: &str, directory: &Path, layers: UnboundedSender<String>, stop: Stop) -> Result<(), AnyError> {
    for number in 0.. {
        let last = timeout(FLUSH, stop.stopped()).await.is_ok();
        let pages = mem::take(&mut *PAGES.lock().unwrap().entry(tenant.into()).or_default());
        if !pages.is_empty() {
            let text: String = pages.iter().flat_map(|(page, text)| [page, " ", text, "\n"]).collect();
            let layer = format!("{tenant}.{number:06}");
            tokio::fs::write(directory.join(&layer), text).await?;
            layers.send(layer)?;
        }
        if last {
            break;
        }
    }
    Ok(())
}

async fn upload(mut layers: UnboundedReceiver<String>, directory: &Path) -> Result<(), AnyError> {
    while let Some(layer) = layers.recv().await {
        sleep(Duration::from_millis(2)).await; // the network
        tokio::fs::rename(directory.join(&layer), directory.join("remote").join(layer)).await?;
    }
    Ok(())
}

async fn index(directory: &Path, stop: Stop) -> Result<(), AnyError> {
    stop.stopped().await;
    let stored =
        fs::read_dir(directory.join("remote"))?.map(|entry| Ok(format!("{}\n", entry?.file_name().to_string_lossy())));
    let stored: String = stored.collect::<Result<_, AnyError>>()?;
    Ok(fs::write(directory.join("index"), stored)?)
}
