//! Looking for words where they may not stand readable: in the files of an exchange and in its logs.
//! Absent: which words (`ledger`).

use std::path::Path;

/// Looks for many words at once.
pub(crate) struct Search {
    words: Vec<Vec<u8>>,
    /// By the first two bytes of a word: whether there is one, so that most places cost one look.
    begins: Vec<bool>,
}

impl Search {
    pub(crate) fn new(words: &[String]) -> Self {
        let mut begins = vec![false; 1 << 16];
        let words: Vec<Vec<u8>> = words.iter().map(|word| word.as_bytes().to_vec()).collect();
        for word in &words {
            assert!(word.len() >= 6, "a short word is found by chance");
            begins[usize::from(u16::from_be_bytes([word[0], word[1]]))] = true;
        }
        Self { words, begins }
    }

    /// The first word found in these bytes.
    pub(crate) fn find(&self, bytes: &[u8]) -> Option<String> {
        let mut begin = 0;
        for (at, byte) in bytes.iter().enumerate() {
            begin = (begin << 8 | usize::from(*byte)) & 0xffff;
            if self.begins[begin] && at > 0 {
                let here = &bytes[at - 1..];
                let found = self.words.iter().find(|word| here.starts_with(word));
                if let Some(word) = found {
                    return Some(String::from_utf8_lossy(word).into_owned());
                }
            }
        }
        None
    }

    /// No word stands in any file below a directory.
    pub(crate) fn assert_absent_below(&self, directory: &Path) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.assert_absent_below(&path);
            } else {
                let found = self.find(&std::fs::read(&path).unwrap());
                assert!(found.is_none(), "{found:?} stands readable in {}", path.display());
            }
        }
    }
}

#[test]
fn a_word_that_stands_readable_is_found() {
    let search = Search::new(&["XAB12C".to_owned(), "marking".to_owned()]);
    assert_eq!(search.find(b"...XAB12C"), Some("XAB12C".to_owned()));
    assert_eq!(search.find(b"marking"), Some("marking".to_owned()));
    assert_eq!(search.find(b"XAB12"), None);
}
