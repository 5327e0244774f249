//! The form in which Plate Recognizer posts a reading with its picture (`multipart/form-data`, RFC 7578):
//! the field `json` is kept, everything else falls to the floor as it arrives. Absent: pictures; not one
//! byte of them is kept.

use zeroize::Zeroizing;

use super::{InvalidRead, LARGEST_DOCUMENT};

/// The most bytes of the headers of one field.
const LARGEST_HEAD: usize = 4 * 1024;
/// The most characters of a boundary (RFC 2046, 5.1.1).
const LONGEST_BOUNDARY: usize = 70;

/// A form that is arriving.
pub struct Form {
    /// The line break before a boundary belongs to it (RFC 2046, 5.1.1).
    delimiter: Vec<u8>,
    pending: Zeroizing<Vec<u8>>,
    /// How much of it holds no beginning of what is looked for, so that bytes that come one by one are
    /// not looked at again and again.
    searched: usize,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// In what nobody needs, up to the next boundary.
    Passing,
    /// In the headers of a field.
    Head,
    /// In the field that is kept.
    Document,
    /// The field has been handed over.
    Done,
}

impl Form {
    /// A form by the `Content-Type` of the request that brings it.
    ///
    /// # Errors
    /// [`InvalidRead::Form`] when that names no boundary.
    pub fn new(content_type: &str) -> Result<Self, InvalidRead> {
        let mut parameters = content_type.split(';').skip(1).map(str::trim);
        let boundary = parameters
            .find_map(|parameter| {
                let (name, value) = parameter.split_once('=')?;
                name.eq_ignore_ascii_case("boundary").then(|| value.trim_matches('"'))
            })
            .filter(|boundary| (1..=LONGEST_BOUNDARY).contains(&boundary.len()))
            .ok_or(InvalidRead::Form)?;
        // The first boundary has no line break before it, unless one is put there.
        let pending = Zeroizing::new(b"\r\n".to_vec());
        let delimiter = format!("\r\n--{boundary}").into_bytes();
        Ok(Self { delimiter, pending, searched: 0, stage: Stage::Passing })
    }

    /// Takes in the next bytes; gives the document once, when it is there as a whole.
    ///
    /// # Errors
    /// [`InvalidRead::TooLarge`] for a field or headers of a field that are too large.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, InvalidRead> {
        if self.stage == Stage::Done {
            return Ok(None);
        }
        self.pending.extend_from_slice(bytes);
        loop {
            match self.stage {
                Stage::Passing => {
                    let Some(at) = self.seek_delimiter() else {
                        // What may be the beginning of a boundary stays.
                        let kept = self.pending.len().min(self.delimiter.len() - 1);
                        self.drop_front(self.pending.len() - kept);
                        return Ok(None);
                    };
                    self.drop_front(at + self.delimiter.len());
                    self.stage = Stage::Head;
                }
                Stage::Head => {
                    let Some(at) = find(&self.pending, b"\r\n\r\n") else {
                        return self.wait(LARGEST_HEAD);
                    };
                    let head = self.pending.get(..at).unwrap_or_default();
                    self.stage = if is_json(head) { Stage::Document } else { Stage::Passing };
                    self.drop_front(at + 4);
                }
                Stage::Document => {
                    let Some(at) = self.seek_delimiter() else {
                        return self.wait(LARGEST_DOCUMENT + self.delimiter.len());
                    };
                    if at > LARGEST_DOCUMENT {
                        return Err(InvalidRead::TooLarge);
                    }
                    self.stage = Stage::Done;
                    let document = self.pending.get(..at).unwrap_or_default().to_vec();
                    self.pending = Zeroizing::default();
                    return Ok(Some(Zeroizing::new(document)));
                }
                Stage::Done => return Ok(None),
            }
        }
    }

    fn wait<T>(&self, most: usize) -> Result<Option<T>, InvalidRead> {
        if self.pending.len() > most { Err(InvalidRead::TooLarge) } else { Ok(None) }
    }

    fn seek_delimiter(&mut self) -> Option<usize> {
        let rest = self.pending.get(self.searched..).unwrap_or_default();
        let found = find(rest, &self.delimiter).map(|at| self.searched + at);
        if found.is_none() {
            self.searched = self.pending.len().saturating_sub(self.delimiter.len() - 1);
        }
        found
    }

    fn drop_front(&mut self, bytes: usize) {
        self.pending.drain(..bytes);
        self.searched = 0;
    }
}

/// Whether the headers of a field call it `json`.
fn is_json(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let disposition =
        lines.find(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"));
    disposition.is_some_and(|(_, value)| {
        let mut parameters = value.split(';').map(str::trim);
        parameters.any(|one| one == "name=\"json\"" || one == "name=json")
    })
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=\"xYz\"";

    fn body(json: &str, picture_first: bool) -> Vec<u8> {
        let picture = "--xYz\r\nContent-Disposition: form-data; name=\"upload\"; \
             filename=\"car.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\u{1}\r\n--xY\r\n\r\n--\r\n";
        let field =
            format!("--xYz\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n{json}\r\n");
        let (one, two) =
            if picture_first { (picture, field.as_str()) } else { (field.as_str(), picture) };
        format!("{one}{two}--xYz--\r\n").into_bytes()
    }

    fn whole(chunks: &[&[u8]]) -> Result<Vec<Vec<u8>>, InvalidRead> {
        let mut form = Form::new(TYPE)?;
        let mut found = Vec::new();
        for chunk in chunks {
            found.extend(form.feed(chunk)?.map(|document| document.to_vec()));
        }
        Ok(found)
    }

    #[test]
    fn the_document_is_found_wherever_the_bytes_are_cut() {
        let json = r#"{"plate": "--xY"}"#;
        for picture_first in [false, true] {
            let body = body(json, picture_first);
            for at in 0..=body.len() {
                let (one, two) = body.split_at(at);
                assert_eq!(whole(&[one, two]).unwrap(), [json.as_bytes()], "cut at {at}");
            }
            let single: Vec<&[u8]> = body.chunks(1).collect();
            assert_eq!(whole(&single).unwrap(), [json.as_bytes()]);
        }
    }

    #[test]
    fn a_picture_is_not_kept() {
        let mut form = Form::new(TYPE).unwrap();
        form.feed(b"--xYz\r\nContent-Disposition: form-data; name=\"upload\"\r\n\r\n").unwrap();
        for _ in 0..100 {
            assert!(form.feed(&[7; 10_000]).unwrap().is_none());
            assert!(form.pending.len() < 16);
        }
    }

    #[test]
    fn a_form_without_the_field_gives_nothing_and_one_that_is_too_large_is_refused() {
        assert!(whole(&[b"--xYz--\r\n"]).unwrap().is_empty());
        assert!(whole(&[b"nothing of the kind"]).unwrap().is_empty());
        let large = body(&"x".repeat(LARGEST_DOCUMENT + 100), false);
        for cut in [200, 0] {
            let fed = whole(&[&large[..large.len() - cut]]);
            assert!(fed == Err(InvalidRead::TooLarge), "{cut}");
        }
        let head = format!("--xYz\r\n{}", "x".repeat(2 * LARGEST_HEAD));
        assert_eq!(whole(&[head.as_bytes()]), Err(InvalidRead::TooLarge));
    }

    #[test]
    fn a_form_has_a_boundary() {
        for bad in ["multipart/form-data", "multipart/form-data; boundary=", "application/json"] {
            assert!(Form::new(bad).is_err(), "{bad}");
        }
        let long = format!("multipart/form-data; boundary={}", "x".repeat(71));
        assert!(Form::new(&long).is_err());
        assert!(Form::new("multipart/form-data; charset=utf-8; Boundary=abc").is_ok());
    }
}
