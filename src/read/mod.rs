//! Readers: captured text becomes typed values, once.

mod number;
mod roman;

pub use number::number;
pub use roman::roman;
