//! The list that a plate reader's program works from, kept for a start without the exchange: parts, each sealed by
//! itself, one behind the other in one file that grows by what changes until it is written anew.
//! Absent: what a part says, and when the file is written anew.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use zeroize::Zeroizing;

use super::{EdgeQueue, QueueError, failed, set_aside};
use crate::vault::{Bucket, SEAL_OVERHEAD, Vault, sync_directory};

const LIST: &str = "list";
/// A part of the list does not open as a report, and none opens in another place.
const LIST_TABLE: u8 = 3;
/// The longest part, in bytes.
const MAX_PART: usize = 1 << 20;
/// Bytes of a length before each part.
const LENGTH: usize = 4;

/// What is in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    /// The day whose key seals it.
    pub(super) day: u32,
    /// How many parts there are.
    parts: u64,
    /// How many bytes.
    bytes: u64,
}

impl EdgeQueue {
    /// Reads the kept list and hands over its parts in order; says how many bytes they take on the disk, 0 for no
    /// list. What a write that was cut short left behind the last whole part is taken off.
    ///
    /// # Errors
    /// [`QueueError::Damaged`] when a part does not open: the file is set aside then, and nothing that was handed
    /// over counts. [`QueueError::File`].
    pub fn load_list(&self, mut take: impl FnMut(&[u8])) -> Result<u64, QueueError> {
        let mut state = self.state();
        state.list = None;
        let path = self.directory.join(LIST);
        let file = match OpenOptions::new().read(true).write(true).open(&path) {
            Ok(file) => file,
            Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(0),
            Err(source) => return Err(failed("read", &path)(source)),
        };
        let mut kept: Option<Kept> = None;
        let mut from = BufReader::new(&file);
        while let Some(sealed) = next_part(&mut from).map_err(failed("read", &path))? {
            let (number, bytes) = kept.map_or((0, 0), |kept| (kept.parts, kept.bytes));
            let opened = self.vault.open_any(LIST_TABLE, &number.to_be_bytes(), &sealed);
            let (Ok(part), Some(Bucket::Records(day))) = (opened, Vault::bucket_of(&sealed)) else {
                return Err(set_aside(path));
            };
            take(&part);
            kept = Some(Kept { day, parts: number + 1, bytes: bytes + length_of(&sealed) });
        }
        let whole = kept.map_or(0, |kept| kept.bytes);
        if file.metadata().map_err(failed("read", &path))?.len() > whole {
            let cut = file.set_len(whole).and_then(|()| file.sync_all());
            cut.map_err(failed("shorten", &path))?;
        }
        state.list = kept;
        Ok(whole)
    }

    /// Writes the list anew, sealed under the key of this day; durable on return. Says how many bytes it takes.
    ///
    /// # Errors
    /// [`QueueError`]; the earlier list is still there then.
    pub fn write_list(
        &self,
        day: u32,
        parts: impl Iterator<Item = Zeroizing<Vec<u8>>>,
    ) -> Result<u64, QueueError> {
        self.vault.ensure(&[Bucket::Records(day)])?;
        let path = self.directory.join(LIST);
        let fresh = path.with_extension("tmp");
        let written = self.write_parts(&fresh, day, parts).and_then(|kept| {
            fs::rename(&fresh, &path).map_err(failed("write", &path))?;
            sync_directory(&self.directory).map_err(failed("make durable", &self.directory))?;
            Ok(kept)
        });
        if written.is_err() {
            // What a full disk took of it is of no use, and would keep the disk full.
            drop(fs::remove_file(&fresh));
        }
        let kept = written?;
        self.state().list = Some(kept);
        Ok(kept.bytes)
    }

    fn write_parts(
        &self,
        path: &Path,
        day: u32,
        parts: impl Iterator<Item = Zeroizing<Vec<u8>>>,
    ) -> Result<Kept, QueueError> {
        let file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path);
        let mut to = BufWriter::new(file.map_err(failed("write", path))?);
        let mut kept = Kept { day, parts: 0, bytes: 0 };
        for part in parts {
            let sealed = self.sealed(&kept, &part)?;
            to.write_all(&sealed).map_err(failed("write", path))?;
            kept.parts += 1;
            kept.bytes += u64::try_from(sealed.len()).unwrap_or(u64::MAX);
        }
        let file = to.into_inner().map_err(|error| failed("write", path)(error.into_error()))?;
        file.sync_all().map_err(failed("write", path))?;
        Ok(kept)
    }

    /// Puts a part behind the others; durable on return. Says how many bytes the list takes; nothing when there
    /// is no list that it could stand behind: then it has to be written anew.
    ///
    /// # Errors
    /// [`QueueError`]; then too the list has to be written anew, because half a part may stand in it.
    pub fn add_to_list(&self, part: &[u8]) -> Result<Option<u64>, QueueError> {
        let mut state = self.state();
        // Gone until it is known that the part is whole.
        let Some(mut kept) = state.list.take() else { return Ok(None) };
        let path = self.directory.join(LIST);
        let sealed = self.sealed(&kept, part)?;
        let append = || -> io::Result<()> {
            let mut file = OpenOptions::new().append(true).open(&path)?;
            file.write_all(&sealed)?;
            file.sync_data()
        };
        append().map_err(failed("write", &path))?;
        kept.parts += 1;
        kept.bytes += u64::try_from(sealed.len()).unwrap_or(u64::MAX);
        state.list = Some(kept);
        Ok(Some(kept.bytes))
    }

    /// The day whose key seals the list, when there is one.
    pub fn list_day(&self) -> Option<u32> {
        self.state().list.map(|kept| kept.day)
    }

    /// A part as it stands in the file: its length, and the sealed bytes.
    fn sealed(&self, kept: &Kept, part: &[u8]) -> Result<Vec<u8>, QueueError> {
        let mut bytes = vec![0; LENGTH];
        let (bucket, number) = (Bucket::Records(kept.day), kept.parts.to_be_bytes());
        self.vault.seal_into(bucket, LIST_TABLE, &number, part, &mut bytes)?;
        let length = u32::try_from(bytes.len() - LENGTH).unwrap_or(u32::MAX).to_be_bytes();
        bytes.iter_mut().zip(length).for_each(|(to, from)| *to = from);
        Ok(bytes)
    }
}

/// The next whole part, sealed; nothing where the file ends, or ends within one.
fn next_part(from: &mut BufReader<&File>) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; LENGTH];
    if !filled(from, &mut length)? {
        return Ok(None);
    }
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if length > MAX_PART + SEAL_OVERHEAD {
        // No part is that long, so it does not open.
        return Ok(Some(Vec::new()));
    }
    let mut sealed = vec![0; length];
    Ok(filled(from, &mut sealed)?.then_some(sealed))
}

fn filled(from: &mut BufReader<&File>, room: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(room) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn length_of(sealed: &[u8]) -> u64 {
    u64::try_from(sealed.len() + LENGTH).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
