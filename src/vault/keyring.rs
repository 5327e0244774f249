//! The keyring file: one random key per bucket, wrapped by the master key, outside the database.
//!
//! Layout: `samen-keyring\n` || version u8 || nonce 12 || AES-256-GCM(slots) || tag 16, where a
//! slot is bucket 5 || 1 || key 32, or bucket 5 || 0 for a bucket whose key was dropped.
//!
//! Absent: use of the keys (`seal`), sharing between threads (`safe`), and old versions of the
//! file: a rewrite replaces it whole, so that a dropped key is in no file of ours any more. What a
//! disk keeps of overwritten blocks, and what backups keep, is beyond this room.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use ring::rand::{SecureRandom as _, SystemRandom};
use zeroize::Zeroizing;

use super::bucket::ENCODED_LEN;
use super::{Bucket, MasterKey, VaultError, durable};

const MAGIC: &[u8; 15] = b"samen-keyring\n\x01";
const WRAP_INFO: &[u8] = b"samen/keyring/v1";
const DROPPED: u8 = 0;
const LIVE: u8 = 1;
/// Length of a bucket key in bytes.
pub(super) const KEY_LEN: usize = 32;

/// What the keyring knows of a bucket that was ever used.
#[derive(Clone)]
pub(super) enum Slot {
    /// Its key.
    Live(Zeroizing<[u8; KEY_LEN]>),
    /// Its key is gone, and must not be made anew.
    Dropped,
}

/// The keys of all buckets, and the file that holds them.
pub struct Keyring {
    path: PathBuf,
    wrap: LessSafeKey,
    slots: BTreeMap<Bucket, Slot>,
}

impl Keyring {
    /// Makes an empty keyring in a file that must not exist yet.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn create(path: &Path, master: &MasterKey) -> Result<Self, VaultError> {
        let ring = Self { path: path.to_owned(), wrap: wrap_key(master)?, slots: BTreeMap::new() };
        let sealed = ring.wrapped(&ring.slots)?;
        durable::create_file(path, &sealed)
            .map_err(|source| file_error(path, "created", source))?;
        Ok(ring)
    }

    /// Opens an existing keyring; never makes one.
    ///
    /// # Errors
    /// `KeyringMissing`, `KeyringFile`, or `KeyringRefused` when it is damaged or the master key
    /// is another one (the cipher cannot tell these apart).
    pub fn open(path: &Path, master: &MasterKey) -> Result<Self, VaultError> {
        let content = match fs::read(path) {
            Ok(content) => content,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(VaultError::KeyringMissing { path: path.to_owned() });
            }
            Err(source) => return Err(file_error(path, "read", source)),
        };
        let wrap = wrap_key(master)?;
        let slots = unwrapped(&wrap, content)
            .ok_or_else(|| VaultError::KeyringRefused { path: path.to_owned() })?;
        durable::remove_leftover(path).map_err(|source| file_error(path, "read", source))?;
        Ok(Self { path: path.to_owned(), wrap, slots })
    }

    /// Forgets a bucket's key for good: durable on return. A bucket that never had a key is
    /// marked as well, so that it can never get one.
    ///
    /// # Errors
    /// For the standing bucket, and when the file cannot be replaced; the key then still exists.
    pub fn drop_bucket(&mut self, bucket: Bucket) -> Result<(), VaultError> {
        if bucket == Bucket::Standing {
            return Err(VaultError::StandingIsKept);
        }
        let mut next = self.slots.clone();
        next.insert(bucket, Slot::Dropped);
        self.replace(next)
    }

    /// Makes keys for those of `buckets` that have none; durable on return.
    pub(super) fn add(&mut self, buckets: &[Bucket]) -> Result<(), VaultError> {
        let mut next = self.slots.clone();
        for bucket in buckets {
            match next.get(bucket) {
                Some(Slot::Live(_)) => {}
                Some(Slot::Dropped) => return Err(VaultError::AlreadyErased(*bucket)),
                None => {
                    let mut key = Zeroizing::new([0; KEY_LEN]);
                    SystemRandom::new().fill(key.as_mut()).map_err(|_| VaultError::Crypto)?;
                    next.insert(*bucket, Slot::Live(key));
                }
            }
        }
        self.replace(next)
    }

    pub(super) fn slots(&self) -> &BTreeMap<Bucket, Slot> {
        &self.slots
    }

    /// The file first, memory second: a key is used only when it will be there after a crash.
    fn replace(&mut self, next: BTreeMap<Bucket, Slot>) -> Result<(), VaultError> {
        let sealed = self.wrapped(&next)?;
        durable::replace_file(&self.path, &sealed)
            .map_err(|source| file_error(&self.path, "replaced", source))?;
        self.slots = next;
        Ok(())
    }

    fn wrapped(&self, slots: &BTreeMap<Bucket, Slot>) -> Result<Vec<u8>, VaultError> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| VaultError::Crypto)?;
        // Reserved beforehand: growing would leave unwrapped keys behind in freed memory.
        let mut plain =
            Zeroizing::new(Vec::with_capacity(slots.len() * (ENCODED_LEN + 1 + KEY_LEN)));
        for (bucket, slot) in slots {
            plain.extend_from_slice(&bucket.encode());
            match slot {
                Slot::Live(key) => {
                    plain.push(LIVE);
                    plain.extend_from_slice(key.as_ref());
                }
                Slot::Dropped => plain.push(DROPPED),
            }
        }
        let tag = self
            .wrap
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(MAGIC),
                plain.as_mut_slice(),
            )
            .map_err(|_| VaultError::Crypto)?;
        Ok([MAGIC.as_slice(), &nonce, &plain, tag.as_ref()].concat())
    }
}

fn wrap_key(master: &MasterKey) -> Result<LessSafeKey, VaultError> {
    let root = Salt::new(HKDF_SHA256, WRAP_INFO).extract(master.bytes());
    let okm = root.expand(&[WRAP_INFO], &AES_256_GCM).map_err(|_| VaultError::Crypto)?;
    Ok(LessSafeKey::new(UnboundKey::from(okm)))
}

fn unwrapped(wrap: &LessSafeKey, content: Vec<u8>) -> Option<BTreeMap<Bucket, Slot>> {
    let mut content = Zeroizing::new(content);
    let (header, rest) = content.split_at_mut_checked(MAGIC.len())?;
    if header != MAGIC {
        return None;
    }
    let (nonce, sealed) = rest.split_at_mut_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut plain = &*wrap.open_in_place(nonce, Aad::from(MAGIC), sealed).ok()?;
    let mut slots = BTreeMap::new();
    while !plain.is_empty() {
        let (bucket, rest) = plain.split_first_chunk::<ENCODED_LEN>()?;
        let bucket = Bucket::decode(*bucket)?;
        plain = match rest.split_first()? {
            (&LIVE, rest) => {
                let (key, rest) = rest.split_first_chunk::<KEY_LEN>()?;
                slots.insert(bucket, Slot::Live(Zeroizing::new(*key)));
                rest
            }
            (&DROPPED, rest) => {
                slots.insert(bucket, Slot::Dropped);
                rest
            }
            _ => return None,
        };
    }
    Some(slots)
}

fn file_error(path: &Path, verb: &'static str, source: io::Error) -> VaultError {
    VaultError::KeyringFile { path: path.to_owned(), verb, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Bucket = Bucket::Records(20_700);
    const MONTH: Bucket = Bucket::Audit(24_319);

    fn live(ring: &Keyring) -> Vec<(Bucket, Option<[u8; KEY_LEN]>)> {
        let key = |slot: &Slot| match slot {
            Slot::Live(key) => Some(**key),
            Slot::Dropped => None,
        };
        ring.slots().iter().map(|(bucket, slot)| (*bucket, key(slot))).collect()
    }

    fn fixture() -> (tempfile::TempDir, PathBuf, MasterKey) {
        let folder = tempfile::tempdir().unwrap();
        let master = MasterKey::create(&folder.path().join("master.key")).unwrap();
        let path = folder.path().join("keyring");
        (folder, path, master)
    }

    #[test]
    fn keys_and_dropped_buckets_come_back() {
        let (_folder, path, master) = fixture();
        let mut ring = Keyring::create(&path, &master).unwrap();
        ring.add(&[DAY, MONTH, Bucket::Standing]).unwrap();
        ring.drop_bucket(DAY).unwrap();
        let reopened = Keyring::open(&path, &master).unwrap();
        assert_eq!(live(&reopened), live(&ring));
        assert_eq!(live(&reopened)[0], (DAY, None));
        assert!(live(&reopened)[1].1.is_some());
    }

    #[test]
    fn an_erased_bucket_never_comes_back_and_standing_never_goes() {
        let (_folder, path, master) = fixture();
        let mut ring = Keyring::create(&path, &master).unwrap();
        ring.add(&[DAY]).unwrap();
        ring.drop_bucket(DAY).unwrap();
        assert!(matches!(ring.add(&[DAY]), Err(VaultError::AlreadyErased(DAY))));
        assert!(matches!(ring.drop_bucket(Bucket::Standing), Err(VaultError::StandingIsKept)));
    }

    #[test]
    fn missing_existing_and_foreign_keyrings_are_told_apart() {
        let (folder, path, master) = fixture();
        let missing = Keyring::open(&path, &master).err().unwrap();
        assert!(matches!(missing, VaultError::KeyringMissing { .. }));
        Keyring::create(&path, &master).unwrap();
        let existing = Keyring::create(&path, &master).err().unwrap();
        assert!(matches!(existing, VaultError::KeyringFile { verb: "created", .. }));
        let other = MasterKey::create(&folder.path().join("other.key")).unwrap();
        let foreign = Keyring::open(&path, &other).err().unwrap();
        assert!(matches!(foreign, VaultError::KeyringRefused { .. }));
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_noticed() {
        let (_folder, path, master) = fixture();
        Keyring::create(&path, &master).unwrap().add(&[MONTH]).unwrap();
        let good = fs::read(&path).unwrap();
        let refused = |content: &[u8]| {
            fs::write(&path, content).unwrap();
            matches!(Keyring::open(&path, &master), Err(VaultError::KeyringRefused { .. }))
        };
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            assert!(refused(&bad), "byte {at}");
            assert!(refused(&good[..at]), "cut at {at}");
        }
        assert!(refused(&[&good[..], &[0]].concat()));
        assert!(!refused(&good));
    }

    #[test]
    fn a_crash_before_the_rename_leaves_the_old_keyring_and_no_copy() {
        let (_folder, path, master) = fixture();
        let mut ring = Keyring::create(&path, &master).unwrap();
        ring.add(&[DAY]).unwrap();
        let before = live(&ring);
        let leftover = durable::temporary_of(&path);
        fs::write(&leftover, b"half a keyr").unwrap();
        let mut reopened = Keyring::open(&path, &master).unwrap();
        assert_eq!(live(&reopened), before);
        assert!(!leftover.exists());
        fs::write(&leftover, b"half a keyr").unwrap();
        reopened.add(&[MONTH]).unwrap();
        assert!(!leftover.exists());
    }
}
