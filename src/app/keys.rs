//! The private key of the log, or of a witness: made once at the founding, read at every start.
//! Absent: what it signs.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use ring::rand::SecureRandom;
use samen_audit::note::{NoteSigner, VerifierKey};
use samen_audit::text::{base64, from_base64};
use zeroize::Zeroizing;

use crate::pki::write_private;

/// Why the key of a log or a witness cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LogKeyError {
    /// The file cannot be read or written.
    #[error("the key file {} cannot be used", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Others may read it.
    #[error("the key file {} may be read by others: run chmod 600 on it", .0.display())]
    Open(PathBuf),
    /// It is not a key.
    #[error("the key file {} is not 32 bytes in base64", .0.display())]
    Form(PathBuf),
    /// The system gave no randomness.
    #[error("the system gave no randomness for a key")]
    Randomness,
}

/// Makes the key of a new log. Never overwrites one.
///
/// # Errors
/// [`LogKeyError`].
pub(super) fn create(path: &Path, origin: &str, rng: &dyn SecureRandom) -> Result<(), LogKeyError> {
    let seed = make_seed(rng)?;
    signer(path, origin, &seed)?;
    write_seed(path, &seed)
}

/// Reads the key of the log with this origin.
///
/// # Errors
/// [`LogKeyError`].
pub(super) fn load(path: &Path, origin: &str) -> Result<(NoteSigner, VerifierKey), LogKeyError> {
    let seed = read_seed(path)?;
    let signer = signer(path, origin, &seed)?;
    let key = signer.verifier().clone();
    Ok((signer, key))
}

/// 32 random bytes, to become the private key of a log or of a witness.
///
/// # Errors
/// [`LogKeyError::Randomness`].
pub(super) fn make_seed(rng: &dyn SecureRandom) -> Result<Zeroizing<[u8; 32]>, LogKeyError> {
    let mut seed = Zeroizing::new([0u8; 32]);
    rng.fill(seed.as_mut_slice()).map_err(|_| LogKeyError::Randomness)?;
    Ok(seed)
}

/// Writes a private key to a new file that only its owner may read.
///
/// # Errors
/// [`LogKeyError::File`], also when there is one.
pub(super) fn write_seed(path: &Path, seed: &[u8; 32]) -> Result<(), LogKeyError> {
    let text = Zeroizing::new(format!("{}\n", base64(seed.as_slice())));
    write_private(path, text.as_bytes())
        .map_err(|source| LogKeyError::File { path: path.to_owned(), source })
}

/// Reads a private key.
///
/// # Errors
/// [`LogKeyError`].
pub(super) fn read_seed(path: &Path) -> Result<Zeroizing<[u8; 32]>, LogKeyError> {
    let fault = |source| LogKeyError::File { path: path.to_owned(), source };
    let mode = fs::metadata(path).map_err(fault)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(LogKeyError::Open(path.to_owned()));
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(fault)?);
    let form = || LogKeyError::Form(path.to_owned());
    let bytes = Zeroizing::new(from_base64(text.trim()).ok_or_else(form)?);
    Ok(Zeroizing::new(<[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| form())?))
}

fn signer(path: &Path, origin: &str, seed: &[u8; 32]) -> Result<NoteSigner, LogKeyError> {
    NoteSigner::from_seed(origin, seed).map_err(|_| LogKeyError::Form(path.to_owned()))
}
