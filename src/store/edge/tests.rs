//! What waits survives the process, is read by nobody else, and has an end. Absent: sending it.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::vault::MasterKey;

pub(super) const DAY: u32 = 20_779;
const LIMITS: QueueLimits = QueueLimits { items: 3, bytes: 100_000 };

pub(super) struct Place {
    pub(super) folder: tempfile::TempDir,
    master: MasterKey,
}

impl Place {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let master = MasterKey::create(&folder.path().join("master.key")).unwrap();
        Vault::create(&folder.path().join("keyring"), &master).unwrap();
        fs::create_dir(folder.path().join("queue")).unwrap();
        Self { folder, master }
    }

    pub(super) fn queue(&self) -> PathBuf {
        self.folder.path().join("queue")
    }

    pub(super) fn open(&self) -> EdgeQueue {
        let vault = Vault::open(&self.folder.path().join("keyring"), &self.master).unwrap();
        EdgeQueue::open(&self.queue(), vault, LIMITS).unwrap()
    }
}

fn payload(queue: &EdgeQueue) -> Option<(u64, Vec<u8>)> {
    queue.oldest().unwrap().map(|waiting| (waiting.number, waiting.payload.to_vec()))
}

#[test]
fn what_was_put_comes_out_in_order_after_any_restart_and_only_once() {
    let place = Place::new();
    let queue = place.open();
    assert_eq!(payload(&queue), None);
    assert_eq!((queue.put(DAY, b"first").unwrap(), queue.put(DAY, b"second").unwrap()), (1, 2));
    assert!(matches!(
        EdgeQueue::open(
            &place.queue(),
            Vault::open(&place.folder.path().join("keyring"), &place.master).unwrap(),
            LIMITS
        ),
        Err(QueueError::InUse(_))
    ));
    drop(queue);
    // A write that was cut short by the end of the process never counted.
    fs::write(place.queue().join("waiting/00000000000000000003.tmp"), b"half").unwrap();
    let queue = place.open();
    assert_eq!((payload(&queue), queue.lengths()), (Some((1, b"first".to_vec())), (2, 0)));
    queue.remove(1).unwrap();
    assert_eq!(payload(&queue), Some((2, b"second".to_vec())));
    drop(queue);
    let queue = place.open();
    assert_eq!(
        (payload(&queue), queue.put(DAY, b"third").unwrap()),
        (Some((2, b"second".to_vec())), 3)
    );
}

#[test]
fn no_file_says_what_waits() {
    let place = Place::new();
    let queue = place.open();
    queue.put(DAY, b"GB12CD at the gate").unwrap();
    queue.refuse(1, DAY, b"GB12CD was refused").unwrap();
    queue.put(DAY, b"GB12CD again").unwrap();
    let mut seen = 0;
    for folder in ["queue/waiting", "queue/refused", "."] {
        for item in fs::read_dir(place.folder.path().join(folder)).unwrap() {
            let path = item.unwrap().path();
            if path.is_file() {
                let bytes = fs::read(&path).unwrap();
                assert!(!bytes.windows(6).any(|part| part == b"GB12CD"), "{}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen >= 4);
    let refused = queue.refused().unwrap();
    assert_eq!((refused.len(), refused[0].payload.as_slice()), (1, &b"GB12CD was refused"[..]));
}

#[test]
fn a_full_queue_and_a_full_disk_take_nothing_and_lose_nothing() {
    let place = Place::new();
    let queue = place.open();
    for _ in 0..3 {
        queue.put(DAY, b"x").unwrap();
    }
    assert!(matches!(queue.put(DAY, b"x"), Err(QueueError::Full { items: 3 })));
    queue.remove(1).unwrap();
    assert!(matches!(queue.put(DAY, &[0; 100_001]), Err(QueueError::Full { .. })));
    // A directory that is gone stands for a disk that takes nothing.
    let (folder, away) = (place.queue().join("waiting"), place.queue().join("away"));
    fs::rename(&folder, &away).unwrap();
    assert!(matches!(queue.put(DAY, b"late"), Err(QueueError::File { .. })));
    fs::rename(&away, &folder).unwrap();
    assert_eq!((queue.put(DAY, b"late").unwrap(), queue.lengths()), (4, (3, 0)));
}

#[test]
fn a_damaged_file_is_set_aside_and_the_rest_goes_on() {
    let place = Place::new();
    let queue = place.open();
    queue.put(DAY, b"first").unwrap();
    queue.put(DAY, b"second").unwrap();
    let first = place.queue().join("waiting/00000000000000000001");
    fs::copy(place.queue().join("waiting/00000000000000000002"), &first).unwrap();
    assert!(matches!(queue.oldest(), Err(QueueError::Damaged(_))));
    assert_eq!(payload(&queue), Some((2, b"second".to_vec())));
    assert!(!first.exists());
}

#[test]
fn the_keys_of_days_that_are_over_go() {
    let place = Place::new();
    let queue = place.open();
    queue.put(DAY, b"old").unwrap();
    let kept = fs::read(place.queue().join("waiting/00000000000000000001")).unwrap();
    queue.put(DAY + 1, b"new").unwrap();
    queue.tidy(DAY + 1).unwrap();
    assert_eq!(payload(&queue), Some((1, b"old".to_vec())));
    queue.remove(1).unwrap();
    queue.tidy(DAY + 1).unwrap();
    // Whoever finds the removed file on the disk cannot read it.
    fs::write(place.queue().join("waiting/00000000000000000001"), kept).unwrap();
    drop(queue);
    let queue = place.open();
    assert!(matches!(queue.oldest(), Err(QueueError::Damaged(_))));
    assert_eq!(payload(&queue), Some((2, b"new".to_vec())));
}
