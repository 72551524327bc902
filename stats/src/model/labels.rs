//! The names of a factor's levels, written out only when somebody reads them.

use std::sync::Arc;

/// Names of levels. A million clients need no million strings while a model is fitted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Labels {
    /// Levels that are numbers, written as Rust writes them.
    Numbers(Vec<f64>),
    Texts(Texts),
    /// Combinations of an outer and an inner factor, written `outer:inner`.
    Pairs {
        outer: Arc<Labels>,
        inner: Arc<Labels>,
        pairs: Vec<(u32, u32)>,
    },
}

/// Some of a column's texts, in an order: the texts themselves stay where the column has them.
#[derive(Debug, Clone)]
pub(crate) struct Texts {
    texts: Arc<Vec<String>>,
    order: Vec<u32>,
}

impl Texts {
    /// `order[i]` is the place of the i-th name among the texts.
    pub(crate) fn of(texts: Arc<Vec<String>>, order: Vec<u32>) -> Self {
        Self { texts, order }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(|&at| self.texts[at as usize].as_str())
    }

    fn push(&mut self, name: String) {
        self.order.push(self.texts.len() as u32);
        Arc::make_mut(&mut self.texts).push(name);
    }
}

impl FromIterator<String> for Texts {
    fn from_iter<I: IntoIterator<Item = String>>(names: I) -> Self {
        let texts: Vec<String> = names.into_iter().collect();
        Self { order: (0..texts.len() as u32).collect(), texts: Arc::new(texts) }
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.names().eq(other.names())
    }
}

impl Labels {
    /// Names that are there already.
    pub(crate) fn texts(names: impl IntoIterator<Item = String>) -> Self {
        Self::Texts(names.into_iter().collect())
    }

    /// Number of levels.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Texts(texts) => texts.order.len(),
            Self::Pairs { pairs, .. } => pairs.len(),
        }
    }

    /// The name of a level.
    pub(crate) fn label(&self, level: usize) -> String {
        match self {
            Self::Numbers(numbers) => numbers[level].to_string(),
            Self::Texts(texts) => texts.texts[texts.order[level] as usize].clone(),
            Self::Pairs { outer, inner, pairs } => {
                let (a, b) = pairs[level];
                format!("{}:{}", outer.label(a as usize), inner.label(b as usize))
            }
        }
    }

    /// All names in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = String> + '_ {
        (0..self.len()).map(|level| self.label(level))
    }

    /// The level of that name.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        match self {
            Self::Numbers(numbers) => {
                let number: f64 = name.parse().ok()?;
                let at = numbers.iter().position(|known| *known == number)?;
                (numbers[at].to_string() == name).then_some(at)
            }
            Self::Texts(texts) => texts.names().position(|text| text == name),
            Self::Pairs { outer, inner, pairs } => {
                // A name may hold colons of its own: every place may be the joint.
                name.match_indices(':').find_map(|(at, _)| {
                    let pair = (outer.find(&name[..at])? as u32, inner.find(&name[at + 1..])? as u32);
                    pairs.iter().position(|known| *known == pair)
                })
            }
        }
    }

    /// Adds a level behind the known ones; `parts`: one name a column of the factor, outer first.
    pub(crate) fn push(&mut self, parts: &[String]) {
        let name = parts.join(":");
        match (&mut *self, parts.split_last()) {
            (Self::Pairs { outer, inner, pairs }, Some((last, before))) if !before.is_empty() => {
                let pair = (found_or_added(outer, before), found_or_added(inner, std::slice::from_ref(last)));
                pairs.push(pair);
            }
            (Self::Texts(texts), _) => texts.push(name),
            (Self::Numbers(numbers), _) if is_written_number(&name) => numbers.extend(name.parse::<f64>().ok()),
            _ => *self = Self::texts(self.all().chain(std::iter::once(name))),
        }
    }

    /// The same names with level `order[i]` at place i.
    pub(crate) fn reordered(&self, order: &[u32]) -> Self {
        let at = |place: &u32| *place as usize;
        match self {
            Self::Numbers(numbers) => Self::Numbers(order.iter().map(|place| numbers[at(place)]).collect()),
            Self::Texts(texts) => {
                let order = order.iter().map(|place| texts.order[at(place)]).collect();
                Self::Texts(Texts::of(Arc::clone(&texts.texts), order))
            }
            Self::Pairs { outer, inner, pairs } => Self::Pairs {
                outer: Arc::clone(outer),
                inner: Arc::clone(inner),
                pairs: order.iter().map(|place| pairs[at(place)]).collect(),
            },
        }
    }
}

/// Whether a name is a number as Rust writes it.
fn is_written_number(name: &str) -> bool {
    name.parse::<f64>().is_ok_and(|number| number.is_finite() && number.to_string() == name)
}

fn found_or_added(labels: &mut Arc<Labels>, parts: &[String]) -> u32 {
    let found = labels.find(&parts.join(":"));
    found.unwrap_or_else(|| {
        Arc::make_mut(labels).push(parts);
        labels.len() - 1
    }) as u32
}
