//! The names of what is measured. They are the keys of the results, so they outlive a better word.

pub const AT_ONCE: &str = "lifecycle/at once";
pub const AFTER_A_YIELD: &str = "lifecycle/after a yield";
pub const AFTER_MANY_WAKES: &str = "lifecycle/after a long life";
pub const WAKE_SELF: &str = "wake/self";
pub const WAKE_BY_MESSAGE: &str = "wake/message";
pub const MEMBER: &str = "member/comes and goes";
pub const EXIT: &str = "exit to return/fresh";
pub const EXIT_AFTER_MANY_WAKES: &str = "exit to return/after 10,000 wakes";

/// What is timed, in the order in which it is.
pub const TIMED: [&str; 8] =
    [AT_ONCE, AFTER_A_YIELD, AFTER_MANY_WAKES, WAKE_SELF, WAKE_BY_MESSAGE, MEMBER, EXIT, EXIT_AFTER_MANY_WAKES];

pub const ALLOCATIONS_AT_ONCE: &str = "allocations/at once";
pub const ALLOCATIONS_AFTER_A_YIELD: &str = "allocations/after a yield";
pub const ALLOCATIONS_AFTER_MANY_WAKES: &str = "allocations/after a long life";

pub const SIZE: &str = "size/future";
pub const SIZE_BEYOND_PARTS: &str = "size/beyond actors and interrupts";
pub const SIZE_NESTED: &str = "size/nested, by depth";

pub const MEMORY_PARKED: &str = "memory/parked";
pub const MEMORY_AFTER_WAKES: &str = "memory/after 40 wakes";
