//! Where the levels that somebody names stand among the levels of a factor.

use std::collections::HashMap;

use super::labels::Labels;

/// So many names are searched one by one: a walk over all levels writes all their names out.
const FEW: usize = 8;

/// The places of some named levels: at most one walk over the factor's levels, however many are asked for.
pub(crate) struct LevelPlaces {
    places: HashMap<String, Option<usize>>,
}

impl LevelPlaces {
    /// Looks the names up.
    pub(crate) fn new(labels: &Labels, names: impl Iterator<Item = String>) -> Self {
        let mut places: HashMap<String, Option<usize>> = names.map(|name| (name, None)).collect();
        if places.len() <= FEW {
            places.iter_mut().for_each(|(name, place)| *place = labels.find(name));
        } else {
            for (at, level) in labels.all().enumerate() {
                if let Some(place) = places.get_mut(&level) {
                    *place = Some(at);
                }
            }
        }
        Self { places }
    }

    /// The place of a level; `None` when the factor does not have it (or nobody asked for it).
    pub(crate) fn find(&self, level: &str) -> Option<usize> {
        self.places.get(level).copied().flatten()
    }
}
