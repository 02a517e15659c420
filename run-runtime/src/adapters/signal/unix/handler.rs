//! Our signal handler: what runs when a signal comes, in whichever thread the system chooses.
//!
//! Nothing here locks or allocates.

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
    [const { [const { Published::EMPTY }; LAYERS] }; ALL.len()];

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

/// Our handler on top of another disposition, with its mask and its flags.
pub(super) fn on_top_of(below: &Disposition, layer: usize) -> Disposition {
    let flags = match below.sa_sigaction {
        SIG_DFL | SIG_IGN => SA_RESTART | SA_ONSTACK,
        // A handler for one call would be the end of ours, too: see `call_below`.
        _ => below.sa_flags & !SA_RESETHAND,
    };
    Disposition { sa_sigaction: HANDLERS[layer] as usize, sa_flags: flags | SA_SIGINFO, ..*below }
}

extern "C" fn handle<const LAYER: usize>(number: c_int, info: *mut siginfo_t, context: *mut c_void) {
    let errno = errno::errno();
    if let Some(signal) = signal_of(number) {
        // Marked first: whoever ends because of what is called next is not the cause.
        let is_heeded = Process::current().is_some_and(|process| process.mark(signal));
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

fn call_below(signal: Signal, layer: usize, below: &'static Below, info: *mut siginfo_t, context: *mut c_void) {
    let once = below.flags & SA_RESETHAND != 0;
    if !once || BELOW[signal as usize][layer].replace(Some(below), Below::DEFAULT) {
        system::call(below.address, below.flags & SA_SIGINFO != 0, super::number(signal), info, context);
    }
}

/// Does what the signal did before anything listened for it, where that has not been done yet: a handler that ours has replaced
/// has been called.
pub(super) fn pass_on(signal: Signal) {
    let top = system::disposition(super::number(signal), None).ok();
    if top.and_then(|top| layer_of(&top)).is_some_and(|layer| Below::at(signal, layer).is_default()) {
        act_by_default(signal);
    }
}

/// Does what the system does by default: it ends the process. Not so if another handler is on top of ours: that one is there to
/// hear the signal, and has called ours, or was put there in this moment.
fn act_by_default(signal: Signal) {
    let number = super::number(signal);
    let Ok(top) = system::disposition(number, None) else { return };
    if layer_of(&top).is_none() && top.sa_sigaction != SIG_DFL {
        return;
    }
    // The system does nothing by default to the first process of a container.
    if std::process::id() == 1 {
        system::exit(128 + number);
    }
    let default = Disposition { sa_sigaction: SIG_DFL, sa_flags: 0, ..top };
    let Ok(replaced) = system::disposition(number, Some(&default)) else { return };
    if layer_of(&replaced).is_none() && replaced.sa_sigaction != SIG_DFL {
        // Somebody has installed a handler in this moment. It gets its signal.
        let _ = system::disposition(number, Some(&replaced));
    }
    system::send_to_thread(number);
}
