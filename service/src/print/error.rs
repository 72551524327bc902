//! What can go wrong on the way to paper.

/// Why there is no PDF. Every one is a fault of ours: no words that somebody typed can bring it about.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// One of the font files inside the program.
    #[error("the bundled font cannot be read")]
    Font,
    /// A picture that is none.
    #[error("a picture cannot be printed: {0}")]
    Picture(String),
    /// The file was refused.
    #[error("the PDF was refused: {0}")]
    Refused(String),
}
