//! A list comes out part by part as it was put in, whatever happened to the end of the file.
//! Absent: what the parts say.

use std::fs;

use super::*;
use crate::store::edge::tests::{DAY, Place};

fn parts(queue: &EdgeQueue) -> Result<Vec<Vec<u8>>, QueueError> {
    let mut parts = Vec::new();
    queue.load_list(|part| parts.push(part.to_vec()))?;
    Ok(parts)
}

fn write(queue: &EdgeQueue, day: u32, parts: &[&[u8]]) {
    queue.write_list(day, parts.iter().map(|part| Zeroizing::new(part.to_vec()))).unwrap();
}

#[test]
fn parts_come_out_in_order_after_a_restart_and_no_file_says_what_they_are() {
    let place = Place::new();
    let queue = place.open();
    assert_eq!(parts(&queue).unwrap(), Vec::<Vec<u8>>::new());
    assert_eq!(queue.add_to_list(b"nothing to stand behind").unwrap(), None);
    write(&queue, DAY, &[b"GB12CD first", b"second"]);
    let bytes = queue.add_to_list(b"GB12CD ended").unwrap().unwrap();
    let path = place.queue().join("list");
    assert_eq!(fs::metadata(&path).unwrap().len(), bytes);
    drop(queue);
    let queue = place.open();
    let whole = [&b"GB12CD first"[..], b"second", b"GB12CD ended"];
    assert_eq!(parts(&queue).unwrap(), whole);
    let raw = fs::read(&path).unwrap();
    assert!(!raw.windows(6).any(|part| part == b"GB12CD"));
    // Written anew, nothing of before is in it.
    write(&queue, DAY + 1, &[b"only"]);
    assert_eq!((parts(&queue).unwrap(), queue.list_day()), (vec![b"only".to_vec()], Some(DAY + 1)));
}

#[test]
fn a_part_that_was_cut_short_never_counted_and_the_list_goes_on_behind_the_last_whole_one() {
    let place = Place::new();
    let queue = place.open();
    write(&queue, DAY, &[b"first", b"second"]);
    let path = place.queue().join("list");
    let whole = fs::read(&path).unwrap();
    queue.add_to_list(b"third").unwrap();
    let all = fs::read(&path).unwrap();
    drop(queue);
    for end in whole.len()..all.len() {
        fs::write(&path, &all[..end]).unwrap();
        let queue = place.open();
        assert_eq!(parts(&queue).unwrap().len(), 2, "{end}");
        queue.add_to_list(b"again").unwrap().unwrap();
        assert_eq!(parts(&queue).unwrap()[2], b"again");
    }
}

#[test]
fn what_was_changed_moved_or_left_out_does_not_open_and_is_set_aside() {
    let place = Place::new();
    let queue = place.open();
    write(&queue, DAY, &[b"part", b"like", b"each"]);
    let path = place.queue().join("list");
    let good = fs::read(&path).unwrap();
    let third = good.len() / 3;
    let swapped = [&good[third..2 * third], &good[..third], &good[2 * third..]].concat();
    let without = [&good[..third], &good[2 * third..]].concat();
    let mut flipped = good.clone();
    flipped[third + 30] ^= 1;
    let mut endless = good.clone();
    endless[..4].copy_from_slice(&u32::MAX.to_be_bytes());
    for bad in [swapped, without, flipped, endless, vec![0; 64]] {
        fs::write(&path, &bad).unwrap();
        assert!(matches!(parts(&queue), Err(QueueError::Damaged(_))));
        assert!(!path.exists() && queue.list_day().is_none());
    }
    // A report of the queue is no part of the list.
    queue.put(DAY, b"report").unwrap();
    let report = fs::read(place.queue().join("waiting/00000000000000000001")).unwrap();
    let length = u32::try_from(report.len()).unwrap().to_be_bytes();
    fs::write(&path, [&length[..], &report].concat()).unwrap();
    assert!(matches!(parts(&queue), Err(QueueError::Damaged(_))));
}

#[test]
fn the_key_of_the_day_stays_for_as_long_as_the_list_is_sealed_under_it() {
    let place = Place::new();
    let queue = place.open();
    write(&queue, DAY, &[b"old"]);
    let path = place.queue().join("list");
    let old = fs::read(&path).unwrap();
    queue.tidy(DAY + 1).unwrap();
    assert_eq!(parts(&queue).unwrap(), [b"old"]);
    write(&queue, DAY + 1, &[b"new"]);
    queue.tidy(DAY + 1).unwrap();
    fs::write(&path, old).unwrap();
    assert!(matches!(parts(&queue), Err(QueueError::Damaged(_))));
}

#[test]
fn a_disk_that_takes_nothing_leaves_the_earlier_list_and_asks_for_a_new_one() {
    let place = Place::new();
    let queue = place.open();
    write(&queue, DAY, &[b"first"]);
    let away = place.folder.path().join("away");
    fs::rename(place.queue(), &away).unwrap();
    assert!(matches!(queue.add_to_list(b"late"), Err(QueueError::File { .. })));
    assert!(queue.write_list(DAY, std::iter::empty()).is_err());
    fs::rename(&away, place.queue()).unwrap();
    assert_eq!(queue.add_to_list(b"late").unwrap(), None);
    assert_eq!(parts(&queue).unwrap(), [b"first"]);
}
