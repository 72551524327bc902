//! Reliable change and clinical significance (Jacobson and Truax 1991).
