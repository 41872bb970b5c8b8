//! Web archives: a document a page.

use super::super::fault::Fault;
use super::super::outlet::Flow;
use super::Reader;
use super::entry::Entry;

impl Reader {
    pub(super) fn warc(&mut self, entry: Entry<'_>) -> Flow {
        self.fault(&entry.name, Fault::malformed("not yet"))
    }
}
