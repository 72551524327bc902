//! After a session: what each therapist thought of it before he read the others, what was decided, and what it took.

mod agreements;
mod compared;
mod forms;
mod notes;
mod page;
mod signals;

pub(super) use self::{
    agreements::{agree, settle},
    forms::rate,
    notes::{joint_note, own_note},
    page::page,
};
