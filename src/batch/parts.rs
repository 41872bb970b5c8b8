//! Numbered parts: a long run in pieces that are whole one by one.
//!
//! Each part takes the same number of documents and is written whole before the manifest names it. After a crash, a
//! kill or a full disk, a run that resumes reads its input again, leaves out what whole parts hold (their hash says
//! whether it is still the same) and goes on with the first part that is missing. The bytes are those of a run that
//! was never interrupted.

use std::fs;
use std::io;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3;

use super::encode::Encoded;
use super::error::RunError;
use super::manifest::{InputRange, Manifest, Part, PartFile, Settings};
use super::run::Sink;
use super::side_files::{SideFiles, SideTargets};
use super::tally::Tally;
use crate::output::{Format, OutputError, PARTIAL_ENDING, Target, WholeFile, Writer, WrittenFile};

/// What a run in parts is told.
#[derive(Clone, Debug)]
pub struct PartsOptions {
    /// Where the parts go; made if it is not there.
    pub folder: PathBuf,
    /// What the names of the parts end in, with the dot: `.jsonl.zst`.
    pub ending: String,
    /// Documents in a part.
    pub size: NonZeroU64,
    /// Whether to go on with the parts that are there.
    pub resume: bool,
    /// Everything that shapes the bytes of the parts.
    pub settings: Settings,
    /// What is written beside the parts, when all are there.
    pub sides: SideTargets,
}

/// Takes a run into numbered parts.
pub struct Parts<'f, F: Format> {
    format: &'f F,
    options: PartsOptions,
    manifest: Manifest,
    /// How many parts have gone by, written before or now.
    passed: usize,
    range: Range,
    open: Option<Open<F::Writer>>,
}

/// A part under construction.
struct Open<W> {
    writer: W,
    sides: SideFiles,
    tally: Tally,
}

/// The documents of the part that is going by.
#[derive(Default)]
struct Range {
    start: u64,
    documents: u64,
    places: Option<(String, String)>,
    hasher: Xxh3,
}

impl<'f, F: Format> Parts<'f, F> {
    /// Begins a run in parts, or goes on with one.
    ///
    /// # Errors
    /// Where the folder holds the parts of a run that is not to be resumed, or that had other settings.
    pub fn open(format: &'f F, options: PartsOptions) -> Result<Self, RunError> {
        let folder = &options.folder;
        fs::create_dir_all(folder).map_err(|cause| OutputError::at(folder, cause))?;
        let found = Manifest::load(folder)?.filter(Manifest::is_used);
        if found.is_some() && !options.resume {
            return Err(RunError::FolderInUse(folder.clone()));
        }
        let fresh = || Manifest { settings: options.settings.clone(), ..Manifest::default() };
        let manifest = found.clone().unwrap_or_else(fresh);
        manifest.check_settings(folder, &options.settings)?;
        let manifest = manifest.without_damaged(&options);
        remove_leftovers(folder, manifest.complete)?;
        if found.as_ref() != Some(&manifest) {
            manifest.save(folder)?;
        }
        Ok(Self { format, options, manifest, passed: 0, range: Range::default(), open: None })
    }

    /// How many documents of the input the whole parts hold.
    pub fn written(&self) -> u64 {
        self.manifest.tally().documents
    }

    /// Where the parts are.
    pub fn folder(&self) -> &Path {
        &self.options.folder
    }

    /// Documents in a part.
    pub fn size(&self) -> NonZeroU64 {
        self.options.size
    }

    /// What the whole parts hold.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Writes the last part and says that the run is complete.
    ///
    /// # Errors
    /// Where the output fails, or where the input has become shorter than what the whole parts hold.
    pub fn finish(mut self) -> Result<Manifest, RunError> {
        if self.range.documents > 0 {
            self.close_part()?;
        }
        if let Some(missing) = self.manifest.parts.get(self.passed) {
            return Err(missing.changed());
        }
        self.gather_sides()?;
        self.manifest.complete = true;
        self.manifest.save(&self.options.folder)?;
        remove_leftovers(&self.options.folder, true)?;
        Ok(self.manifest)
    }

    fn close_part(&mut self) -> Result<(), RunError> {
        let input = std::mem::take(&mut self.range).close();
        self.range.start = input.end;
        match self.open.take() {
            Some(open) => self.add_part(open, input)?,
            None => self.check_part(&input)?,
        }
        self.passed += 1;
        Ok(())
    }

    /// Checks that the documents of a part that was written before are still the same.
    fn check_part(&self, input: &InputRange) -> Result<(), RunError> {
        match self.manifest.parts.get(self.passed) {
            Some(part) if part.input != *input => Err(part.changed()),
            _ => Ok(()),
        }
    }

    fn add_part(&mut self, open: Open<F::Writer>, input: InputRange) -> Result<(), RunError> {
        open.sides.finish()?;
        let files = open.writer.finish()?.iter().map(PartFile::of).collect();
        let part = self.passed + 1;
        self.manifest.parts.push(Part { part, input, tally: open.tally, files });
        Ok(self.manifest.save(&self.options.folder)?)
    }

    fn open_part(&self) -> Result<Open<F::Writer>, RunError> {
        let number = self.passed + 1;
        let path = self.options.folder.join(format!("part-{number:05}{}", self.options.ending));
        let sides = SideFiles::create(&self.options.side_parts(number))?;
        Ok(Open { writer: self.format.open(&Target::File(path))?, sides, tally: Tally::default() })
    }

    /// Puts the side files of all parts together, in their order. Every compression lets files be joined like this.
    fn gather_sides(&self) -> Result<(), RunError> {
        let sides: [fn(&SideTargets) -> &Option<PathBuf>; 2] = [|sides| &sides.errors, |sides| &sides.texts];
        for side in sides {
            if let Some(target) = side(&self.options.sides) {
                let parts = (1..=self.passed).filter_map(|part| side(&self.options.side_parts(part)).clone());
                join(parts, target)?;
            }
        }
        Ok(())
    }
}

impl<F: Format> Sink<F::Chunk> for Parts<'_, F> {
    fn write(&mut self, batch: Encoded<F::Chunk>) -> Result<(), RunError> {
        self.range.add(&batch);
        if let Some(output) = batch.output {
            let mut open = self.open.take().map_or_else(|| self.open_part(), Ok)?;
            open.sides.write(&output)?;
            open.tally += output.tally;
            open.writer.write(output.chunk)?;
            self.open = Some(open);
        }
        if self.range.documents == self.options.size.get() { self.close_part() } else { Ok(()) }
    }
}

impl Range {
    fn add<C>(&mut self, batch: &Encoded<C>) {
        let (first, last) = batch.places.clone();
        self.places = Some((self.places.take().map_or(first, |(first, _)| first), last));
        self.documents += batch.digests.len() as u64;
        batch.digests.iter().for_each(|digest| self.hasher.update(&digest.to_le_bytes()));
    }

    fn close(self) -> InputRange {
        let (first, last) = self.places.unwrap_or_default();
        let hash = format!("{:032x}", self.hasher.digest128());
        InputRange { start: self.start, end: self.start + self.documents, first, last, hash }
    }
}

impl PartsOptions {
    /// Where a part keeps what will be written beside all of them. The names are hidden, so that a pattern over the
    /// parts does not find them.
    fn side_parts(&self, part: usize) -> SideTargets {
        let beside = |target: &Option<PathBuf>, what: &str| {
            let ending = crate::output::Compression::of_path(target.as_deref()?).ending();
            Some(self.folder.join(format!(".part-{part:05}.{what}.jsonl{ending}")))
        };
        SideTargets {
            errors: beside(&self.sides.errors, "errors"),
            texts: beside(&self.sides.texts, "texts"),
        }
    }
}

impl SideTargets {
    fn paths(self) -> impl Iterator<Item = PathBuf> {
        [self.errors, self.texts].into_iter().flatten()
    }
}

impl Manifest {
    fn is_used(&self) -> bool {
        self.complete || !self.parts.is_empty()
    }

    /// The manifest up to the first part that is not as it says. Where the run is not complete, a last part that is
    /// too short is not believed either: more input may have come.
    fn without_damaged(mut self, options: &PartsOptions) -> Self {
        let has_files = |part: &Part| part.files.iter().all(|file| file.is_in(&options.folder));
        self.complete &= self.parts.iter().all(has_files);
        let is_whole = |part: &Part| {
            let full = part.tally.documents == options.size.get();
            full && has_files(part) && options.side_parts(part.part).paths().all(|path| path.exists())
        };
        if !self.complete {
            let whole = self.parts.iter().take_while(|part| is_whole(part)).count();
            self.parts.truncate(whole);
        }
        self
    }
}

impl Part {
    fn changed(&self) -> RunError {
        RunError::InputChanged {
            part: self.part,
            range: format!("{} to {}", self.input.first, self.input.last),
        }
    }
}

impl PartFile {
    fn of(file: &WrittenFile) -> Self {
        let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { name, bytes: file.bytes }
    }

    fn is_in(&self, folder: &Path) -> bool {
        folder.join(&self.name).metadata().is_ok_and(|found| found.len() == self.bytes)
    }
}

/// Removes the temporary files of a run that was killed and, once it is `complete`, what was kept for the end.
fn remove_leftovers(folder: &Path, complete: bool) -> Result<(), OutputError> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    for entry in entries.map_err(|cause| OutputError::at(folder, cause))? {
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = [".part-", "..part-", ".manifest.json."].iter().any(|prefix| name.starts_with(prefix));
        if ours && (complete || name.ends_with(PARTIAL_ENDING)) {
            fs::remove_file(entry.path()).map_err(|cause| OutputError::at(&entry.path(), cause))?;
        }
    }
    Ok(())
}

/// Writes the bytes of `parts`, one after the other, into `target`.
fn join(parts: impl Iterator<Item = PathBuf>, target: &Path) -> Result<(), OutputError> {
    let mut whole = WholeFile::create(&Target::File(target.to_owned()))?;
    for path in parts {
        let copied = fs::File::open(&path).and_then(|mut part| io::copy(&mut part, &mut whole));
        copied.map_err(|cause| OutputError::at(target, cause))?;
    }
    whole.finish().map(drop)
}
