//! Lines of standard input, one after the other, each wiped when it was looked at.
//! Absent: what a line means (`app::edge`).

use std::io::{self, Read};

use tokio::sync::mpsc;
use zeroize::{Zeroize as _, Zeroizing};

use crate::app::edge::Input;
use crate::wire::anpr::LARGEST_LINE;

/// How much is asked for at once. More than the buffer of the standard library, so that nothing stays
/// behind in that.
const CHUNK: usize = 64 * 1024;

/// Starts a thread that reads until the end; standard input cannot be waited for in any other way that
/// also works for a terminal and a file.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn start(to: mpsc::Sender<Input>) -> io::Result<()> {
    let read = move || {
        let mut lines = Lines::new(io::stdin().lock());
        while let Some(input) = lines.next() {
            if to.blocking_send(input).is_err() {
                return;
            }
        }
        drop(to.blocking_send(Input::End));
    };
    std::thread::Builder::new().name("input".to_owned()).spawn(read).map(drop)
}

/// Lines out of a source, through one buffer that is wiped as it is read.
struct Lines<R> {
    from: R,
    /// What was read and not looked at yet: between `start` and `end`. Everything else is zero.
    held: Zeroizing<Vec<u8>>,
    start: usize,
    end: usize,
    /// Whether the line at hand is too long and only its end is waited for.
    passes_over: bool,
}

impl<R: Read> Lines<R> {
    fn new(from: R) -> Self {
        let held = Zeroizing::new(vec![0; LARGEST_LINE + CHUNK]);
        Self { from, held, start: 0, end: 0, passes_over: false }
    }

    /// The next line that is not empty; nothing at the end.
    fn next(&mut self) -> Option<Input> {
        loop {
            let held = self.held.get(self.start..self.end)?;
            match held.iter().position(|byte| *byte == b'\n') {
                Some(length) => {
                    if let Some(input) = self.take(length, 1) {
                        return Some(input);
                    }
                }
                None if held.len() > LARGEST_LINE => {
                    self.passes_over = true;
                    self.held.zeroize();
                    self.held.resize(LARGEST_LINE + CHUNK, 0);
                    (self.start, self.end) = (0, 0);
                }
                None => {
                    if self.fill() == 0 {
                        // The last line may have no end of its own.
                        return self.take(self.end - self.start, 0);
                    }
                }
            }
        }
    }

    /// Looks at so many bytes, and wipes them with the line break behind them.
    fn take(&mut self, length: usize, line_break: usize) -> Option<Input> {
        let end = self.start + length;
        let line = self.held.get_mut(self.start..end)?;
        let input = if self.passes_over || length > LARGEST_LINE {
            Some(Input::Bad("a line is too long".to_owned()))
        } else {
            Input::line(line)
        };
        line.zeroize();
        self.passes_over = false;
        self.start = end + line_break;
        input
    }

    /// Reads more behind what is held. Says how much.
    fn fill(&mut self) -> usize {
        let (start, length) = (self.start, self.end - self.start);
        if start > 0 {
            self.held.copy_within(start..self.end, 0);
            if let Some(rest) = self.held.get_mut(length..self.end) {
                rest.zeroize();
            }
            (self.start, self.end) = (0, length);
        }
        let Some(room) = self.held.get_mut(self.end..) else {
            return 0;
        };
        // Whoever interrupts is heard by the process; the line goes on.
        let count = loop {
            match self.from.read(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read.unwrap_or(0),
            }
        };
        self.end += count;
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time, as a slow pipe does.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(room.len()).min(7);
            room[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn numbers(from: impl Read) -> Vec<Option<u64>> {
        let mut lines = Lines::new(from);
        let mut found = Vec::new();
        while let Some(input) = lines.next() {
            found.push(match input {
                Input::Answer(answer, None) => Some(answer.candidate),
                _ => None,
            });
        }
        assert!(lines.held.iter().all(|byte| *byte == 0), "something was not wiped");
        found
    }

    #[test]
    fn lines_come_whole_whatever_the_pipe_does_and_leave_nothing_behind() {
        let text = b"7 yes PAS-1\n\n\r\n8 no PAS-1\nGB12CD\n9 no PAS-1";
        let expected = [Some(7), Some(8), None, Some(9)];
        assert_eq!(numbers(&text[..]), expected);
        assert_eq!(numbers(Slow(text)), expected);
        assert_eq!(numbers(&b""[..]), []);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_the_next_one_read() {
        for length in [LARGEST_LINE + 1, 3 * LARGEST_LINE, 2 * (LARGEST_LINE + CHUNK)] {
            let text = format!("{}\n7 yes PAS-1\n", "x".repeat(length));
            assert_eq!(numbers(text.as_bytes()), [None, Some(7)], "{length}");
        }
    }
}
