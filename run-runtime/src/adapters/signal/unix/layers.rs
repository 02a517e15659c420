//! Our handlers in their places: put there when something begins to listen, and taken away when nothing does any more.
//!
//! All of this is done under the lock of a [`Process`](super::process::Process), but other code of the process may change the
//! same dispositions at any time, and the system has no way to change one only if it is still what it was.

use core::sync::atomic::{AtomicU32, Ordering};
use std::{boxed::Box, io};

use libc::SIG_IGN;

use crate::{
    adapters::signal::system::{
        ALL,
        handler::{BELOW, Below, LAYERS, layer_of, on_top_of},
        number,
        system::disposition,
    },
    outcome::signal::Signal,
};

/// For each signal, the layers that are in force, or that a handler above may call. A bit each. In a forked child, too.
static IN_USE: [AtomicU32; ALL.len()] = [const { AtomicU32::new(0) }; ALL.len()];

/// Puts a handler of ours on top of what is there for a signal, unless one is on top, or the signal is to stay ignored.
pub(super) fn install(signal: Signal) -> io::Result<()> {
    let top = disposition(number(signal), None)?;
    if let Some(layer) = layer_of(&top) {
        use_layer(signal, layer);
        return Ok(());
    }
    if top.sa_sigaction == SIG_IGN && stays_ignored(signal) {
        return Ok(());
    }
    let layer = layer_for(signal, &top)?;
    set_below(signal, layer, top);
    let replaced = disposition(number(signal), Some(&on_top_of(&top, layer)))?;
    use_layer(signal, layer);
    // Somebody may have been there in between.
    set_below(signal, layer, replaced);
    Ok(())
}

/// Puts back what our handlers have replaced. What has been put on top of one stays. Returns whether the signal now has its
/// default action, and nobody but us has heard those that came before.
pub(super) fn restore(signal: Signal) -> bool {
    let number = number(signal);
    loop {
        let Ok(top) = disposition(number, None) else { return false };
        let Some(layer) = layer_of(&top) else { return false };
        let below = Below::at(signal, layer);
        if below.is_default() && std::process::id() == 1 {
            // The system does nothing by default to the first process of a container. Our handler does.
            return true;
        }
        let Ok(replaced) = disposition(number, Some(&below.disposition(&top))) else { return false };
        if layer_of(&replaced) != Some(layer) {
            // Somebody has put another handler on top of ours in this moment, and may call ours.
            let _ = disposition(number, Some(&replaced));
            return false;
        }
        IN_USE[signal as usize].fetch_and(!(1 << layer), Ordering::SeqCst);
        if below.is_default() {
            return true;
        }
        // What was below may be one of ours, too.
    }
}

/// Whether a signal that is ignored when something begins to listen for it is not for this process: `nohup` has a process ignore
/// SIGHUP, and a shell has its background jobs ignore SIGINT and SIGQUIT.
fn stays_ignored(signal: Signal) -> bool {
    matches!(signal, Signal::Interrupt | Signal::Hangup | Signal::Quit)
}

/// The layer that has been on top of the same before, whose handler does just what is needed. Otherwise one that has never been in
/// use, and only then one that is not any more: a handler that comes and goes might still call it, and is perhaps what it is put on.
fn layer_for(signal: Signal, below: &libc::sigaction) -> io::Result<usize> {
    let in_use = IN_USE[signal as usize].load(Ordering::SeqCst);
    let known = (0..LAYERS).find(|&layer| Below::at(signal, layer).is(below));
    known
        .or_else(|| (0..LAYERS).find(|&layer| BELOW[signal as usize][layer].get().is_none()))
        .or_else(|| (0..LAYERS).find(|layer| in_use & 1 << layer == 0))
        .ok_or_else(|| io::Error::other(std::format!("too many handlers of {signal} are on top of each other")))
}

fn use_layer(signal: Signal, layer: usize) {
    IN_USE[signal as usize].fetch_or(1 << layer, Ordering::SeqCst);
}

/// Publishes what a layer has replaced. What was published before stays, since a handler may be reading it.
fn set_below(signal: Signal, layer: usize, below: libc::sigaction) {
    if !Below::at(signal, layer).is(&below) {
        BELOW[signal as usize][layer].set(Box::leak(Box::new(Below::new(below))));
    }
}
