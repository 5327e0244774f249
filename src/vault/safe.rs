//! The vault as the store uses it: shared between threads, buckets made on demand, dropped for good.
//!
//! Absent: the cipher (`seal`), the file (`keyring`) and any list of what is sealed where.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use ring::rand::SystemRandom;
use zeroize::Zeroizing;

use super::bucket::LATER;
use super::keyring::Slot;
use super::seal::{BucketKeys, bucket_of_sealed};
use super::{Bucket, Keyring, MasterKey, OpenError, VaultError};

/// Seals and opens values under bucket keys. All methods take `&self`; share it in an `Arc`.
///
/// Raw bucket keys are wiped when dropped; the keys derived from them are forgotten, but the
/// cryptographic library does not wipe them.
pub struct Vault {
    keyring: Mutex<Keyring>,
    keys: RwLock<BTreeMap<Bucket, Arc<BucketKeys>>>,
    random: SystemRandom,
}

impl Vault {
    /// Makes a vault with a new keyring file and the standing bucket in it.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn create(keyring: &Path, master: &MasterKey) -> Result<Self, VaultError> {
        let vault = Self::over(Keyring::create(keyring, master)?)?;
        vault.ensure(&[Bucket::Standing])?;
        Ok(vault)
    }

    /// Opens the vault of an existing keyring file.
    ///
    /// # Errors
    /// As [`Keyring::open`].
    pub fn open(keyring: &Path, master: &MasterKey) -> Result<Self, VaultError> {
        Self::over(Keyring::open(keyring, master)?)
    }

    fn over(keyring: Keyring) -> Result<Self, VaultError> {
        let mut keys = BTreeMap::new();
        for (bucket, slot) in keyring.slots() {
            if let Slot::Live(key) = slot {
                keys.insert(*bucket, Arc::new(BucketKeys::derive(*bucket, key)?));
            }
        }
        let keys = RwLock::new(keys);
        Ok(Self { keyring: Mutex::new(keyring), keys, random: SystemRandom::new() })
    }

    /// Makes sure that all `buckets` have keys, durably, before anything is sealed under them.
    /// Cheap when they have: one shared lock and a lookup each.
    ///
    /// # Errors
    /// When the keyring cannot be replaced, or a bucket was erased.
    pub fn ensure(&self, buckets: &[Bucket]) -> Result<(), VaultError> {
        if buckets.iter().all(|bucket| self.find(*bucket).is_some()) {
            return Ok(());
        }
        // A panic elsewhere cannot leave either map half changed, so a poisoned lock is taken over.
        let mut keyring = self.keyring.lock().unwrap_or_else(PoisonError::into_inner);
        keyring.add(buckets)?;
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        for bucket in buckets {
            if let (None, Some(Slot::Live(key))) = (keys.get(bucket), keyring.slots().get(bucket)) {
                keys.insert(*bucket, Arc::new(BucketKeys::derive(*bucket, key)?));
            }
        }
        Ok(())
    }

    /// Forgets a bucket's key; everything sealed under it is erased once this returns.
    ///
    /// # Errors
    /// For the standing bucket, or when the keyring cannot be replaced; nothing is erased then.
    pub fn drop_bucket(&self, bucket: Bucket) -> Result<(), VaultError> {
        let mut keyring = self.keyring.lock().unwrap_or_else(PoisonError::into_inner);
        keyring.drop_bucket(bucket)?;
        self.keys.write().unwrap_or_else(PoisonError::into_inner).remove(&bucket);
        Ok(())
    }

    /// The number under which records of an erase day are sealed at this moment: the day's newest
    /// generation that has a key, or its first.
    #[must_use]
    pub fn records_number(&self, day: u32) -> u32 {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let later = keys.range(Bucket::Records(LATER)..Bucket::Audit(0)).rev();
        let numbers = later.filter_map(|(bucket, _)| match bucket {
            Bucket::Records(number) => Some(*number),
            Bucket::Audit(_) | Bucket::Standing => None,
        });
        numbers.into_iter().find(|number| Bucket::day_of(*number) == day).unwrap_or(day)
    }

    /// Makes the next generation of an erase day, durably: from now on [`Vault::records_number`]
    /// names it. The older ones keep their keys.
    ///
    /// # Errors
    /// `NoGeneration`, or when the keyring cannot be replaced.
    pub fn renew(&self, day: u32) -> Result<u32, VaultError> {
        let newest = {
            let keyring = self.keyring.lock().unwrap_or_else(PoisonError::into_inner);
            let numbers = keyring.slots().keys().filter_map(|bucket| match bucket {
                Bucket::Records(number) if Bucket::day_of(*number) == day => Some(*number),
                _ => None,
            });
            numbers.map(Bucket::generation_of).max().unwrap_or(0)
        };
        let Some(next @ Bucket::Records(number)) = Bucket::records(day, newest + 1) else {
            return Err(VaultError::NoGeneration);
        };
        self.ensure(&[next])?;
        Ok(number)
    }

    /// The bucket that a sealed value says it belongs to, whether or not it still has a key.
    #[must_use]
    pub fn bucket_of(sealed: &[u8]) -> Option<Bucket> {
        bucket_of_sealed(sealed)
    }

    /// All buckets that have a key, in order.
    #[must_use]
    pub fn buckets(&self) -> Vec<Bucket> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }

    /// Seals `plain` for the row `key` (at most [`super::MAX_ROW_KEY`] bytes) of `table`.
    ///
    /// # Errors
    /// `NoKey` when the bucket was not ensured or was dropped.
    pub fn seal(
        &self,
        bucket: Bucket,
        table: u8,
        key: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let mut out = Vec::new();
        self.seal_into(bucket, table, key, plain, &mut out)?;
        Ok(out)
    }

    /// As [`Vault::seal`], appending to a buffer that can be used again.
    ///
    /// # Errors
    /// As [`Vault::seal`]; what `out` held before stays as it was.
    pub fn seal_into(
        &self,
        bucket: Bucket,
        table: u8,
        key: &[u8],
        plain: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), VaultError> {
        let keys = self.find(bucket).ok_or(VaultError::NoKey(bucket))?;
        keys.seal_into(&self.random, (table, key), plain, out)
    }

    /// Opens what was sealed under `bucket` for this row.
    ///
    /// # Errors
    /// `Erased` when the bucket has no key, `Damaged` for anything but the bytes that were sealed.
    pub fn open_sealed(
        &self,
        bucket: Bucket,
        table: u8,
        key: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        self.find(bucket).ok_or(OpenError::Erased)?.open((table, key), sealed)
    }

    /// Opens a sealed value under the bucket that its own header names.
    ///
    /// # Errors
    /// As [`Vault::open_sealed`].
    pub fn open_any(
        &self,
        table: u8,
        key: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let bucket = bucket_of_sealed(sealed).ok_or(OpenError::Damaged)?;
        self.open_sealed(bucket, table, key, sealed)
    }

    /// A blind index tag: tells equal terms within one bucket and label, and nothing without the
    /// bucket's key. `None` when the bucket has no key.
    #[must_use]
    pub fn tag(&self, bucket: Bucket, label: &[u8], term: &[u8]) -> Option<[u8; 16]> {
        self.find(bucket).map(|keys| keys.tag(label, term))
    }

    fn find(&self, bucket: Bucket) -> Option<Arc<BucketKeys>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).get(&bucket).cloned()
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    const DAY: Bucket = Bucket::Records(20_700);

    fn fixture() -> (tempfile::TempDir, PathBuf, MasterKey, Vault) {
        let folder = tempfile::tempdir().unwrap();
        let master = MasterKey::create(&folder.path().join("master.key")).unwrap();
        let path = folder.path().join("keyring");
        let vault = Vault::create(&path, &master).unwrap();
        (folder, path, master, vault)
    }

    #[test]
    fn what_is_sealed_opens_after_a_restart() {
        let (_folder, path, master, vault) = fixture();
        assert!(matches!(vault.seal(DAY, 1, b"k", b"v"), Err(VaultError::NoKey(DAY))));
        vault.ensure(&[DAY]).unwrap();
        let sealed = vault.seal(DAY, 1, b"k", b"v").unwrap();
        let tag = vault.tag(DAY, b"plate", b"AB123C");
        drop(vault);
        let vault = Vault::open(&path, &master).unwrap();
        assert_eq!(vault.open_sealed(DAY, 1, b"k", &sealed).unwrap().as_slice(), b"v");
        assert_eq!(vault.open_any(1, b"k", &sealed).unwrap().as_slice(), b"v");
        assert_eq!(vault.tag(DAY, b"plate", b"AB123C"), tag);
        assert_eq!(vault.buckets(), [DAY, Bucket::Standing]);
    }

    #[test]
    fn a_dropped_bucket_is_erased_now_and_after_a_restart() {
        let (_folder, path, master, vault) = fixture();
        vault.ensure(&[DAY]).unwrap();
        let sealed = vault.seal(DAY, 1, b"k", b"v").unwrap();
        vault.drop_bucket(DAY).unwrap();
        let check = |vault: &Vault| {
            assert_eq!(vault.open_any(1, b"k", &sealed).unwrap_err(), OpenError::Erased);
            assert_eq!(vault.tag(DAY, b"plate", b"AB123C"), None);
            assert!(matches!(vault.ensure(&[DAY]), Err(VaultError::AlreadyErased(DAY))));
            assert_eq!(vault.buckets(), [Bucket::Standing]);
        };
        check(&vault);
        drop(vault);
        check(&Vault::open(&path, &master).unwrap());
    }

    #[test]
    fn a_renewed_day_goes_on_under_another_key() {
        let (_folder, path, master, vault) = fixture();
        vault.ensure(&[DAY]).unwrap();
        let old = vault.seal(DAY, 1, b"k", b"v").unwrap();
        assert_eq!(vault.records_number(20_700), 20_700);
        let number = vault.renew(20_700).unwrap();
        assert_eq!((vault.records_number(20_700), vault.records_number(20_701)), (number, 20_701));
        let new = vault.seal(Bucket::Records(number), 1, b"k", b"v").unwrap();
        assert_eq!(vault.open_any(1, b"k", &old).unwrap().as_slice(), b"v");
        vault.drop_bucket(DAY).unwrap();
        drop(vault);
        let vault = Vault::open(&path, &master).unwrap();
        assert_eq!(vault.open_any(1, b"k", &old).unwrap_err(), OpenError::Erased);
        assert_eq!(vault.open_any(1, b"k", &new).unwrap().as_slice(), b"v");
        assert_eq!(Vault::bucket_of(&old), Some(DAY));
        vault.drop_bucket(Bucket::Records(number)).unwrap();
        // Erased generations are never used again.
        assert_ne!(vault.renew(20_700).unwrap(), number);
    }

    #[test]
    fn a_key_is_on_disk_before_it_is_used() {
        let (folder, path, _master, vault) = fixture();
        // The keyring's directory is gone, so the new key cannot be made durable.
        let away = folder.path().with_extension("away");
        fs::rename(folder.path(), &away).unwrap();
        assert!(vault.ensure(&[DAY]).is_err());
        assert!(vault.seal(DAY, 1, b"k", b"v").is_err());
        fs::rename(&away, folder.path()).unwrap();
        assert!(path.exists());
        vault.ensure(&[DAY]).unwrap();
        assert!(vault.seal(DAY, 1, b"k", b"v").is_ok());
    }

    #[test]
    fn an_existing_bucket_costs_no_rewrite() {
        let (_folder, path, _master, vault) = fixture();
        vault.ensure(&[DAY]).unwrap();
        let before = fs::read(&path).unwrap();
        vault.ensure(&[DAY, Bucket::Standing]).unwrap();
        // A rewrite would show: it takes a new nonce.
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}
