//! Seeded data for demonstrations, tests and benchmarks.
