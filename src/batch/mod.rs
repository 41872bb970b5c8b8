//! Many documents: read, extracted and written at the pace of the machine, in bounded memory and always in order.
//!
//! ```text
//! read      inputs    → batches of raw documents            one thread, in order
//! decode    batch     → documents                           every core
//! compare   documents → near-duplicates told (on demand)    one thread, in order
//! encode    documents → records → bytes of the format       every core
//! write     bytes     → a file, or numbered parts           one thread, in order
//! ```
//!
//! What each stage makes depends on the input alone, never on the number of threads or on timing, so the same bytes
//! come out every time. A document that fails is reported and the run goes on; an output that fails ends it.
//!
//! A [`Run`] holds what the stages need and drives them; a [`Sink`] takes the result: [`Single`] for one output,
//! [`Parts`] for numbered parts that a later run can go on from.

mod batches;
mod decode;
mod duplicates;
mod encode;
mod error;
mod manifest;
mod ordered;
mod parts;
mod run;
mod side_files;
mod single;
mod sketch;
mod tally;

pub use duplicates::Duplicates;
pub use encode::{Encoded, Extract, Output};
pub use error::RunError;
pub use manifest::{InputRange, Manifest, Part, PartFile, Settings};
pub use parts::{Parts, PartsOptions};
pub use run::{Finished, Observer, Run, Sink};
pub use side_files::SideTargets;
pub use single::Single;
pub use tally::{RecordTally, Tally};
