//! The sizes of a stage: known to the compiler where they are common, so that it can write the small loops out.

/// q, m, r and where the effects' columns are.
pub(super) trait Dimensions: Copy {
    /// q, effects.
    fn effects(self) -> usize;
    /// m, columns alive when the stage's turn comes.
    fn width(self) -> usize;
    /// r, columns that the next stage still needs; the first r of the m.
    fn next(self) -> usize;
    /// The column of an effect.
    fn column(self, effect: usize) -> usize;
}

/// Any sizes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Any<'a> {
    pub(super) effects: &'a [usize],
    pub(super) width: usize,
    pub(super) next: usize,
}

impl Dimensions for Any<'_> {
    #[inline(always)]
    fn effects(self) -> usize {
        self.effects.len()
    }
    #[inline(always)]
    fn width(self) -> usize {
        self.width
    }
    #[inline(always)]
    fn next(self) -> usize {
        self.next
    }
    #[inline(always)]
    fn column(self, effect: usize) -> usize {
        self.effects[effect]
    }
}

/// Q effects on the first Q of M columns, all of which outlive the stage: fixed effects that hold the random ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leading<const Q: usize, const M: usize>;

impl<const Q: usize, const M: usize> Dimensions for Leading<Q, M> {
    #[inline(always)]
    fn effects(self) -> usize {
        Q
    }
    #[inline(always)]
    fn width(self) -> usize {
        M
    }
    #[inline(always)]
    fn next(self) -> usize {
        M
    }
    #[inline(always)]
    fn column(self, effect: usize) -> usize {
        effect
    }
}

/// Work that is done for whatever sizes.
pub(super) trait ForDimensions {
    type Output;
    fn run<D: Dimensions>(self, dimensions: D) -> Self::Output;
}

/// Does the work with sizes that the compiler knows, where they are common ones.
#[inline(always)]
pub(super) fn with_dimensions<W: ForDimensions>(sizes: Any<'_>, work: W) -> W::Output {
    let leading = sizes.width == sizes.next && sizes.effects.iter().enumerate().all(|(at, &column)| at == column);
    match (sizes.effects.len(), if leading { sizes.width } else { 0 }) {
        (1, 2) => work.run(Leading::<1, 2>),
        (1, 3) => work.run(Leading::<1, 3>),
        (1, 4) => work.run(Leading::<1, 4>),
        (1, 5) => work.run(Leading::<1, 5>),
        (2, 3) => work.run(Leading::<2, 3>),
        (2, 4) => work.run(Leading::<2, 4>),
        (2, 5) => work.run(Leading::<2, 5>),
        _ => work.run(sizes),
    }
}
