//! Many documents: read, extracted and written at the pace of the machine, in bounded memory and always in order.
//!
//! ```text
//! read      inputs  → batches of raw documents             one thread
//! examine   batch   → documents with their records         every core
//! encode    records → bytes of the format                  every core
//! write     bytes   → a file, in the order of the input    one thread
//! ```
//!
//! What is read, examined and encoded never depends on the number of threads, so neither do the bytes that come out.
//! A document that fails is reported and the run goes on; an output that fails ends it.

mod batches;
mod ordered;
mod run;
pub(crate) mod stand_in;
mod tally;

pub use run::{Encoded, Extract, Observer, Run, Sink};
pub use tally::Tally;
