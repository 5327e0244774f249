//! The files of a bundle out of one archive (POSIX ustar, IEEE Std 1003.1, pax), as a browser saves it.
//! Plain files only: no links, no sparse files, no extended headers, and nothing is written to a disk.

use std::fmt;

use super::{MAX_BYTES, MAX_FILES};

const BLOCK: usize = 512;

/// Why an archive was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveError {
    /// Not an archive of this form, or damaged: a header whose sum or numbers are wrong.
    Header,
    /// The archive ends in the middle of a file, or without its end.
    CutOff,
    /// Something else than a plain file or a folder.
    Kind,
    /// More files or bytes than a bundle can have.
    TooLarge,
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "not a tar archive, or a damaged one",
            Self::CutOff => "the archive is cut off",
            Self::Kind => "the archive holds something else than plain files; unpack it and name the directory",
            Self::TooLarge => "the archive holds more than a bundle can have",
        })
    }
}

impl std::error::Error for ArchiveError {}

/// The files in an archive: path and content. A folder around all of them is left out of their paths.
///
/// # Errors
/// An [`ArchiveError`] that says what is wrong.
pub fn unpack(archive: &[u8]) -> Result<Vec<(String, Vec<u8>)>, ArchiveError> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let (mut rest, mut bytes) = (archive, 0_usize);
    loop {
        let (header, after) = rest.split_first_chunk::<BLOCK>().ok_or(ArchiveError::CutOff)?;
        // The end is at least one empty block.
        if header.iter().all(|byte| *byte == 0) {
            break;
        }
        let Header { path, size, is_file } = read(header)?;
        let padded = size.checked_next_multiple_of(BLOCK).ok_or(ArchiveError::TooLarge)?;
        let (content, after) = after.split_at_checked(padded).ok_or(ArchiveError::CutOff)?;
        rest = after;
        if !is_file {
            continue;
        }
        bytes = bytes.saturating_add(size);
        if bytes > MAX_BYTES || files.len() >= MAX_FILES {
            return Err(ArchiveError::TooLarge);
        }
        files.push((path, content.get(..size).unwrap_or_default().to_vec()));
    }
    Ok(without_folder(files))
}

struct Header {
    path: String,
    size: usize,
    is_file: bool,
}

fn read(header: &[u8; BLOCK]) -> Result<Header, ArchiveError> {
    let field = |from: usize, length: usize| header.get(from..from + length).unwrap_or_default();
    // The sum counts its own place as spaces.
    let bytes = header.iter().enumerate();
    let sum: usize = bytes
        .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { usize::from(*byte) })
        .sum();
    if octal(field(148, 8)) != Some(sum) || field(257, 5) != b"ustar" {
        return Err(ArchiveError::Header);
    }
    let size = octal(field(124, 12)).ok_or(ArchiveError::Header)?;
    let name = text(field(0, 100))?;
    // GNU keeps other things where POSIX has the first part of a long path.
    let prefix = if field(257, 6) == b"ustar\0" { text(field(345, 155))? } else { "" };
    let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
    let is_file = match header[156] {
        b'0' | 0 => true,
        b'5' if size == 0 => false,
        _ => return Err(ArchiveError::Kind),
    };
    let path = path.strip_prefix("./").unwrap_or(&path).to_owned();
    Ok(Header { path, size, is_file })
}

/// A number in octal digits, ended by spaces or zero bytes.
fn octal(field: &[u8]) -> Option<usize> {
    let end = |byte: &u8| *byte == 0 || *byte == b' ';
    let digits = field.split(end).find(|part| !part.is_empty())?;
    usize::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok()
}

/// Text up to the first zero byte.
fn text(field: &[u8]) -> Result<&str, ArchiveError> {
    let text = field.split(|byte| *byte == 0).next().unwrap_or_default();
    std::str::from_utf8(text).map_err(|_| ArchiveError::Header)
}

fn without_folder(files: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let folder = |path: &str| path.split_once('/').map(|(folder, _)| format!("{folder}/"));
    let Some(first) = files.first().and_then(|(path, _)| folder(path)) else { return files };
    if !files.iter().all(|(path, _)| path.starts_with(&first)) {
        return files;
    }
    let inner = |path: String| path.strip_prefix(&first).unwrap_or(&path).to_owned();
    files.into_iter().map(|(path, content)| (inner(path), content)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, kind: u8, content: &[u8]) -> Vec<u8> {
        let mut header = [0_u8; BLOCK];
        let mut put = |at: usize, text: &[u8]| header[at..at + text.len()].copy_from_slice(text);
        put(0, name.as_bytes());
        put(124, format!("{:011o}\0", content.len()).as_bytes());
        put(148, b"        ");
        put(156, &[kind]);
        put(257, b"ustar\x0000");
        let sum: usize = header.iter().map(|byte| usize::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        let mut bytes = [&header[..], content].concat();
        bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
        bytes
    }

    fn archive(entries: &[(&str, u8, &[u8])]) -> Vec<u8> {
        let entries = entries.iter().flat_map(|(name, kind, content)| entry(name, *kind, content));
        entries.chain([0; 2 * BLOCK]).collect()
    }

    #[test]
    fn files_come_out_as_they_went_in_and_the_folder_around_them_goes() {
        let long = [7_u8; 1300];
        let packed = archive(&[
            ("b/", b'5', b""),
            ("b/manifest.json", b'0', b"{}"),
            ("b/records/x.jws", 0, &long),
        ]);
        let files = unpack(&packed).unwrap();
        let wanted = [
            ("manifest.json".to_owned(), b"{}".to_vec()),
            ("records/x.jws".to_owned(), long.to_vec()),
        ];
        assert_eq!(files, wanted);
        let bare = archive(&[("./a", b'0', b"1"), ("records/x", b'0', b"")]);
        let names: Vec<String> = unpack(&bare).unwrap().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "records/x"]);
        assert_eq!(unpack(&[0; BLOCK]), Ok(Vec::new()));
    }

    #[test]
    fn whatever_is_damaged_or_no_plain_file_is_refused() {
        let good = archive(&[("b/manifest.json", b'0', b"{}")]);
        for at in [0, 124, 150, 258] {
            let mut bad = good.clone();
            bad[at] ^= 4;
            assert_eq!(unpack(&bad), Err(ArchiveError::Header), "byte {at}");
        }
        for end in [0, 100, BLOCK, BLOCK + 100, 2 * BLOCK] {
            assert_eq!(unpack(&good[..end]), Err(ArchiveError::CutOff), "{end}");
        }
        for kind in [b'1', b'2', b'x', b'g', b'L', b'S'] {
            assert_eq!(unpack(&archive(&[("a", kind, b"")])), Err(ArchiveError::Kind));
        }
        let many: Vec<u8> = entry("a", b'0', b"").repeat(MAX_FILES + 1);
        assert_eq!(unpack(&many), Err(ArchiveError::TooLarge));
    }
}
