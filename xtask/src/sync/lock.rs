//! One run at a time for one output folder.

use std::fs::File;
use std::io;

use super::{Out, folder_to_lock};

/// Runs `work` while holding the lock of the output folder; calls `on_wait` once if another run holds it.
///
/// The lock is on the handle of the parent folder, so it leaves no file behind and ends with the process. If a folder
/// cannot be locked (Windows, some network file systems), `work` runs without a lock: two runs at once are rare, and
/// each of them replaces whole files.
pub(crate) fn with_lock<T>(out: &Out, on_wait: impl FnOnce(), work: impl FnOnce() -> T) -> T {
    let Ok(folder) = File::open(folder_to_lock(&out.path)) else {
        return work();
    };
    let mut lock = fd_lock::RwLock::new(folder);
    let is_taken = lock
        .try_write()
        .is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock);
    if is_taken {
        on_wait();
    }
    let _held = lock.write().ok();
    work()
}
