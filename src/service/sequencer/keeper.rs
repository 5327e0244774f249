//! Keeping the head file: the newest durable state of the log, outside the database, on a thread of its
//! own so that no submission waits for a second write to the disk.
//! Absent: what the head is compared with at start (`recover`).

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::watch;

use crate::store::{HeadState, Store};

#[derive(Default)]
struct Slot {
    newest: Option<HeadState>,
    closed: bool,
}

/// Hands states to the keeper's thread. Only the newest counts: the head may lag behind the log by what
/// was made durable while the last one was written, and recovery accepts a head that lags.
pub(super) struct Keeper {
    slot: Arc<(Mutex<Slot>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Starts the thread. A head that cannot be written halts the exchange.
    pub(super) fn start(store: Store, halted: watch::Sender<bool>) -> Result<Self, std::io::Error> {
        let slot = Arc::new((Mutex::new(Slot::default()), Condvar::new()));
        let shared = slot.clone();
        let thread = std::thread::Builder::new().name("head".into()).spawn(move || {
            while let Some(state) = wait(&shared) {
                if let Err(error) = store.head().write(&state) {
                    let cause: &dyn std::error::Error = &error;
                    tracing::error!(error = cause, "the head file cannot be written");
                    halted.send_replace(true);
                    return;
                }
            }
        })?;
        Ok(Self { slot, thread: Some(thread) })
    }

    /// The newest state, to be written as soon as the thread is free.
    pub(super) fn keep(&self, state: HeadState) {
        let (slot, wake) = &*self.slot;
        slot.lock().unwrap_or_else(PoisonError::into_inner).newest = Some(state);
        wake.notify_one();
    }
}

/// The next state to write; `None` after the last one was written and the keeper was dropped.
fn wait(shared: &(Mutex<Slot>, Condvar)) -> Option<HeadState> {
    let (slot, wake) = shared;
    let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if let Some(state) = slot.newest.take() {
            return Some(state);
        }
        if slot.closed {
            return None;
        }
        slot = wake.wait(slot).unwrap_or_else(PoisonError::into_inner);
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let (slot, wake) = &*self.slot;
        slot.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        wake.notify_one();
        if let Some(thread) = self.thread.take() {
            // A keeper that panicked has written nothing since; the next start sees a head that lags.
            thread.join().unwrap_or_default();
        }
    }
}
