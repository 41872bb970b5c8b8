//! Orderly ends: the first Ctrl-C asks the run to stop, the second one ends it at once.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::exit::{Failure, INTERRUPTED};

/// A flag that becomes true when the user or the system asks the run to stop.
pub(super) fn stop_flag() -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let cannot = |cause| Failure::new(format_args!("cannot listen for Ctrl-C: {cause}"));
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_shutdown(signal, INTERRUPTED.into(), Arc::clone(&stop)).map_err(cannot)?;
        flag::register(signal, Arc::clone(&stop)).map_err(cannot)?;
    }
    survive_size_limits().map_err(cannot)?;
    Ok(stop)
}

/// Lets a write beyond the allowed file size fail like one to a full disk; the signal would kill the program.
#[cfg(unix)]
fn survive_size_limits() -> std::io::Result<()> {
    flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false))).map(drop)
}

#[cfg(not(unix))]
fn survive_size_limits() -> std::io::Result<()> {
    Ok(())
}
