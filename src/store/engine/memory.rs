//! An engine in memory, for tests: faults to order, and a disk that outlives it.
//!
//! Absent from every build but tests; durability, of course.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::watch;

use super::{Bytes, Direction, RawBatch, Row, TIP_KEY, TipVersion, split_tip};
use crate::store::error::{CommitError, EngineError};

/// How the next commit goes wrong. Both look the same to the caller: an unknown outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It fails and nothing was stored.
    NotApplied,
    /// It fails, but all of it was stored.
    Applied,
}

#[derive(Default)]
struct Disk {
    rows: BTreeMap<Vec<u8>, Vec<u8>>,
    fault: Option<Fault>,
    read: u64,
}

/// What survives when a store on it is dropped and opened again. Clones share it.
#[derive(Clone, Default)]
pub struct MemoryDisk(Arc<Mutex<Disk>>);

impl MemoryDisk {
    /// Orders a fault for the next commit.
    pub fn fail_next_commit(&self, fault: Fault) {
        self.0.lock().unwrap().fault = Some(fault);
    }

    /// How many rows were read or looked for so far.
    pub fn read(&self) -> u64 {
        self.0.lock().unwrap().read
    }

    /// Every byte stored, keys and values, for looking after what must not stand there.
    pub fn raw(&self) -> Vec<u8> {
        let disk = self.0.lock().unwrap();
        disk.rows.iter().flat_map(|(key, value)| [&key[..], value].concat()).collect()
    }
}

/// One opening of a [`MemoryDisk`].
pub(crate) struct MemoryEngine {
    disk: MemoryDisk,
    stopped: AtomicBool,
    tip: watch::Sender<u64>,
}

impl MemoryEngine {
    pub(crate) fn open(disk: &MemoryDisk) -> Self {
        let engine = Self {
            disk: disk.clone(),
            stopped: AtomicBool::new(false),
            tip: watch::Sender::new(0),
        };
        let (tip, _) = split_tip(engine.get(&TIP_KEY).unwrap()).unwrap();
        engine.tip.send_replace(tip.0);
        engine
    }

    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Bytes>, EngineError> {
        self.refuse_stopped()?;
        let mut disk = self.disk.0.lock().unwrap();
        disk.read += 1;
        Ok(disk.rows.get(key).map(|value| Bytes::from(value.as_slice())))
    }

    pub(crate) fn scan(
        &self,
        range: Range<&[u8]>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<Row>, EngineError> {
        self.refuse_stopped()?;
        let mut disk = self.disk.0.lock().unwrap();
        let rows = disk.rows.range(range.start.to_vec()..range.end.to_vec());
        let row = |(key, value): (&Vec<u8>, &Vec<u8>)| (key[..].into(), value[..].into());
        let rows: Vec<Row> = match direction {
            Direction::Ascending => rows.take(limit).map(row).collect(),
            Direction::Descending => rows.rev().take(limit).map(row).collect(),
        };
        // One more for the place where it began or ended.
        disk.read += 1 + u64::try_from(rows.len()).unwrap();
        Ok(rows)
    }

    pub(crate) fn commit(
        &self,
        expected: TipVersion,
        batch: &RawBatch,
    ) -> Result<TipVersion, CommitError> {
        let mut disk = self.disk.0.lock().unwrap();
        if self.stopped.load(Ordering::Acquire) {
            return Err(CommitError::Stopped);
        }
        let row = disk.rows.get(&TIP_KEY[..]).map(|row| Bytes::from(row.as_slice()));
        let (found, _) = split_tip(row).map_err(CommitError::Unknown)?;
        let tip = batch.check(expected, found)?;
        let fault = disk.fault.take();
        if fault != Some(Fault::NotApplied) {
            for (key, value) in &batch.rows {
                disk.rows.insert(key.to_vec(), value.to_vec());
            }
            disk.rows.extend(batch.tip_row().map(|row| (TIP_KEY.to_vec(), row)));
        }
        if let Some(fault) = fault {
            self.stopped.store(true, Ordering::Release);
            let error = format!("ordered fault: {fault:?}");
            return Err(CommitError::Unknown(EngineError::Failed(error.into())));
        }
        if tip != expected {
            self.tip.send_replace(tip.0);
        }
        Ok(tip)
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.tip.subscribe()
    }

    fn refuse_stopped(&self) -> Result<(), EngineError> {
        if self.stopped.load(Ordering::Acquire) { Err(EngineError::Stopped) } else { Ok(()) }
    }
}
