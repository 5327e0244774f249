//! The JSON form of a receipt, strict on the way in: no member twice, none unknown, one spelling
//! of every value.

use serde_json::{Map, Value};

use super::{MAX_RECEIPT_BYTES, Receipt, ReceiptError};
use crate::json;
use crate::leaf::{FieldId, Opening, Part};
use crate::policy::MAX_EACH;
use crate::proof::TlogProof;
use crate::text::{base64, from_base64, from_hex, hex};

/// The form of receipts that this code writes and reads.
const VERSION: u64 = 1;

/// Receipt, list of fields, field.
const MAX_DEPTH: usize = 3;

impl Receipt {
    /// The receipt as JSON on one line.
    ///
    /// Written by hand because every submission gets one: its texts are base64, hexadecimal, names
    /// and numbers, which stand in JSON as they are; only the proof and names of witnesses are escaped.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut out = String::with_capacity(4096);
        out.push_str("{\"version\":1");
        if let Some(record) = &self.record {
            push_text(&mut out, ",\"record\":", record);
        }
        if let Some(digest) = &self.record_sha256 {
            push_text(&mut out, ",\"record_sha256\":", &hex(digest));
        }
        push_text(&mut out, ",\"leaf\":", &base64(&self.leaf));
        out.push_str(",\"fields\":[");
        for (at, part) in self.fields.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            push_part(&mut out, part);
        }
        out.push(']');
        if !self.witnesses_missing.is_empty() {
            out.push_str(",\"witnesses_missing\":");
            out.push_str(&Value::from(self.witnesses_missing.clone()).to_string());
        }
        out.push_str(",\"proof\":");
        out.push_str(&Value::from(self.proof.encode()).to_string());
        out.push('}');
        out
    }

    /// Reads a receipt.
    ///
    /// # Errors
    /// A [`ReceiptError`] that names the member that is wrong.
    pub fn parse(receipt: &[u8]) -> Result<Self, ReceiptError> {
        if receipt.len() > MAX_RECEIPT_BYTES {
            return Err(ReceiptError::TooLarge);
        }
        let Value::Object(mut members) =
            json::parse(receipt, MAX_DEPTH).map_err(ReceiptError::Json)?
        else {
            return Err(ReceiptError::Member("version"));
        };
        match members.remove("version") {
            Some(Value::Number(version)) if version.as_u64() == Some(VERSION) => {}
            Some(_) => return Err(ReceiptError::Version),
            None => return Err(ReceiptError::Member("version")),
        }
        let record = take_optional(&mut members, "record")?;
        if record.as_ref().is_some_and(|record| !is_uuid(record)) {
            return Err(ReceiptError::Member("record"));
        }
        let record_sha256 = match take_optional(&mut members, "record_sha256")? {
            Some(digest) => Some(
                from_hex(&digest)
                    .and_then(|digest| digest.try_into().ok())
                    .ok_or(ReceiptError::Member("record_sha256"))?,
            ),
            None => None,
        };
        let proof = take_text(&mut members, "proof")?;
        let parsed = Self {
            record,
            record_sha256,
            leaf: take_bytes(&mut members, "leaf")?,
            fields: parse_parts(members.remove("fields"))?,
            proof: TlogProof::parse(&proof).map_err(ReceiptError::Proof)?,
            witnesses_missing: parse_names(members.remove("witnesses_missing"))?,
        };
        if members.is_empty() { Ok(parsed) } else { Err(ReceiptError::Member("(unknown)")) }
    }
}

/// A member whose value needs no escaping.
fn push_text(out: &mut String, member: &str, text: &str) {
    out.push_str(member);
    out.push('"');
    out.push_str(text);
    out.push('"');
}

fn push_part(out: &mut String, part: &Part) {
    let field = part.field();
    out.push_str("{\"id\":");
    out.push_str(&field.0.to_string());
    match field.name() {
        Some(name) => push_text(out, ",\"name\":", name),
        None => push_text(out, ",\"name\":", &field.to_string()),
    }
    match part {
        Part::Opened(Opening { salt, value, .. }) => {
            push_text(out, ",\"salt\":", &base64(salt));
            push_text(out, ",\"value\":", &base64(value));
        }
        Part::Withheld { digest, .. } => push_text(out, ",\"digest\":", &base64(digest)),
    }
    out.push('}');
}

fn parse_parts(fields: Option<Value>) -> Result<Vec<Part>, ReceiptError> {
    let Some(Value::Array(fields)) = fields else {
        return Err(ReceiptError::Member("fields"));
    };
    fields.into_iter().map(parse_part).collect()
}

/// A list of names that is left out when it is empty.
fn parse_names(names: Option<Value>) -> Result<Vec<String>, ReceiptError> {
    let wrong = ReceiptError::Member("witnesses_missing");
    let Some(names) = names else {
        return Ok(Vec::new());
    };
    match names {
        Value::Array(names) if (1..=MAX_EACH).contains(&names.len()) => names
            .into_iter()
            .map(|name| match name {
                Value::String(name) => Ok(name),
                _ => Err(wrong),
            })
            .collect(),
        _ => Err(wrong),
    }
}

fn parse_part(part: Value) -> Result<Part, ReceiptError> {
    let Value::Object(mut members) = part else {
        return Err(ReceiptError::Member("fields"));
    };
    let field = members
        .remove("id")
        .and_then(|id| id.as_u64())
        .and_then(|id| u16::try_from(id).ok())
        .map(FieldId)
        .ok_or(ReceiptError::Member("id"))?;
    let name = take_text(&mut members, "name")?;
    // The number is what is committed to; a name that says otherwise would mislead a reader. A
    // number of a later version has a name that this one cannot judge.
    if field.name().is_some_and(|known| known != name) {
        return Err(ReceiptError::Member("name"));
    }
    let part = if members.contains_key("digest") {
        Part::Withheld { field, digest: take_bytes(&mut members, "digest")? }
    } else {
        let salt = take_bytes(&mut members, "salt")?;
        let value = from_base64(&take_text(&mut members, "value")?);
        let value = value.ok_or(ReceiptError::Member("value"))?;
        Part::Opened(Opening { field, salt, value })
    };
    if members.is_empty() { Ok(part) } else { Err(ReceiptError::Member("fields")) }
}

fn take_text(members: &mut Map<String, Value>, name: &'static str) -> Result<String, ReceiptError> {
    match members.remove(name) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(ReceiptError::Member(name)),
    }
}

fn take_optional(
    members: &mut Map<String, Value>,
    name: &'static str,
) -> Result<Option<String>, ReceiptError> {
    if members.contains_key(name) { take_text(members, name).map(Some) } else { Ok(None) }
}

fn take_bytes<const N: usize>(
    members: &mut Map<String, Value>,
    name: &'static str,
) -> Result<[u8; N], ReceiptError> {
    from_base64(&take_text(members, name)?)
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(ReceiptError::Member(name))
}

/// Eight, four, four, four and twelve lower-case hexadecimal digits (RFC 9562, section 4).
fn is_uuid(text: &str) -> bool {
    let mut groups = text.split('-');
    let well_formed = [8, 4, 4, 4, 12].into_iter().all(|length| {
        groups.next().is_some_and(|group| group.len() == length && from_hex(group).is_some())
    });
    well_formed && groups.next().is_none()
}
