//! How often signals are right: the operating characteristics of a rule, against what became of each unit.
//!
//! A unit is a client's stay or a group; its truth is known only afterwards. Members of a group are not independent, so
//! every interval counts its groups, not its members. [`Study::forward`] runs the rules through whole courses, with no more
//! than was known that day; [`judged`] holds them against the truth; nothing is fitted here.

mod characteristics;
mod examination;
mod foretelling;
mod forward;
mod leaving;
mod planned_end;
mod proportion;
mod study;
mod true_course;
mod truth;
mod unchanging;
mod warning;

pub use characteristics::{Judged, Look, OperatingCharacteristics, Reading, characteristics, over_whole};
pub use examination::{Examination, Learnt, Worth, examine};
pub use foretelling::{Foretelling, LeavingModels, LeavingTerms};
pub use forward::{Observed, Spoken, Yardstick};
pub use leaving::Leaving;
pub use planned_end::PlannedEnd;
pub use proportion::{Proportion, proportion};
pub use study::{Study, StudyError, StudyGroup, StudyMember};
pub use true_course::{CourseRow, TrueCourse};
pub use truth::judged;
pub use unchanging::Unchanging;
pub use warning::{Counting, Warning};
