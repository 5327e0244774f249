//! SHA-256 as the log uses it: plain, of a leaf, of a node. No keyed hashing (see `leaf`) and no
//! choice of algorithm.

use ring::digest;

/// A SHA-256 value: a leaf hash, a node hash, a root or a digest of some bytes.
pub type Hash = [u8; 32];

/// The root of a tree without leaves: SHA-256 of the empty string (RFC 9162, section 2.1.1).
pub const EMPTY_ROOT: Hash = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

/// The same as [`EMPTY_ROOT`], for callers that want a function.
#[must_use]
pub const fn empty_root() -> Hash {
    EMPTY_ROOT
}

/// SHA-256 of `data`.
#[must_use]
pub fn sha256(data: &[u8]) -> Hash {
    sha256_parts(&[data])
}

/// SHA-256 of the concatenation of `parts`, without building it.
#[must_use]
pub fn sha256_parts(parts: &[&[u8]]) -> Hash {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut out = [0; 32];
    // SHA-256 gives 32 bytes whatever the input, so the lengths agree.
    out.copy_from_slice(context.finish().as_ref());
    out
}

/// Hash of a leaf, `SHA-256(0x00 || data)` (RFC 9162, section 2.1.1).
#[must_use]
pub fn leaf_hash(data: &[u8]) -> Hash {
    sha256_parts(&[&[0], data])
}

/// Hash of an inner node, `SHA-256(0x01 || left || right)` (RFC 9162, section 2.1.1).
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut block = [1; 65];
    block[1..33].copy_from_slice(left);
    block[33..].copy_from_slice(right);
    sha256(&block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_root_is_the_hash_of_nothing() {
        assert_eq!(sha256(b""), EMPTY_ROOT);
        assert_eq!(empty_root(), EMPTY_ROOT);
    }

    #[test]
    fn leaf_and_node_are_separated() {
        let pair = [[7; 32], [9; 32]];
        assert_ne!(leaf_hash(&pair.concat()), node_hash(&pair[0], &pair[1]));
        assert_eq!(node_hash(&pair[0], &pair[1]), sha256_parts(&[&[1], &pair[0], &pair[1]]));
    }
}
