//! What a sheet is made of.

/// One side of A4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it is, printed over it and told by the file.
    pub title: String,
    /// The line under the title.
    pub subtitle: String,
    /// Printed at the bottom: day, that it is confidential.
    pub footer: String,
    /// A tag such as `nl`.
    pub language: &'static str,
    /// How large its letters are.
    pub letters: Letters,
    /// What stands on it, in order.
    pub blocks: Vec<Block>,
}

/// How large the letters of a sheet are, before they shrink because there is much on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// For who reads papers all day.
    Ordinary,
    /// For who reads this one.
    Large,
}

impl Letters {
    /// Sizes in points, the one that is read best first.
    pub(super) const fn sizes(self) -> [f64; 3] {
        match self {
            Self::Ordinary => [10.0, 9.25, 8.5],
            Self::Large => [14.0, 13.0, 12.0],
        }
    }

    /// Size of the line at the bottom, in points.
    pub(super) const fn footer(self) -> f64 {
        match self {
            Self::Ordinary => 8.0,
            Self::Large => 12.0,
        }
    }

    /// Size of the line under the title, in points.
    pub(super) const fn subtitle(self) -> f64 {
        match self {
            Self::Ordinary => 10.0,
            Self::Large => 12.0,
        }
    }
}

/// A piece of a sheet that is printed whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What is printed.
    pub content: Content,
    /// How much it matters.
    pub rank: Rank,
}

/// What is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A heading over what follows; gone when all of that is.
    Heading(String),
    /// A line of a list, or a paragraph: words that stand out, then the others.
    Line {
        /// Words in bold; may be empty.
        lead: String,
        /// The other words.
        text: String,
    },
    /// What belongs to the line above it, set in: words that stand out, then the others.
    Under {
        /// Words in bold; without them the others stand back.
        lead: String,
        /// The other words.
        text: String,
    },
    /// A picture across the sheet, with what it says for those who hear it.
    Picture {
        /// The picture, without anything outside it.
        svg: String,
        /// The words.
        heard: String,
    },
}

/// How much a block matters: what matters least goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The sheet is of no use without it.
    Must,
    /// It should be there.
    Should,
    /// Good to have.
    May,
}

impl Block {
    /// A heading.
    #[must_use]
    pub fn heading(words: impl Into<String>) -> Self {
        Self { content: Content::Heading(words.into()), rank: Rank::Must }
    }

    /// A line with words that stand out.
    #[must_use]
    pub fn line(rank: Rank, lead: impl Into<String>, text: impl Into<String>) -> Self {
        Self { content: Content::Line { lead: lead.into(), text: text.into() }, rank }
    }

    /// What belongs to the line above.
    #[must_use]
    pub fn under(rank: Rank, lead: impl Into<String>, text: impl Into<String>) -> Self {
        Self { content: Content::Under { lead: lead.into(), text: text.into() }, rank }
    }

    /// Whether it only stands over others.
    #[must_use]
    pub const fn is_heading(&self) -> bool {
        matches!(self.content, Content::Heading(_))
    }

    /// What can be read of it: for a test, and for who hears it.
    #[must_use]
    pub fn words(&self) -> String {
        match &self.content {
            Content::Heading(words) | Content::Picture { heard: words, .. } => words.clone(),
            Content::Line { lead, text } | Content::Under { lead, text } => format!("{lead} {text}").trim().to_owned(),
        }
    }
}
