//! Scope: where a rule applies, and the site of one request it is held against.
//!
//! Names are looked up once a request; after that a rule is a few bits:
//!
//! ```text
//! [[transform]]                     destinations {1}   roles all   purposes all   tools all   directions all
//! destinations = ["eu"]
//! buyer asks for "eu"               site: destination 1, roles [0]                         -> matches
//! ```

use crate::Direction;

/// A set of places in one of a policy's lists, or all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Places {
    all: bool,
    /// The first 64, a bit each: few lists are longer.
    first: u64,
    others: Vec<usize>,
}

impl Places {
    pub(crate) const ALL: Places = Places { all: true, first: 0, others: Vec::new() };

    pub(crate) fn of(places: impl IntoIterator<Item = usize>) -> Places {
        let mut set = Places { all: false, ..Places::ALL };
        for place in places {
            if place < 64 {
                set.first |= 1 << place;
            } else {
                set.others.push(place);
            }
        }
        set
    }

    pub(crate) fn contains(&self, place: usize) -> bool {
        self.all || if place < 64 { self.first >> place & 1 == 1 } else { self.others.contains(&place) }
    }

    /// Whether nothing, which only all of them contain, or this place is in it.
    fn takes(&self, place: Option<usize>) -> bool {
        place.map_or(self.all, |place| self.contains(place))
    }

    /// Whether every place of the other set, among this many, is in this one.
    pub(crate) fn covers(&self, other: &Places, count: usize) -> bool {
        self.all || (!other.all && (0..count).all(|place| self.contains(place) || !other.contains(place)))
    }
}

/// Where a rule applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) destinations: Places,
    pub(crate) roles: Places,
    pub(crate) purposes: Places,
    pub(crate) tools: Places,
    pub(crate) directions: Places,
}

/// One request at one destination, in places.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) destination: usize,
    pub(crate) roles: &'a [usize],
    pub(crate) purpose: Option<usize>,
    pub(crate) tool: Option<usize>,
    pub(crate) direction: Direction,
}

impl Scope {
    pub(crate) fn matches(&self, site: &Site<'_>) -> bool {
        self.destinations.contains(site.destination)
            && self.directions.contains(site.direction as usize)
            && site.roles.iter().any(|role| self.roles.contains(*role))
            && self.purposes.takes(site.purpose)
            && self.tools.takes(site.tool)
    }

    /// Whether it certainly matches wherever the other one does.
    pub(crate) fn covers(&self, other: &Scope, destinations: usize, roles: usize) -> bool {
        const MANY: usize = u8::MAX as usize;
        self.destinations.covers(&other.destinations, destinations)
            && self.roles.covers(&other.roles, roles)
            && self.directions.covers(&other.directions, Direction::ALL.len())
            && self.purposes.covers(&other.purposes, MANY)
            && self.tools.covers(&other.tools, MANY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_hold_what_was_put_in() {
        let places = Places::of([0, 63, 64, 200]);
        assert!([0, 63, 64, 200].into_iter().all(|place| places.contains(place)));
        assert!([1, 62, 65, 199, 201, 1000].into_iter().all(|place| !places.contains(place)));
        assert!(!places.takes(None) && Places::ALL.takes(None) && Places::ALL.contains(7));
        assert!(Places::ALL.covers(&places, 9) && places.covers(&Places::of([63]), 300));
        assert!(!places.covers(&Places::ALL, 9) && !Places::of([63]).covers(&places, 300));
    }
}
