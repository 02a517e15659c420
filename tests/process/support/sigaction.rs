//! Hosts that use the system's own interface: handlers, forks, blocked signals. All unsafe code of these tests is here.
#![allow(unsafe_code)]

use std::{
    mem::{self, MaybeUninit},
    ptr,
    sync::atomic::{AtomicPtr, AtomicU64, AtomicUsize, Ordering::SeqCst},
};

use libc::{
    SA_SIGINFO, SIG_BLOCK, SIG_DFL, SIG_IGN, SIG_SETMASK, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, c_int,
    c_void, siginfo_t, sigset_t,
};

use super::GUARD;

/// All signals that a group can listen for.
pub const ALL: [c_int; 6] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2];

/// What the handlers of a host leave in `errno`, as careless ones do.
pub const ERRNO: c_int = 77;

/// How many handlers there are that call what they have replaced.
const CHAINING: usize = 5;
/// The one of them that passes on neither the information nor the context, as some do.
pub const PASSES_NOTHING_ON: usize = 4;

/// The signals that were blocked in the last call of a counting handler, a bit each, and an address on its stack.
static BLOCKED: AtomicU64 = AtomicU64::new(0);
static FRAME: AtomicUsize = AtomicUsize::new(0);
/// How often the handlers of a host have been called, by signal.
static CALLS: [AtomicU64; 65] = [const { AtomicU64::new(0) }; 65];
/// The same of each handler that calls what it has replaced, for all signals.
static CHAINED_CALLS: [AtomicU64; CHAINING] = [const { AtomicU64::new(0) }; CHAINING];
/// What each of those has replaced, by signal. Never freed.
static REPLACED: [[AtomicPtr<libc::sigaction>; 65]; CHAINING] =
    [const { [const { AtomicPtr::new(ptr::null_mut()) }; 65] }; CHAINING];

fn index(number: c_int) -> usize {
    usize::try_from(number).unwrap()
}

/// What a process does on a signal: the handler, its flags and its mask.
#[derive(Clone, Copy)]
pub struct Disposition(libc::sigaction);

impl Disposition {
    pub fn default() -> Self {
        Disposition::new(SIG_DFL, 0, &[])
    }

    pub fn ignored() -> Self {
        Disposition::new(SIG_IGN, 0, &[])
    }

    /// A handler that counts its calls, as [`calls`] says.
    pub fn counting(flags: c_int, mask: &[c_int]) -> Self {
        let handler =
            if flags & SA_SIGINFO == 0 { count as *const () as usize } else { count_with_info as *const () as usize };
        Disposition::new(handler, flags, mask)
    }

    fn new(handler: usize, flags: c_int, mask: &[c_int]) -> Self {
        let mut mask_set = empty_set();
        for &number in mask {
            add(&mut mask_set, number);
        }
        // SAFETY: all zero is a disposition.
        let new = unsafe { mem::zeroed() };
        Disposition(libc::sigaction { sa_sigaction: handler, sa_flags: flags, sa_mask: mask_set, ..new })
    }

    /// What is in force for a signal.
    pub fn of(number: c_int) -> Self {
        sigaction(number, ptr::null())
    }

    /// Puts it in force, and gives what it has replaced.
    pub fn set(&self, number: c_int) -> Self {
        sigaction(number, &raw const self.0)
    }

    /// Puts a handler in force that counts its calls, as [`chained_calls`] says, and then calls what it has replaced, which
    /// is given. It is the same one wherever the same is asked for.
    pub fn chain(which: usize, number: c_int) -> Self {
        const HANDLERS: [extern "C" fn(c_int, *mut siginfo_t, *mut c_void); CHAINING] =
            [chain::<0>, chain::<1>, chain::<2>, chain::<3>, chain::<PASSES_NOTHING_ON>];
        let slot = &REPLACED[which][index(number)];
        // One that is put in force while a group that is on top of it returns may find itself there, and must not call itself.
        let keep = |old: Self| {
            if old.0.sa_sigaction != HANDLERS[which] as usize {
                slot.store(Box::leak(Box::new(old.0)), SeqCst);
            }
        };
        // A signal may come as soon as it is in force.
        keep(Disposition::of(number));
        let old = Disposition::new(HANDLERS[which] as usize, SA_SIGINFO | libc::SA_RESTART, &[]).set(number);
        keep(old);
        old
    }

    pub fn is_default(&self) -> bool {
        self.0.sa_sigaction == SIG_DFL
    }

    pub fn is_ignored(&self) -> bool {
        self.0.sa_sigaction == SIG_IGN
    }

    /// What can be compared. Linux keeps a flag of the C library's own, `SA_RESTORER`, with all that has ever been set.
    fn parts(&self) -> (usize, c_int, Vec<c_int>) {
        const RESTORER: c_int = if cfg!(target_os = "linux") { 0x0400_0000 } else { 0 };
        // SAFETY: the mask is initialized, and the numbers are those of signals.
        let blocks = |number: &c_int| unsafe { libc::sigismember(&raw const self.0.sa_mask, *number) == 1 };
        (self.0.sa_sigaction, self.0.sa_flags & !RESTORER, (1..=64).filter(blocks).collect())
    }
}

impl PartialEq for Disposition {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl std::fmt::Debug for Disposition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (handler, flags, mask) = self.parts();
        write!(f, "handler {handler:#x}, flags {flags:#x}, mask {mask:?}")
    }
}

fn sigaction(number: c_int, new: *const libc::sigaction) -> Disposition {
    let mut old = MaybeUninit::zeroed();
    // SAFETY: `new` is null or a disposition whose handler is a function of that kind, and `old` has room for one.
    let old = unsafe {
        assert_eq!(libc::sigaction(number, new, old.as_mut_ptr()), 0);
        old.assume_init()
    };
    Disposition(old)
}

/// How often a handler of [`Disposition::counting`] has been called for a signal.
pub fn calls(number: c_int) -> u64 {
    CALLS[index(number)].load(SeqCst)
}

/// How often a handler of [`Disposition::chain`] has been called.
pub fn chained_calls(which: usize) -> u64 {
    CHAINED_CALLS[which].load(SeqCst)
}

/// The last call of a handler of [`Disposition::counting`]: the signals that were blocked, a bit each, and whether its stack was
/// this one.
pub fn last_call(stack: &std::ops::Range<usize>) -> (u64, bool) {
    (BLOCKED.load(SeqCst), stack.contains(&FRAME.load(SeqCst)))
}

extern "C" fn count(number: c_int) {
    let mut mask = empty_set();
    // SAFETY: `mask` has room for a set. The numbers are those of signals.
    let is_blocked = unsafe {
        libc::pthread_sigmask(SIG_BLOCK, ptr::null(), &raw mut mask);
        |number| libc::sigismember(&raw const mask, number) == 1
    };
    BLOCKED
        .store((1..=64).filter(|&number| is_blocked(number)).fold(0, |bits, number| bits | 1 << (number - 1)), SeqCst);
    FRAME.store((&raw const mask).addr(), SeqCst);
    CALLS[index(number)].fetch_add(1, SeqCst);
    // SAFETY: it points to the `errno` of this thread.
    unsafe { *errno_location() = ERRNO };
}

extern "C" fn count_with_info(number: c_int, info: *mut siginfo_t, context: *mut c_void) {
    // SAFETY: a handler with `SA_SIGINFO` is given the information.
    if unsafe { (*info).si_signo } == number && !context.is_null() {
        count(number);
    }
}

extern "C" fn chain<const WHICH: usize>(number: c_int, info: *mut siginfo_t, context: *mut c_void) {
    CHAINED_CALLS[WHICH].fetch_add(1, SeqCst);
    let (info, context) = if WHICH == PASSES_NOTHING_ON { (ptr::null_mut(), ptr::null_mut()) } else { (info, context) };
    // SAFETY: null, or never freed.
    let replaced = unsafe { REPLACED[WHICH][index(number)].load(SeqCst).as_ref() };
    let Some(replaced) = replaced.filter(|replaced| ![SIG_DFL, SIG_IGN].contains(&replaced.sa_sigaction)) else {
        return;
    };
    // SAFETY: the address is that of a handler of the kind that its flags say.
    unsafe {
        if replaced.sa_flags & SA_SIGINFO == 0 {
            mem::transmute::<usize, extern "C" fn(c_int)>(replaced.sa_sigaction)(number);
        } else {
            type WithInfo = extern "C" fn(c_int, *mut siginfo_t, *mut c_void);
            mem::transmute::<usize, WithInfo>(replaced.sa_sigaction)(number, info, context);
        }
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
unsafe fn errno_location() -> *mut c_int {
    // SAFETY: it has no conditions.
    unsafe { libc::__errno_location() }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
unsafe fn errno_location() -> *mut c_int {
    // SAFETY: it has no conditions.
    unsafe { libc::__error() }
}

/// `errno` of this thread after a signal to it, where it was `before`.
pub fn errno_after(number: c_int, before: c_int) -> c_int {
    // SAFETY: it points to the `errno` of this thread.
    unsafe {
        *errno_location() = before;
        libc::raise(number);
        *errno_location()
    }
}

/// Sends a signal to this thread. When this returns, its handler has run, if it is not blocked.
pub fn raise(number: c_int) {
    // SAFETY: no pointer is passed.
    unsafe { assert_eq!(libc::raise(number), 0) };
}

/// Sends a signal to a process; with 0, to all of this one's group.
pub fn send(number: c_int, process: u32) {
    // SAFETY: no pointer is passed.
    unsafe { assert_eq!(libc::kill(process.try_into().unwrap(), number), 0) };
}

/// Sends a signal to this process. Any of its threads may get it, at any time.
pub fn send_myself(number: c_int) {
    send(number, std::process::id());
}

fn empty_set() -> sigset_t {
    let mut set = MaybeUninit::zeroed();
    // SAFETY: there is room for a set, which the call fills.
    unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        set.assume_init()
    }
}

fn add(set: &mut sigset_t, number: c_int) {
    // SAFETY: the set is initialized.
    unsafe { assert_eq!(libc::sigaddset(set, number), 0) };
}

/// Does something with these signals blocked in this thread. Those that come meanwhile come all at once when it has returned.
pub fn blocked<R>(numbers: &[c_int], what: impl FnOnce() -> R) -> R {
    let (mut set, mut before) = (empty_set(), empty_set());
    for &number in numbers {
        add(&mut set, number);
    }
    // SAFETY: both sets are initialized.
    unsafe { assert_eq!(libc::pthread_sigmask(SIG_BLOCK, &raw const set, &raw mut before), 0) };
    let result = what();
    // SAFETY: the set is initialized.
    unsafe { assert_eq!(libc::pthread_sigmask(SIG_SETMASK, &raw const before, ptr::null_mut()), 0) };
    result
}

/// Gives this thread a stack for handlers with `SA_ONSTACK`, and says where it is.
pub fn alternate_stack() -> std::ops::Range<usize> {
    const SIZE: usize = 64 << 10;
    let memory = Vec::leak(vec![0_u8; SIZE]);
    let stack = libc::stack_t { ss_sp: memory.as_mut_ptr().cast(), ss_flags: 0, ss_size: SIZE };
    // SAFETY: the memory is never freed, and used for nothing else.
    unsafe { assert_eq!(libc::sigaltstack(&raw const stack, ptr::null_mut()), 0) };
    let start = memory.as_ptr().addr();
    start..start + SIZE
}

/// A forked process.
pub struct Forked(c_int);

/// How a forked process has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Exited(c_int),
    Killed(c_int),
}

/// Forks. In the child, which has this thread alone, does something and exits with the code that it gives, without running what
/// runs at the end of a process.
pub fn fork(child: impl FnOnce() -> c_int) -> Forked {
    // SAFETY: the child does nothing but what the test asks, in this thread. Of the other threads' locks, those of the
    // allocator are free in it, which is all that the tests use.
    match unsafe { libc::fork() } {
        -1 => panic!("cannot fork"),
        0 => {
            // One that does not end is no more than this late.
            // SAFETY: no pointer is passed.
            unsafe { libc::alarm(u32::try_from(GUARD.as_secs()).unwrap() / 2) };
            let code = std::panic::catch_unwind(std::panic::AssertUnwindSafe(child)).unwrap_or(101);
            // SAFETY: no pointer is passed.
            unsafe { libc::_exit(code) }
        }
        id => Forked(id),
    }
}

impl Forked {
    pub fn id(&self) -> u32 {
        self.0.try_into().unwrap()
    }

    /// Waits until it has ended.
    pub fn end(self) -> Ended {
        let mut status = 0;
        // SAFETY: `status` has room for one.
        while unsafe { libc::waitpid(self.0, &raw mut status, 0) } != self.0 {}
        if libc::WIFSIGNALED(status) {
            Ended::Killed(libc::WTERMSIG(status))
        } else {
            Ended::Exited(libc::WEXITSTATUS(status))
        }
    }
}
