//! Writes the dense pages as JSON Lines to standard output.

#[allow(dead_code, reason = "the benches use the rest")]
#[path = "../../benches/speed/corpus.rs"]
mod corpus;

use std::io::Write;

/// As much text as the slowest neighbours can read in a few seconds is taken from this.
const BYTES: usize = 2 << 20;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for page in corpus::dense(BYTES) {
        writeln!(out, "{}", serde_json::json!({ "id": page.id, "text": page.text }))?;
    }
    Ok(())
}
