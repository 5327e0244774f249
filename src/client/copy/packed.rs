//! Signed text in half the memory, byte for byte the same when it is wanted again: the base64 of the payload is
//! undone, because it hides from the compression what repeats. Absent: what the text says.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};
use samen_audit::text::{base64url, from_base64url};

/// The most bytes of a text: a record of 64 KiB in base64url, with what stands beside it.
const LONGEST: usize = 256 * 1024;

/// A text, packed.
#[derive(Clone)]
pub(super) struct Packed {
    /// Where the payload stands, and how long it is when decoded; nothing where it is no canonical base64url.
    payload: Option<(u32, u32)>,
    /// How long payload and the rest are together.
    plain: u32,
    deflated: Box<[u8]>,
}

/// Packs one text after the other. It has 300 KB of tables, so there is one for many texts.
#[derive(Debug)]
pub(super) struct Packer(Compress);

impl Default for Packer {
    fn default() -> Self {
        Self(Compress::new(Compression::fast(), false))
    }
}

impl Packer {
    /// Packs a text; nothing for one that is longer than any record.
    pub(super) fn pack(&mut self, text: &str) -> Option<Packed> {
        if text.len() > LONGEST {
            return None;
        }
        let (payload, plain) = match undone(text) {
            Some((start, decoded, rest)) => {
                let at = (u32::try_from(start).ok()?, u32::try_from(decoded.len()).ok()?);
                (Some(at), [decoded, rest].concat())
            }
            None => (None, text.as_bytes().to_vec()),
        };
        self.0.reset();
        // What does not compress grows by five bytes a block (RFC 1951, section 3.2.4).
        let mut deflated = Vec::with_capacity(plain.len() + plain.len() / 1000 + 64);
        self.0.compress_vec(&plain, &mut deflated, FlushCompress::Finish).ok()?;
        if usize::try_from(self.0.total_in()) != Ok(plain.len()) {
            return None;
        }
        // Copied to where it fits: the allocator would leave it in the larger place that it was made in.
        let deflated = Box::from(deflated.as_slice());
        Some(Packed { payload, plain: u32::try_from(plain.len()).ok()?, deflated })
    }
}

impl Packed {
    /// The text as it was; nothing only where memory is damaged.
    pub(super) fn text(&self) -> Option<String> {
        let length = usize::try_from(self.plain).ok()?;
        let mut plain = Vec::with_capacity(length);
        let mut inflate = Decompress::new(false);
        inflate.decompress_vec(&self.deflated, &mut plain, FlushDecompress::Finish).ok()?;
        let text = match self.payload {
            None => plain,
            Some((start, decoded)) => {
                let (payload, rest) = plain.split_at_checked(usize::try_from(decoded).ok()?)?;
                let (before, behind) = rest.split_at_checked(usize::try_from(start).ok()?)?;
                [before, base64url(payload).as_bytes(), behind].concat()
            }
        };
        String::from_utf8(text).ok()
    }
}

/// The longest run of base64url in a text: where it starts, what it says, and the text without it.
fn undone(text: &str) -> Option<(usize, Vec<u8>, Vec<u8>)> {
    let is_url = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let bytes = text.as_bytes();
    let (mut start, mut best) = (0, (0, 0));
    for (at, byte) in bytes.iter().chain([&b'.']).enumerate() {
        if !is_url(byte) {
            if at - start > best.1 - best.0 {
                best = (start, at);
            }
            start = at + 1;
        }
    }
    let decoded = from_base64url(bytes.get(best.0..best.1)?)?;
    let rest = [bytes.get(..best.0)?, bytes.get(best.1..)?].concat();
    Some((best.0, decoded, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_signed_alert_takes_less_than_six_tenths() {
        let alert = include_str!("../../../schemas/examples/alert.json");
        let alert: serde_json::Value = serde_json::from_str(alert).unwrap();
        let key = samen_audit::jws::PrivateKey::parse(
            br#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        )
        .unwrap();
        let jws = key.sign_flattened(alert.to_string().as_bytes(), "samen-record+json").unwrap();
        let packed = Packer::default().pack(&jws).unwrap();
        assert!(packed.deflated.len() * 10 < jws.len() * 6, "{}", packed.deflated.len());
    }

    proptest! {
        #[test]
        fn every_text_comes_out_as_it_went_in(
            texts in prop::collection::vec("\\PC{0,200}|[A-Za-z0-9_.\"-]{0,400}", 1..5),
        ) {
            let mut packer = Packer::default();
            for text in &texts {
                prop_assert_eq!(packer.pack(text).unwrap().text(), Some(text.clone()));
            }
        }
    }

    #[test]
    fn what_is_longer_than_any_record_is_not_taken() {
        let mut packer = Packer::default();
        assert!(packer.pack(&"A".repeat(LONGEST)).is_some());
        assert!(packer.pack(&"A".repeat(LONGEST + 1)).is_none());
    }
}
