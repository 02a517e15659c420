//! Our signal handler: what runs when a signal comes, in whichever thread the system chooses.
//!
//! Nothing here locks or allocates.

use core::{
    ptr,
    sync::atomic::{AtomicBool, AtomicPtr, Ordering},
};
use std::thread::yield_now;

use libc::{SA_ONSTACK, SA_RESETHAND, SA_RESTART, SA_SIGINFO, SIG_DFL, SIG_IGN, c_int, c_void, siginfo_t};

use crate::{
    adapters::signal::system::{
        ALL,
        process::Process,
        signal_of,
        system::{self, Disposition, Handler, Published},
    },
    outcome::signal::Signal,
};

/// How many copies of the handler there are for a signal.
///
/// A handler that was put on top of ours may call ours. For a group that comes later, ours is to be on top again; if it were
/// the same one, the two would call each other for ever. So it is another copy, a layer above.
pub(super) const LAYERS: usize = 8;

/// The copies of the handler. They are compared as they stand here, since a function may have several addresses.
static HANDLERS: [Handler; LAYERS] =
    [handle::<0>, handle::<1>, handle::<2>, handle::<3>, handle::<4>, handle::<5>, handle::<6>, handle::<7>];

/// What each copy has replaced, by signal.
pub(super) static BELOW: [[Published<Below>; LAYERS]; ALL.len()] =
    [const { [const { Published::new() }; LAYERS] }; ALL.len()];

/// For each signal, whether a thread is putting a handler of ours in force, and has not said what that has replaced.
pub(super) static IS_SETTLING: [AtomicBool; ALL.len()] = [const { AtomicBool::new(false) }; ALL.len()];

/// Waits until that is said, but not for ever: the thread may belong to a parent of this process.
fn wait_until_settled(signal: Signal) {
    const LONG: usize = 1000;
    for _ in 0..LONG {
        if !IS_SETTLING[signal as usize].load(Ordering::SeqCst) {
            return;
        }
        // Signals are blocked in that thread, so it is another one.
        yield_now();
    }
}

/// What a handler of ours has replaced. It is published once, and does not change.
pub(super) struct Below {
    address: usize,
    flags: c_int,
    /// `None` stands for the default action, once a handler for one call has been called.
    disposition: Option<Disposition>,
}

impl Below {
    const DEFAULT: &Self = &Below { address: SIG_DFL, flags: 0, disposition: None };

    pub(super) fn new(replaced: Disposition) -> Self {
        Below { address: replaced.sa_sigaction, flags: replaced.sa_flags, disposition: Some(replaced) }
    }

    /// What a layer has replaced.
    pub(super) fn at(signal: Signal, layer: usize) -> &'static Self {
        BELOW[signal as usize][layer].get().unwrap_or(Below::DEFAULT)
    }

    pub(super) fn is_default(&self) -> bool {
        self.address == SIG_DFL
    }

    /// Whether it is this.
    pub(super) fn is(&self, replaced: &Disposition) -> bool {
        self.address == replaced.sa_sigaction
            && self.flags == replaced.sa_flags
            && self.disposition.is_some_and(|known| system::have_same_mask(&known, replaced))
    }

    /// The disposition to put back in place of `top`.
    pub(super) fn disposition(&self, top: &Disposition) -> Disposition {
        self.disposition.unwrap_or(Disposition { sa_sigaction: SIG_DFL, sa_flags: 0, ..*top })
    }
}

/// The layer whose handler is in force, if it is one of ours.
pub(super) fn layer_of(disposition: &Disposition) -> Option<usize> {
    HANDLERS.iter().position(|&handler| handler as usize == disposition.sa_sigaction)
}

/// Our handler on top of another disposition, with the flags and the mask of the handler there, if it is one.
pub(super) fn on_top_of(below: &Disposition, layer: usize) -> Disposition {
    let (flags, mask) = match below.sa_sigaction {
        // Other signals wait. An alternate stack may be so small that a third one at once would not fit.
        SIG_DFL | SIG_IGN => (SA_RESTART | SA_ONSTACK, system::full_mask()),
        // A handler for one call would be the end of ours, too: see `call_below`.
        _ => (below.sa_flags & !SA_RESETHAND, below.sa_mask),
    };
    Disposition { sa_sigaction: HANDLERS[layer] as usize, sa_flags: flags | SA_SIGINFO, sa_mask: mask, ..*below }
}

extern "C" fn handle<const LAYER: usize>(number: c_int, info: *mut siginfo_t, context: *mut c_void) {
    let errno = errno::errno();
    if let Some(signal) = signal_of(number) {
        // Marked first: whoever ends because of what is called next is not the cause.
        let is_heeded = Process::current().is_some_and(|process| process.mark(signal));
        wait_until_settled(signal);
        let below = Below::at(signal, LAYER);
        match below.address {
            SIG_IGN => {}
            SIG_DFL if is_heeded => {}
            SIG_DFL => act_by_default(signal),
            _ => call_below(signal, LAYER, below, info, context),
        }
    }
    errno::set_errno(errno);
}

/// For each layer, the context of the signal that it is passing on, if it is. Compared, and never followed.
static PASSING_ON: [[AtomicPtr<c_void>; LAYERS]; ALL.len()] =
    [const { [const { AtomicPtr::new(ptr::null_mut()) }; LAYERS] }; ALL.len()];

/// Calls the handler that a layer has replaced. Not if that leads here again with the same signal: where handlers were replaced from
/// two threads in the same moment, or one was set twice, two may each take the other for the one below, and would call each other
/// for ever. A handler on top that does not pass the context on cannot be told apart, and is trusted.
fn call_below(signal: Signal, layer: usize, below: &'static Below, info: *mut siginfo_t, context: *mut c_void) {
    let passing_on = &PASSING_ON[signal as usize][layer];
    if passing_on.swap(context, Ordering::SeqCst) != context || context.is_null() {
        call_once(signal, layer, below, info, context);
    }
    // If another thread passes on a signal, its own context is there.
    let _ = passing_on.compare_exchange(context, ptr::null_mut(), Ordering::SeqCst, Ordering::SeqCst);
}

/// Calls it, unless it is one for a single call and has been called.
fn call_once(signal: Signal, layer: usize, below: &'static Below, info: *mut siginfo_t, context: *mut c_void) {
    let once = below.flags & SA_RESETHAND != 0;
    if !once || BELOW[signal as usize][layer].replace(Some(below), Below::DEFAULT) {
        system::call(below.address, below.flags & SA_SIGINFO != 0, super::number(signal), info, context);
    }
}

/// Does what the system does by default, which is to end the process, where that is what the signal does now without our handlers.
/// It is not if another handler is there. One below ours has been called. One on top of ours is there to hear the signal, and has
/// called ours, or was put there in this moment.
pub(super) fn act_by_default(signal: Signal) {
    let number = super::number(signal);
    let Ok(top) = system::disposition(number, None) else { return };
    if !is_default(signal, &top) {
        return;
    }
    // The system does nothing by default to the first process of a container.
    if std::process::id() == 1 {
        system::exit(128 + number);
    }
    let default = Disposition { sa_sigaction: SIG_DFL, sa_flags: 0, ..top };
    let Ok(replaced) = system::disposition(number, Some(&default)) else { return };
    if !is_default(signal, &replaced) {
        // Somebody has installed a handler in this moment. It gets its signal.
        let _ = system::disposition(number, Some(&replaced));
    }
    system::send_to_thread(number);
}

/// Whether a disposition is the default action, or a handler of ours on top of that.
fn is_default(signal: Signal, disposition: &Disposition) -> bool {
    match layer_of(disposition) {
        Some(layer) => Below::at(signal, layer).is_default(),
        None => disposition.sa_sigaction == SIG_DFL,
    }
}
