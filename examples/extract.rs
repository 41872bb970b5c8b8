//! The library in a dozen lines: prints the records of the files named on the command line.

use std::io::Write;

use bantin::{Document, Extractor};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let extractor = Extractor::builder().build()?;
    let mut out = std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        let document = Document::new(path.as_str(), std::fs::read_to_string(&path)?);
        for record in extractor.extract(&document)? {
            writeln!(out, "{}", serde_json::to_string(&record)?)?;
        }
    }
    Ok(())
}
