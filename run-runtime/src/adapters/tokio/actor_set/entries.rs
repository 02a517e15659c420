//! The members of a set, in places that are used again.

use std::{borrow::Cow, vec::Vec};

use tokio::task::JoinHandle;

use crate::sync::stop::StopOnDrop;

/// The members of a set. One comes and goes in constant time, and allocates nothing once there have been as many.
///
/// Invariant: `vacant` has the places that are `None`, each once.
#[derive(Default)]
pub(super) struct Entries {
    places: Vec<Option<Entry>>,
    vacant: Vec<usize>,
    /// How many have been added.
    added: u64,
}

pub(super) struct Entry {
    pub(super) name: Cow<'static, str>,
    /// Its signal is also set when it leaves, since it may have passed it on.
    pub(super) stop: StopOnDrop,
    /// `None` until it has begun.
    pub(super) task: Option<JoinHandle<()>>,
    number: u64,
}

/// Whose entry it is. No other member ever has the same.
#[derive(Clone, Copy)]
pub(super) struct Key {
    place: usize,
    number: u64,
}

impl Entries {
    pub(super) fn len(&self) -> usize {
        self.places.len() - self.vacant.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn add(&mut self, name: Cow<'static, str>, stop: StopOnDrop) -> Key {
        let place = self.vacant.pop().unwrap_or_else(|| {
            self.places.push(None);
            self.places.len() - 1
        });
        let number = self.added;
        self.added += 1;
        self.places[place] = Some(Entry { name, stop, task: None, number });
        Key { place, number }
    }

    /// The entry of a member, until that leaves.
    pub(super) fn get_mut(&mut self, key: Key) -> Option<&mut Entry> {
        self.places[key.place].as_mut().filter(|entry| entry.number == key.number)
    }

    pub(super) fn remove(&mut self, key: Key) -> Option<Entry> {
        self.get_mut(key)?;
        self.vacant.push(key.place);
        self.places[key.place].take()
    }

    /// What `of` gives of the members, in the order in which they were added.
    pub(super) fn in_order<T>(&mut self, mut of: impl FnMut(&mut Entry) -> Option<T>) -> Vec<T> {
        let entries = self.places.iter_mut().flatten();
        let mut found: Vec<_> = entries.filter_map(|entry| Some((entry.number, of(entry)?))).collect();
        found.sort_unstable_by_key(|(number, _)| *number);
        found.into_iter().map(|(_, one)| one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// It begins and ends before the thread that has added it says which task it is.
    #[test]
    fn a_place_that_is_used_again_is_not_the_earlier_members() {
        let mut entries = Entries::default();
        let earlier = entries.add("earlier".into(), StopOnDrop::new());
        entries.remove(earlier);
        let later = entries.add("later".into(), StopOnDrop::new());

        assert!(entries.get_mut(earlier).is_none() && entries.remove(earlier).is_none());

        assert_eq!((entries.places.len(), entries.len()), (1, 1));
        assert_eq!(entries.remove(later).unwrap().name, "later");
        assert!(entries.is_empty());
    }
}
