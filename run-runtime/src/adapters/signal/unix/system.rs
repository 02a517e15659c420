//! The calls to the system. All unsafe code for signals is here.
//!
//! What is marked so may be called in a signal handler: POSIX lists the function that it calls as async-signal-safe, and nothing
//! else in it locks or allocates.

#![allow(unsafe_code)]

use core::{
    mem::{self, MaybeUninit},
    ptr,
    sync::atomic::{AtomicPtr, Ordering},
};
use std::io;

use libc::{c_int, c_void, siginfo_t, sigset_t};

/// How a handler with `SA_SIGINFO` is called.
pub(super) type Handler = extern "C" fn(c_int, *mut siginfo_t, *mut c_void);

/// What a process does on a signal: its handler, with flags and mask.
pub(super) type Disposition = libc::sigaction;

/// Asks for the disposition of a signal, and sets another one if there is one. For signal handlers, too.
pub(super) fn disposition(number: c_int, new: Option<&Disposition>) -> io::Result<Disposition> {
    let mut old = MaybeUninit::zeroed();
    let new = new.map_or(ptr::null(), ptr::from_ref);
    // SAFETY: `new` is null or points to a disposition: one that the system gave, or one that was made of such a one, whose
    // handler is `SIG_DFL` or a `Handler`. `old` has room for one. It is initialized in any case, as it may be all zero.
    let (failed, old) = unsafe { (libc::sigaction(number, new, old.as_mut_ptr()), old.assume_init()) };
    if failed == 0 { Ok(old) } else { Err(io::Error::last_os_error()) }
}

/// Whether two dispositions block the same signals while their handlers run.
pub(super) fn have_same_mask(one: &Disposition, other: &Disposition) -> bool {
    // SAFETY: both masks are initialized. A number that is no signal is in none.
    let blocks =
        |disposition: &Disposition, number| unsafe { libc::sigismember(&raw const disposition.sa_mask, number) };
    (1..=64).all(|number| blocks(one, number) == blocks(other, number))
}

/// Calls a handler that one of ours has replaced. For signal handlers.
pub(super) fn call(handler: usize, has_info: bool, number: c_int, info: *mut siginfo_t, context: *mut c_void) {
    // SAFETY: the address is from a disposition that was in force for this signal and is neither `SIG_DFL` nor `SIG_IGN`, so it
    // is that of a function, and the flag beside it says which of the two kinds. It is called as the system would call it, in
    // the handler that has taken its place, with what the system has given that one.
    unsafe {
        if has_info {
            mem::transmute::<usize, Handler>(handler)(number, info, context);
        } else {
            mem::transmute::<usize, extern "C" fn(c_int)>(handler)(number);
        }
    }
}

/// Writes a byte. If there is no room, there is something to be read already. For signal handlers.
pub(super) fn write_byte(file: c_int) {
    // SAFETY: the buffer has one byte. `Helper` keeps the file open as long as a handler may write to it.
    unsafe { libc::write(file, b"!".as_ptr().cast(), 1) };
}

/// Sends a signal to this process. For signal handlers, too.
pub(super) fn send_to_process(number: c_int) {
    // SAFETY: no pointer is passed.
    unsafe { libc::kill(libc::getpid(), number) };
}

/// Sends a signal to this thread, and takes it there even if it is blocked. For signal handlers, too.
pub(super) fn send_to_thread(number: c_int) {
    // SAFETY: `set` is initialized by `sigemptyset`.
    unsafe {
        let mut set = MaybeUninit::<sigset_t>::zeroed().assume_init();
        libc::sigemptyset(&raw mut set);
        libc::sigaddset(&raw mut set, number);
        libc::raise(number);
        libc::pthread_sigmask(libc::SIG_UNBLOCK, &raw const set, ptr::null_mut());
    }
}

/// Ends the process at once. For signal handlers, too.
pub(super) fn exit(code: c_int) -> ! {
    // SAFETY: no pointer is passed.
    unsafe { libc::_exit(code) }
}

/// Does something with all signals blocked in this thread, and so in the threads that it starts.
pub(super) fn with_signals_blocked<R>(what: impl FnOnce() -> R) -> R {
    struct Restore(sigset_t);
    impl Drop for Restore {
        fn drop(&mut self) {
            // SAFETY: the set is the one that was in force before.
            unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.0, ptr::null_mut()) };
        }
    }
    // SAFETY: a set may be all zero; `sigfillset` fills one, and `pthread_sigmask` the other.
    let _restore = unsafe {
        let mut all = MaybeUninit::<sigset_t>::zeroed().assume_init();
        let mut before = MaybeUninit::<sigset_t>::zeroed().assume_init();
        libc::sigfillset(&raw mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, &raw mut before);
        Restore(before)
    };
    what()
}

/// A shared value that lives as long as the process, and may be read in signal handlers.
#[derive(Debug)]
pub(super) struct Published<T: 'static>(AtomicPtr<T>);

impl<T: Sync> Published<T> {
    pub(super) const EMPTY: Self = Published(AtomicPtr::new(ptr::null_mut()));

    pub(super) fn get(&self) -> Option<&'static T> {
        // SAFETY: null, or from a `&'static T`.
        unsafe { self.0.load(Ordering::SeqCst).as_ref() }
    }

    pub(super) fn set(&self, value: &'static T) {
        self.0.store(ptr::from_ref(value).cast_mut(), Ordering::SeqCst);
    }

    /// Sets another value, if this one is still there.
    pub(super) fn replace(&self, old: Option<&'static T>, new: &'static T) -> bool {
        let old = old.map_or(ptr::null_mut(), |old| ptr::from_ref(old).cast_mut());
        let new = ptr::from_ref(new).cast_mut();
        self.0.compare_exchange(old, new, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }
}
