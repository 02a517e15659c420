//! Moments of chance, and how many of them, as the environment says.

use std::{
    env,
    hash::{BuildHasher, RandomState},
};

/// The seed in the variable of this name, or one of chance.
pub fn seed(name: &str) -> u64 {
    number(name).unwrap_or_else(|| RandomState::new().hash_one(0) >> 32)
}

/// A number from the seed, the same one each time (splitmix64).
pub fn random(seed: u64, number: u64) -> u64 {
    let mut z = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number from the environment.
pub fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().unwrap_or_else(|error| panic!("{name}={text}: {error}")))
}
