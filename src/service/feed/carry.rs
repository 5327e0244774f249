//! What runs beside the feeds: one task that reads what was just published and wakes whom it concerns, and one
//! that wakes whoever lost its standing. Absent: giving, which each follower does for itself.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use super::item::Item;
use crate::domain::refusal::Refusal;
use crate::service::clearance::stand;
use crate::service::exchange::Exchange;
use crate::service::permission::FeedFollow;
use crate::store::Reader;

/// Entries looked at in one reading.
const STEP: u64 = 512;
/// How often what is old is let go of.
const TIDY: Duration = Duration::from_secs(10);

/// Carries what is published to the feeds, for ever or until the writer stops.
pub async fn carry(exchange: Arc<Exchange>) {
    let feeds = &exchange.feeds;
    let mut published = exchange.sequencer.subscribe();
    let mut carried = published.borrow_and_update().size();
    feeds.ring.skip(carried);
    // Whoever came before has what was published since read from the store.
    feeds.seats.wake_all();
    while published.changed().await.is_ok() {
        let size = published.borrow_and_update().size();
        while carried < size {
            let end = size.min(carried.saturating_add(STEP));
            carry_some(&exchange, carried..end).await;
            carried = end;
        }
    }
    feeds.ring.close();
    feeds.seats.wake_all();
}

async fn carry_some(exchange: &Exchange, range: Range<u64>) {
    let (feeds, end) = (&exchange.feeds, range.end);
    let forgotten = feeds.ring.forgotten();
    let Ok(items) = exchange.read(move |reader| items(reader, range)).await else {
        // The failure is in the log already. Followers read for themselves, and meet it there.
        feeds.ring.skip(end);
        feeds.seats.wake_all();
        return;
    };
    feeds.ring.add(items.clone(), end, forgotten);
    let mut woken: Vec<_> = items
        .iter()
        .flat_map(|item| item.partners().map(|partner| (partner, item.facts.status)))
        .collect();
    woken.sort_unstable_by_key(|(partner, status)| (*partner, status.code()));
    woken.dedup();
    for (partner, status) in woken {
        feeds.seats.wake(partner, status);
    }
}

fn items(reader: &Reader, range: Range<u64>) -> Result<Vec<Arc<Item>>, Refusal> {
    let mut items = Vec::new();
    for index in reader.recorded(range)? {
        items.extend(Item::read(reader, index)?.map(Arc::new));
    }
    Ok(items)
}

/// Wakes the feeds of whoever lost its standing, for ever: at once when something is registered or lapses.
pub async fn cut(exchange: Arc<Exchange>) {
    let (mut directory, mut lapses) = (exchange.directory.clone(), exchange.lapses.subscribe());
    loop {
        tokio::select! {
            () = directory.changed() => {}
            // The sender lives in the exchange, which is held here.
            _ = lapses.changed() => {}
            () = tokio::time::sleep(TIDY) => {
                exchange.feeds.ring.tidy();
                continue;
            }
        }
        let is_lost = |asking: &_| stand::<FeedFollow>(&exchange, asking).is_err();
        for partner in exchange.feeds.seats.partners() {
            exchange.feeds.seats.wake_lost(partner, is_lost);
        }
    }
}
