//! The master key: 32 bytes that wrap the keyring.
//!
//! Absent: a key service, rotation, and reading of environment variables (the caller passes the
//! credential directory).

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::{SecureRandom as _, SystemRandom};
use zeroize::Zeroizing;

use super::{VaultError, durable};

/// Length of a master key in bytes.
const LEN: usize = 32;
/// No accepted file is longer: base64 of 32 bytes is 44 characters, and a line ending.
const MAX_FILE: u64 = 64;
/// Permission bits a key file must not have: everything beyond reading and writing by its owner.
const FOREIGN_TO_FILE: u32 = 0o7177;
/// For a credential only access by everyone else is refused: systemd grants the service's user
/// through an access list, which shows as group permission (systemd.exec, `LoadCredential`).
const FOREIGN_TO_CREDENTIAL: u32 = 0o007;

/// The key that wraps the keyring. Wiped from memory on drop, never printed.
pub struct MasterKey {
    bytes: Zeroizing<[u8; LEN]>,
}

impl MasterKey {
    /// Reads a key file: 32 raw bytes, or their base64 with an optional line ending.
    ///
    /// # Errors
    /// When the file is unreadable, open to others than its owner (mode 0600 or stricter is
    /// demanded) or not a key.
    pub fn from_file(path: &Path) -> Result<Self, VaultError> {
        Self::load(path, FOREIGN_TO_FILE)
    }

    /// Reads the credential `name` from a credential directory, as a service manager provides in
    /// `$CREDENTIALS_DIRECTORY`.
    ///
    /// # Errors
    /// As [`MasterKey::from_file`], and when `name` is not a bare file name.
    pub fn from_credential(directory: &Path, name: &str) -> Result<Self, VaultError> {
        if name.is_empty() || name == "." || name == ".." || name.contains('/') {
            return Err(VaultError::CredentialName);
        }
        Self::load(&directory.join(name), FOREIGN_TO_CREDENTIAL)
    }

    /// Makes a new random key and writes it (base64, mode 0600, durable) to a file that must not
    /// exist yet.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn create(path: &Path) -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new([0; LEN]);
        SystemRandom::new().fill(bytes.as_mut()).map_err(|_| VaultError::Crypto)?;
        let mut text = Zeroizing::new(STANDARD.encode(bytes.as_ref()));
        text.push('\n');
        durable::create_file(path, text.as_bytes())
            .map_err(|source| VaultError::MasterNotCreated { path: path.to_owned(), source })?;
        Ok(Self { bytes })
    }

    pub(super) fn bytes(&self) -> &[u8; LEN] {
        &self.bytes
    }

    fn load(path: &Path, foreign: u32) -> Result<Self, VaultError> {
        let unreadable = |source| VaultError::MasterUnreadable { path: path.to_owned(), source };
        let file = File::open(path).map_err(unreadable)?;
        // Asked of the open handle, so that the file judged is the file read.
        let status = file.metadata().map_err(unreadable)?;
        if !status.is_file() {
            return Err(unreadable(io::Error::from(io::ErrorKind::InvalidInput)));
        }
        let mode = status.permissions().mode() & 0o7777;
        if mode & foreign != 0 {
            return Err(VaultError::MasterExposed { path: path.to_owned(), mode });
        }
        // Reserved beforehand: growing would leave copies of the key behind in freed memory.
        let mut content = Zeroizing::new(Vec::with_capacity(256));
        file.take(MAX_FILE + 1).read_to_end(&mut content).map_err(unreadable)?;
        decode(&content)
            .map(|bytes| Self { bytes })
            .ok_or_else(|| VaultError::MasterMalformed { path: path.to_owned() })
    }
}

fn decode(content: &[u8]) -> Option<Zeroizing<[u8; LEN]>> {
    if let Ok(raw) = <[u8; LEN]>::try_from(content) {
        return Some(Zeroizing::new(raw));
    }
    let mut decoded = Zeroizing::new([0; 48]);
    let length = STANDARD.decode_slice(content.trim_ascii_end(), decoded.as_mut()).ok()?;
    <[u8; LEN]>::try_from(decoded.get(..length)?).ok().map(Zeroizing::new)
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};

    use super::*;

    fn write(path: &Path, content: &[u8], mode: u32) {
        fs::write(path, content).unwrap();
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_created_key_reads_back_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let made = MasterKey::create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(MasterKey::from_file(&path).unwrap().bytes(), made.bytes());
        let again = MasterKey::create(&path).unwrap_err();
        assert!(matches!(again, VaultError::MasterNotCreated { .. }));
        assert_eq!(MasterKey::from_file(&path).unwrap().bytes(), made.bytes());
        assert_eq!(format!("{made:?}"), "MasterKey(redacted)");
    }

    #[test]
    fn a_file_open_to_others_is_refused_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        for mode in [0o640, 0o604, 0o620, 0o700, 0o4600] {
            write(&path, &[7; 32], mode);
            let error = MasterKey::from_file(&path).unwrap_err();
            assert!(matches!(error, VaultError::MasterExposed { .. }), "{mode:o}");
            assert!(error.to_string().contains("chmod 600"));
        }
        for mode in [0o600, 0o400] {
            write(&path, &[7; 32], 0o600);
            write(&path, &[7; 32], mode);
            assert_eq!(MasterKey::from_file(&path).unwrap().bytes(), &[7; 32]);
        }
    }

    #[test]
    fn only_32_bytes_or_their_base64_are_a_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let base64 = STANDARD.encode([9; 32]);
        for good in [base64.clone(), format!("{base64}\n"), format!("{base64}\r\n")] {
            write(&path, good.as_bytes(), 0o600);
            assert_eq!(MasterKey::from_file(&path).unwrap().bytes(), &[9; 32]);
        }
        for bad in [&b""[..], &[1; 31], &[1; 33], b"not base64 at all", &[b'A'; 64], &[1; 4096]] {
            write(&path, bad, 0o600);
            let error = MasterKey::from_file(&path).unwrap_err();
            assert!(matches!(error, VaultError::MasterMalformed { .. }));
        }
    }

    #[test]
    fn a_credential_is_taken_from_its_directory_only() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("master"), &[3; 32], 0o440);
        assert!(MasterKey::from_credential(folder.path(), "master").is_ok());
        for name in ["", ".", "..", "../master", "/etc/passwd"] {
            let error = MasterKey::from_credential(folder.path(), name).unwrap_err();
            assert!(matches!(error, VaultError::CredentialName));
        }
        write(&folder.path().join("open"), &[3; 32], 0o444);
        assert!(MasterKey::from_credential(folder.path(), "open").is_err());
    }
}
