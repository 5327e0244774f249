//! What comes in: a line is a reading, or a person's answer in JSON or in words.
//! Absent: where lines come from.

use tokio::sync::oneshot;

use crate::domain::matcher::Read;
use crate::domain::refusal::Refusal;
use crate::wire::anpr;
use crate::wire::edge::Answer;
use crate::wire::problem::Problem;

/// What became of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A sighting of this id is in the queue, or waits for room on the disk.
    Queued(String),
    /// It was a misread; nothing is said to anybody.
    Forgotten,
    /// Nobody could tell: the candidate stays open.
    Open,
}

/// Why an answer changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// There is no such candidate any more.
    #[error("no candidate of this number is open")]
    Unknown,
    /// A time that is wrong is no evidence.
    #[error(
        "the clock of this machine is {seconds} s from the exchange's, so nothing is signed; set it right"
    )]
    Clock {
        /// How far.
        seconds: i64,
    },
    /// Nobody could say where the car was.
    #[error(
        "the camera is in no [[camera]] of the configuration, so nobody could say where the car was"
    )]
    Camera,
    /// The key did not sign, or the exchange would refuse the record.
    #[error("the sighting could not be signed: {0}")]
    Sign(String),
    /// So much waits already.
    #[error("the queue is full; the candidate stays on the screen")]
    Full,
    /// The program is ending.
    #[error("the program is ending")]
    Ending,
}

/// Who asked for an answer to be taken.
pub type Reply = oneshot::Sender<Result<Taken, NotTaken>>;

/// Something that came in.
#[derive(Debug)]
pub enum Input {
    /// A reading.
    Read(Read),
    /// A person's answer.
    Answer(Answer, Option<Reply>),
    /// A line that is neither. The sentence never repeats it.
    Bad(String),
    /// How the program stands is asked for.
    Status,
    /// There will be no more lines.
    End,
}

impl Input {
    /// Reads a line: JSON with a member `candidate` is an answer, other JSON a reading, and words such
    /// as `7 yes PAS-1042` are an answer as a person types it. Nothing for an empty line.
    pub fn line(line: &[u8]) -> Option<Self> {
        let line = line.trim_ascii();
        if line.is_empty() {
            return None;
        }
        if line.first() != Some(&b'{') {
            return Some(words(line));
        }
        if is_answer(line) {
            return Some(match Answer::parse(line) {
                Ok(answer) => Self::Answer(answer, None),
                Err(refusal) => Self::Bad(sentence(&refusal)),
            });
        }
        Some(match anpr::line(line) {
            Ok(read) => Self::Read(read),
            Err(error) => Self::Bad(error.to_string()),
        })
    }
}

/// Cheap, because it is asked of every reading: no reader writes a member of this name.
fn is_answer(line: &[u8]) -> bool {
    const MEMBER: &[u8] = b"\"candidate\"";
    line.windows(MEMBER.len()).any(|part| part == MEMBER)
}

fn words(line: &[u8]) -> Input {
    let text = std::str::from_utf8(line).unwrap_or_default();
    let mut words = text.split_ascii_whitespace();
    if let (Some("status"), None) = (words.next(), words.next()) {
        return Input::Status;
    }
    let mut words = text.split_ascii_whitespace();
    let (number, agrees, person) = (words.next(), words.next(), words.next());
    let number = number.and_then(|number| number.parse::<u64>().ok());
    match (number, agrees, person, words.next()) {
        (Some(number), Some(agrees), Some(person), None) => {
            match Answer::from_words(number, agrees, person) {
                Ok(answer) => Input::Answer(answer, None),
                Err(refusal) => Input::Bad(sentence(&refusal)),
            }
        }
        _ => Input::Bad(
            "a line is a reading in JSON, an answer such as `7 yes PAS-1042`, or `status`"
                .to_owned(),
        ),
    }
}

fn sentence(refusal: &Refusal) -> String {
    let problem = Problem::new(refusal, None);
    match problem.pointer {
        Some(pointer) => format!("{} It is about {pointer}.", problem.title),
        None => problem.title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::sighting::Agreement;

    #[test]
    fn a_line_is_a_reading_an_answer_or_neither_and_is_never_repeated() {
        let read = Input::line(br#" {"plate": "GB-12-CD", "confidence_percent": 91} "#);
        assert!(matches!(read, Some(Input::Read(_))));
        for line in [
            &b"7 yes PAS-1042"[..],
            br#"{"candidate": 7, "description_agrees": "yes", "person": "PAS-1042"}"#,
        ] {
            let Some(Input::Answer(answer, None)) = Input::line(line) else {
                panic!("not an answer");
            };
            assert_eq!((answer.candidate, answer.agrees), (7, Agreement::Yes));
            assert_eq!(answer.person.as_str(), "PAS-1042");
        }
        assert!(matches!(Input::line(b"status\n"), Some(Input::Status)));
        assert!(Input::line(b" \r").is_none());
        for line in [
            &b"GB12CD"[..],
            b"7 perhaps GB12CD",
            b"GB12CD yes PAS-1",
            br#"{"plate": "GB12CD???"}"#,
            br#"{"plate": GB12CD}"#,
            br#"{"candidate": "GB12CD", "description_agrees": "yes", "person": "PAS-1"}"#,
            b"\xff\xfe",
        ] {
            let Some(Input::Bad(sentence)) = Input::line(line) else {
                panic!("taken");
            };
            assert!(!sentence.contains("GB12"), "{sentence}");
        }
    }
}
