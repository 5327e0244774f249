//! Sealing under one bucket's key: AES-256-GCM values and blind index tags.
//!
//! Layout of a sealed value: version u8 || bucket 5 || nonce 12 || ciphertext || tag 16. The key
//! is HKDF-Expand(bucket, "samen/seal/v1" || table || row key); header, table and row key are
//! associated data, so that a value opens only in the row it was sealed for.
//!
//! Absent: where keys come from (`keyring`), which buckets exist (`safe`), and compression, which
//! would let lengths speak about contents.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::error::Unspecified;
use ring::hkdf::{HKDF_SHA256, Prk, Salt};
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use zeroize::Zeroizing;

use super::bucket::ENCODED_LEN;
use super::keyring::KEY_LEN;
use super::{Bucket, OpenError, VaultError};

const VERSION: u8 = 1;
const SEAL_INFO: &[u8] = b"samen/seal/v1";
const INDEX_INFO: &[u8] = b"samen/index/v1";
const BUCKET_SALT: &[u8] = b"samen/bucket/v1";
const HEADER_LEN: usize = 1 + ENCODED_LEN;
const TAG_LEN: usize = 16;

/// How many bytes longer a sealed value is than its plaintext.
pub const SEAL_OVERHEAD: usize = HEADER_LEN + NONCE_LEN + TAG_LEN;
/// The longest row key, in bytes, that a value can be bound to.
pub const MAX_ROW_KEY: usize = 64;

/// The working keys of one bucket, derived once.
pub(super) struct BucketKeys {
    bucket: Bucket,
    root: Prk,
    index: hmac::Key,
}

impl BucketKeys {
    pub(super) fn derive(bucket: Bucket, key: &[u8; KEY_LEN]) -> Result<Self, VaultError> {
        let root = Salt::new(HKDF_SHA256, BUCKET_SALT).extract(key);
        let index = root
            .expand(&[INDEX_INFO], hmac::HMAC_SHA256)
            .map(hmac::Key::from)
            .map_err(|_| VaultError::Crypto)?;
        Ok(Self { bucket, root, index })
    }

    /// Appends the sealed form of `plain` to `out`.
    pub(super) fn seal_into(
        &self,
        random: &SystemRandom,
        row: (u8, &[u8]),
        plain: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), VaultError> {
        let header = header(self.bucket);
        let bound = Bound::new(header, row).ok_or(VaultError::RowKeyTooLong(row.1.len()))?;
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce).map_err(|_| VaultError::Crypto)?;
        let cipher = self.cipher(row).map_err(|_| VaultError::Crypto)?;
        let before = out.len();
        out.reserve(plain.len() + SEAL_OVERHEAD);
        out.extend_from_slice(&header);
        out.extend_from_slice(&nonce);
        let start = out.len();
        out.extend_from_slice(plain);
        // The tail from `start` exists: it was just appended.
        let tail = out.get_mut(start..).unwrap_or_default();
        let nonce = Nonce::assume_unique_for_key(nonce);
        match cipher.seal_in_place_separate_tag(nonce, Aad::from(bound.bytes()), tail) {
            Ok(tag) => {
                out.extend_from_slice(tag.as_ref());
                Ok(())
            }
            Err(Unspecified) => {
                out.truncate(before);
                Err(VaultError::Crypto)
            }
        }
    }

    pub(super) fn open(
        &self,
        row: (u8, &[u8]),
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (header, rest) = sealed.split_first_chunk().ok_or(OpenError::Damaged)?;
        if bucket_of(header) != Some(self.bucket) {
            return Err(OpenError::Damaged);
        }
        let bound = Bound::new(*header, row).ok_or(OpenError::Damaged)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>().ok_or(OpenError::Damaged)?;
        let mut plain = Zeroizing::new(sealed.to_vec());
        let length = self
            .cipher(row)
            .and_then(|cipher| {
                let nonce = Nonce::assume_unique_for_key(*nonce);
                cipher.open_in_place(nonce, Aad::from(bound.bytes()), &mut plain)
            })
            .map_err(|_| OpenError::Damaged)?
            .len();
        plain.truncate(length);
        Ok(plain)
    }

    /// HMAC-SHA256 over length(label) u64 || label || term, cut to 16 bytes.
    pub(super) fn tag(&self, label: &[u8], term: &[u8]) -> [u8; 16] {
        let mut context = hmac::Context::with_key(&self.index);
        // A slice's length fits 64 bits on every platform there is.
        context.update(&u64::try_from(label.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(label);
        context.update(term);
        let full = context.sign();
        let mut tag = [0; 16];
        tag.iter_mut().zip(full.as_ref()).for_each(|(to, from)| *to = *from);
        tag
    }

    fn cipher(&self, (table, key): (u8, &[u8])) -> Result<LessSafeKey, Unspecified> {
        let table = [table];
        let info = [SEAL_INFO, &table, key];
        let okm = self.root.expand(&info, &AES_256_GCM)?;
        Ok(LessSafeKey::new(UnboundKey::from(okm)))
    }
}

/// The bucket a sealed value says it belongs to.
pub(super) fn bucket_of_sealed(sealed: &[u8]) -> Option<Bucket> {
    bucket_of(sealed.first_chunk()?)
}

fn header(bucket: Bucket) -> [u8; HEADER_LEN] {
    let [a, b, c, d, e] = bucket.encode();
    [VERSION, a, b, c, d, e]
}

fn bucket_of(&[version, a, b, c, d, e]: &[u8; HEADER_LEN]) -> Option<Bucket> {
    if version == VERSION { Bucket::decode([a, b, c, d, e]) } else { None }
}

/// Header || table || row key, laid out without the heap.
struct Bound {
    bytes: [u8; HEADER_LEN + 1 + MAX_ROW_KEY],
    length: usize,
}

impl Bound {
    fn new(header: [u8; HEADER_LEN], (table, key): (u8, &[u8])) -> Option<Self> {
        let mut bytes = [0; HEADER_LEN + 1 + MAX_ROW_KEY];
        let length = HEADER_LEN + 1 + key.len();
        bytes.get_mut(..HEADER_LEN)?.copy_from_slice(&header);
        *bytes.get_mut(HEADER_LEN)? = table;
        bytes.get_mut(HEADER_LEN + 1..length)?.copy_from_slice(key);
        Some(Self { bytes, length })
    }

    fn bytes(&self) -> &[u8] {
        // `length` was within bounds when `new` wrote up to it.
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; KEY_LEN] = [5; KEY_LEN];

    fn keys(bucket: Bucket) -> BucketKeys {
        BucketKeys::derive(bucket, &KEY).unwrap()
    }

    fn sealed(row: (u8, &[u8]), plain: &[u8]) -> Vec<u8> {
        let mut out = b"before".to_vec();
        keys(Bucket::Records(9)).seal_into(&SystemRandom::new(), row, plain, &mut out).unwrap();
        assert_eq!(out.len(), 6 + plain.len() + SEAL_OVERHEAD);
        out.split_off(6)
    }

    #[test]
    fn a_value_opens_in_its_own_row_only() {
        let bytes = sealed((3, b"row"), b"AB-123-C");
        let keys = keys(Bucket::Records(9));
        assert_eq!(keys.open((3, b"row"), &bytes).unwrap().as_slice(), b"AB-123-C");
        for row in [(4, &b"row"[..]), (3, b"rov"), (3, b""), (3, b"row\0")] {
            assert_eq!(keys.open(row, &bytes).unwrap_err(), OpenError::Damaged);
        }
        let other = self::keys(Bucket::Records(8));
        assert_eq!(other.open((3, b"row"), &bytes).unwrap_err(), OpenError::Damaged);
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_noticed() {
        let bytes = sealed((3, b"row"), b"AB-123-C");
        let keys = keys(Bucket::Records(9));
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 1;
            assert_eq!(keys.open((3, b"row"), &bad).unwrap_err(), OpenError::Damaged, "{at}");
            assert_eq!(keys.open((3, b"row"), &bytes[..at]).unwrap_err(), OpenError::Damaged);
        }
    }

    #[test]
    fn sealing_twice_never_gives_the_same_bytes() {
        assert_ne!(sealed((3, b"row"), b"AB-123-C"), sealed((3, b"row"), b"AB-123-C"));
    }

    #[test]
    fn a_row_key_too_long_to_bind_is_refused() {
        let long = [0; MAX_ROW_KEY + 1];
        let mut out = Vec::new();
        let keys = keys(Bucket::Standing);
        let refused = keys.seal_into(&SystemRandom::new(), (1, &long), b"x", &mut out);
        assert!(matches!(refused, Err(VaultError::RowKeyTooLong(65))));
        assert!(out.is_empty());
        assert!(keys.seal_into(&SystemRandom::new(), (1, &long[1..]), b"x", &mut out).is_ok());
    }

    #[test]
    fn tags_separate_label_from_term_and_depend_on_the_key() {
        let keys = keys(Bucket::Records(9));
        assert_eq!(keys.tag(b"plate", b"AB123C"), keys.tag(b"plate", b"AB123C"));
        assert_ne!(keys.tag(b"plate", b"AB123C"), keys.tag(b"plateA", b"B123C"));
        let other = BucketKeys::derive(Bucket::Records(9), &[6; KEY_LEN]).unwrap();
        assert_ne!(keys.tag(b"plate", b"AB123C"), other.tag(b"plate", b"AB123C"));
    }
}
