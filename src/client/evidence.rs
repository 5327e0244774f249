//! Evidence without content, and the contract: checkpoints, tiles, proofs, schemas, problems.
//! Absent: verification (`samen-audit`).

use bytes::Bytes;
use samen_audit::tile::TilePath;

use super::error::ClientError;
use super::exchange::Client;

impl Client {
    /// The newest checkpoint, a signed note.
    ///
    /// # Errors
    /// [`ClientError`], as for every method here.
    pub async fn checkpoint(&self) -> Result<String, ClientError> {
        text(self.get_bytes("/log/checkpoint").await?)
    }

    /// The policy by which checkpoints of this log are judged (C2SP `tlog-policy`).
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn policy(&self) -> Result<String, ClientError> {
        text(self.get_bytes("/log/policy").await?)
    }

    /// One tile of hashes or entries.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn tile(&self, tile: &TilePath) -> Result<Bytes, ClientError> {
        self.get_bytes(&format!("/log/{tile}")).await
    }

    /// A `tlog-proof` that the entry at `index` is in the log.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn proof(&self, index: u64) -> Result<String, ClientError> {
        text(self.get_bytes(&format!("/log/proof/{index}")).await?)
    }

    /// A JSON Schema by name, such as `alert`.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn schema(&self, name: &str) -> Result<Bytes, ClientError> {
        // What is not a schema name would change the path; it names no schema either.
        let plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let name = if plain { name } else { "-" };
        self.get_bytes(&format!("/v1/schemas/{name}")).await
    }

    /// The table of problems.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn problems(&self) -> Result<Bytes, ClientError> {
        self.get_bytes("/v1/problems").await
    }
}

fn text(body: Bytes) -> Result<String, ClientError> {
    String::from_utf8(body.into())
        .map_err(|_| ClientError::Unexpected { status: 200, what: "not text" })
}
