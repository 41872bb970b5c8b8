//! One output for the whole run.

use super::encode::Encoded;
use super::error::RunError;
use super::run::Sink;
use super::side_files::{SideFiles, SideTargets};
use crate::output::{Format, Target, Writer, WrittenFile};

/// Takes a run into one output, whole or not at all.
#[derive(Debug)]
pub struct Single<W> {
    writer: W,
    sides: SideFiles,
}

impl<W: Writer> Single<W> {
    /// Opens `target` and what is written beside it.
    pub fn create<F: Format<Writer = W>>(
        format: &F,
        target: &Target,
        sides: &SideTargets,
    ) -> Result<Self, RunError> {
        Ok(Self { sides: SideFiles::create(sides)?, writer: format.open(target)? })
    }

    /// Makes everything durable and gives it its name. Returns the files with records.
    pub fn finish(self) -> Result<Vec<WrittenFile>, RunError> {
        self.sides.finish()?;
        Ok(self.writer.finish()?)
    }

    /// Gives up the records, and their name to whatever has it now, but keeps what is written beside them.
    pub fn finish_sides(self) -> Result<(), RunError> {
        Ok(self.sides.finish()?)
    }

    /// Keeps what an interrupted run has written so far; see [`Writer::keep_partial`]. Returns the files with records.
    pub fn keep_partial(self) -> Result<Vec<WrittenFile>, RunError> {
        self.sides.keep_partial()?;
        Ok(self.writer.keep_partial()?)
    }
}

impl<W: Writer> Sink<W::Chunk> for Single<W> {
    fn write(&mut self, batch: Encoded<W::Chunk>) -> Result<(), RunError> {
        if let Some(output) = batch.output {
            self.sides.write(&output)?;
            self.writer.write(output.chunk)?;
        }
        Ok(())
    }
}
