//! Console events that a process sends to itself.

#![allow(unsafe_code)]

use std::{
    ffi::c_void,
    mem::transmute,
    thread::{self, JoinHandle},
};

use windows_sys::{
    Win32::System::{
        Console::{
            CTRL_BREAK_EVENT, CTRL_C_EVENT, CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT,
            GenerateConsoleCtrlEvent,
        },
        LibraryLoader::{GetModuleHandleW, GetProcAddress},
    },
    s, w,
};

#[derive(Clone, Copy, Debug)]
pub enum Event {
    CtrlC = CTRL_C_EVENT as isize,
    CtrlBreak = CTRL_BREAK_EVENT as isize,
    Close = CTRL_CLOSE_EVENT as isize,
    LogOff = CTRL_LOGOFF_EVENT as isize,
    ShutDown = CTRL_SHUTDOWN_EVENT as isize,
}

/// Sends an event to all processes of this console, and so to this one alone.
pub fn send(event: Event) {
    // SAFETY: no pointer is passed.
    let sent = unsafe { GenerateConsoleCtrlEvent(event as u32, 0) };
    // Programs can send only Ctrl-C and Ctrl-Break, and under Wine 8 only Ctrl-C.
    if sent == 0 {
        call(event);
    }
}

/// Has this process call its handlers in a new thread, by the function in which the system has a thread begin for each event. The
/// thread ends when a handler has returned true.
pub fn call(event: Event) -> JoinHandle<()> {
    // SAFETY: the names end in zero.
    let routine = unsafe { GetProcAddress(GetModuleHandleW(w!("kernelbase")), s!("CtrlRoutine")) }.unwrap();
    // SAFETY: it is a function that threads begin in. Its argument is no pointer, but the event's number.
    let routine =
        unsafe { transmute::<unsafe extern "system" fn() -> isize, extern "system" fn(*mut c_void) -> u32>(routine) };
    thread::spawn(move || {
        routine(event as usize as *mut c_void);
    })
}
