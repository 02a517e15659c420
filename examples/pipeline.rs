//! A pipeline: sources, transforms and a sink, which drain by closed channels. SIGHUP reloads the transforms by difference.
//!
//! ```text
//! cargo run --example pipeline ROUTES OUTPUT [ADDRESS]       # 127.0.0.1:9000
//! echo hello | nc -N 127.0.0.1 9000                          # answered with `ok`: the line will be written
//! ```
//!
//! Each line of ROUTES is the name of a transform and what it does: `loud upper`, `same copy`. On SIGHUP, those that are new
//! begin, those that are gone end after what they have been sent, and all others go on.
//!
//! Only the sources are asked to stop. The rest ends when nothing can come any more:
//!
//! ```text
//! listen, sources ──closed──> route ──closed──> transforms ──closed──> sink
//! ```

use std::{
    collections::{BTreeMap, btree_map::Entry},
    env, fs,
    time::Duration,
};

use run_group::{ActorSet, AnyError, Signal, Stop, run_group, signal, signal::Listener};
use tokio::{
    fs::File,
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, BufWriter},
    net::{TcpListener, TcpStream},
    select,
    sync::mpsc::{Receiver, Sender, channel},
};

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let mut arguments = env::args().skip(1);
    let path = arguments.next().ok_or("which routes?")?;
    let output = arguments.next().ok_or("which output?")?;
    let listener = TcpListener::bind(arguments.next().as_deref().unwrap_or("127.0.0.1:9000")).await?;
    let (lines, unrouted) = channel(64);
    let (sink, written) = channel(64);
    let hangups = signal::listen([Signal::Hangup]); // from here on, SIGHUP does not kill the process
    let sources = ActorSet::new().keep_going(|name, end| eprintln!("{name} {end}"));
    let transforms = ActorSet::new();
    let mut routes = Routes { path, transforms: transforms.clone(), sink, live: BTreeMap::new() };
    routes.reload().await?;
    println!("listening on {}", listener.local_addr()?);

    run_group! {
        listen:     accept(listener, &sources, lines) => drop,
        #[outlives(listen)]
        sources:    &sources,
        route:      route(unrouted, routes, &hangups) => {},
        #[outlives(route)]
        transforms: &transforms,
        sink:       write(written, &output) => {},
        signals:    signal::shutdown(),
    }
    .on_cause(|cause| println!("stopping: {cause}"))
    .grace(Duration::from_secs(10))
    .await?;
    Ok(())
}

async fn accept(listener: TcpListener, sources: &ActorSet, lines: Sender<String>) -> Result<(), AnyError> {
    loop {
        let (client, address) = listener.accept().await?;
        let lines = lines.clone();
        sources.add(address.to_string(), |stop| read(client, lines, stop)).await?;
    }
}

/// Answers a line when it is in the pipeline. Between two lines it can be stopped.
async fn read(mut client: TcpStream, lines: Sender<String>, stop: Stop) -> Result<(), AnyError> {
    let (input, mut answers) = client.split();
    let mut input = BufReader::new(input).lines();
    loop {
        let line = select! {
            line = input.next_line() => line?,
            () = stop.stopped() => return Ok(()),
        };
        let Some(line) = line else { return Ok(()) };
        lines.send(line).await?;
        answers.write_all(b"ok\n").await?;
    }
}

/// Sends each line to all transforms, until no source is left. It owns the routes, so no line sees half of a reload.
async fn route(mut lines: Receiver<String>, mut routes: Routes, hangups: &Listener) -> Result<(), AnyError> {
    loop {
        select! {
            line = lines.recv() => {
                let Some(line) = line else { return Ok(()) };
                for transform in routes.live.values() {
                    // One that has failed says why itself.
                    let _ = transform.send(line.clone()).await;
                }
            }
            _ = hangups.next() => match routes.reload().await {
                Ok(()) => println!("routes: {:?}", routes.live.keys()),
                Err(error) => eprintln!("the old routes stay: {error}"),
            },
        }
    }
}

struct Routes {
    path: String,
    transforms: ActorSet,
    sink: Sender<String>,
    /// What runs: the lines of the file, each with the transform's channel.
    live: BTreeMap<String, Sender<String>>,
}

impl Routes {
    async fn reload(&mut self) -> Result<(), AnyError> {
        let text = fs::read_to_string(&self.path)?;
        let wanted = text.lines().map(|line| Ok((line.to_owned(), parse(line)?)));
        let wanted: BTreeMap<_, _> = wanted.collect::<Result<_, AnyError>>()?;
        // Their channels close, so they end, after what they have been sent, and leave the set.
        self.live.retain(|line, _| wanted.contains_key(line));
        for (line, (name, apply)) in wanted {
            if let Entry::Vacant(entry) = self.live.entry(line) {
                let ((sender, lines), sink) = (channel(64), self.sink.clone());
                self.transforms.add(name.clone(), |_| transform(name, apply, lines, sink)).await?;
                entry.insert(sender);
            }
        }
        Ok(())
    }
}

type Apply = fn(&str) -> String;

fn parse(line: &str) -> Result<(String, Apply), AnyError> {
    match line.split_once(' ') {
        Some((name, "copy")) => Ok((name.to_owned(), str::to_owned)),
        Some((name, "upper")) => Ok((name.to_owned(), str::to_uppercase)),
        _ => Err(format!("no transform: {line}").into()),
    }
}

async fn transform(
    name: String,
    apply: Apply,
    mut lines: Receiver<String>,
    sink: Sender<String>,
) -> Result<(), AnyError> {
    while let Some(line) = lines.recv().await {
        sink.send(format!("{name} {}", apply(&line))).await?;
    }
    Ok(())
}

async fn write(mut lines: Receiver<String>, output: &str) -> Result<(), AnyError> {
    let mut output = BufWriter::new(File::options().append(true).create(true).open(output).await?);
    while let Some(line) = lines.recv().await {
        output.write_all(format!("{line}\n").as_bytes()).await?;
        if lines.is_empty() {
            output.flush().await?;
        }
    }
    Ok(output.flush().await?)
}
