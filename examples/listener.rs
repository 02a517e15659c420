//! A listener: closing it ends its accept loop.
//!
//! ```text
//! cargo run --example listener
//! ```
//!
//! A listener of the standard library cannot be closed while a thread blocks in its `accept`. One of tokio's can: the
//! accept loop owns it, so dropping the loop closes it, and `=> drop` is enough. The loop also owns the tasks of its
//! connections, in a `JoinSet`. Spawned and forgotten, they would outlive the group.
//!
//! This cuts open connections off. Where they have to be served to their end, take a `|stop|`, as `http.rs` does.

use std::{io, net::SocketAddr};

use run_group::{AnyError, run_group};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;

    run_group! {
        echo:   accept(listener) => drop,
        client: talk(address) => drop,
    }
    .on_cause(|cause| println!("stopping: {cause}"))
    .await?;

    match TcpStream::connect(address).await {
        Ok(_) => println!("the port is still open"),
        Err(error) => println!("the port is closed: {}", error.kind()),
    }
    Ok(())
}

async fn accept(listener: TcpListener) -> io::Result<()> {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (connection, _) = accepted?;
                connections.spawn(echo(connection));
            }
            // Frees the connections that have ended.
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn echo(mut connection: TcpStream) -> io::Result<()> {
    let (mut from, mut to) = connection.split();
    tokio::io::copy(&mut from, &mut to).await?;
    Ok(())
}

async fn talk(address: SocketAddr) -> io::Result<()> {
    let mut connection = BufReader::new(TcpStream::connect(address).await?);
    connection.write_all(b"hello\n").await?;
    let mut answer = String::new();
    connection.read_line(&mut answer).await?;
    println!("client: the echo of hello is {}", answer.trim_end());
    Ok(())
}
