//! What the board shows, as it changes by what the exchange tells, by the clock, and by keys.
//! Absent: connections (`link`), drawing (`draw`), and any clock: every moment is handed in.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};

use crate::client::Told;
use crate::domain::lmc::Language;
use crate::domain::record::Status;
use crate::domain::time::Timestamp;
use crate::wire::api::feed::Delivery;

use super::card::{Card, Content, read};
use super::words::{self, Words, say};

/// Lines that say what came and went; older ones are forgotten.
const NOTICES: usize = 20;

/// A moment by the wall, and in milliseconds since the board was opened: the clock of the wall may be set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) wall: Timestamp,
    pub(super) ms: u64,
}

/// How the board stands to the exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// Nothing was heard yet.
    Connecting,
    /// Connected; when something was heard last.
    Live { heard_ms: u64 },
    /// Not connected since then, and why.
    Lost { since_ms: u64, why: String },
}

/// One line about what came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Notice {
    pub(super) at: Timestamp,
    pub(super) text: String,
}

/// The board.
pub(super) struct Board {
    pub(super) language: Language,
    pub(super) status: Status,
    pub(super) link: Link,
    /// Whether the log vouches that no alert is missing.
    pub(super) is_checked: bool,
    /// The alerts in force, the most urgent and then the newest first.
    pub(super) cards: Vec<Card>,
    /// What came and went, the newest first.
    pub(super) notices: VecDeque<Notice>,
    /// The id of the card that is chosen; the first one is when there is no other.
    chosen: Option<String>,
    /// Whether all of the chosen card is shown, and how far it is scrolled.
    pub(super) opened: Option<u16>,
    filled: bool,
}

impl Board {
    /// An empty one.
    pub(super) fn new(language: Language, status: Status) -> Self {
        Self {
            language,
            status,
            link: Link::Connecting,
            is_checked: true,
            cards: Vec::new(),
            notices: VecDeque::new(),
            chosen: None,
            opened: None,
            filled: false,
        }
    }

    /// The alerts in force, all of them: others leave the board. Gives those that are new since the board was
    /// filled for the first time.
    pub(super) fn snapshot(&mut self, alerts: Vec<Delivery>, now: Moment) -> Vec<Delivery> {
        self.heard(now);
        let mut before: HashMap<String, Card> =
            self.cards.drain(..).map(|card| (card.id(), card)).collect();
        let mut fresh = Vec::new();
        for delivery in alerts {
            match read(&delivery) {
                Ok(Content::Alert(card, _)) if card.status() == self.status => {
                    if before.remove(&card.id()).is_none() && self.filled {
                        self.came(&card, now);
                        fresh.push(delivery);
                    }
                    self.cards.push(*card);
                }
                Ok(_) => {}
                Err(_) => self.notice(now, say(words::UNREADABLE, self.language).to_owned()),
            }
        }
        for gone in before.into_values() {
            self.went(&gone, words::GONE, now);
        }
        self.filled = true;
        self.expire(now);
        self.sort();
        fresh
    }

    /// What the feed told. Gives what is new on the board.
    pub(super) fn told(&mut self, told: Told, now: Moment) -> Option<Delivery> {
        self.heard(now);
        let delivery = match told {
            Told::Record(delivery) => *delivery,
            Told::Withdrawn(withdrawal) => {
                self.end(&withdrawal.withdrawn, words::RECALLED, now);
                return None;
            }
        };
        match read(&delivery) {
            Ok(Content::Alert(card, replaced)) => {
                // Whatever its status: what it takes the place of holds no more.
                self.cards.retain(|known| !replaced.contains(&known.id()));
                let known = self.cards.iter().any(|known| known.id() == card.id());
                let shown = card.status() == self.status && card.expires_at() > now.wall && !known;
                if shown {
                    self.came(&card, now);
                    self.cards.push(*card);
                }
                self.sort();
                shown.then_some(delivery)
            }
            Ok(Content::Recall(ids)) => {
                self.end(&ids, words::RECALLED, now);
                None
            }
            Ok(Content::Other) => {
                let what = say(words::OTHER_RECORD, self.language);
                let about = &delivery.about;
                let (kind, issuer, id) = (&about.record_type, &about.issuer, &about.id);
                self.notice(now, format!("{kind} {issuer}: {what} {id}"));
                None
            }
            Err(_) => {
                self.notice(now, say(words::UNREADABLE, self.language).to_owned());
                None
            }
        }
    }

    /// The exchange gave a sign of life.
    pub(super) fn heard(&mut self, now: Moment) {
        self.link = Link::Live { heard_ms: now.ms };
    }

    /// The connection is gone. The moment from which on nothing can be trusted is the last sign of life.
    pub(super) fn lost(&mut self, why: String, now: Moment) {
        let since_ms = match self.link {
            Link::Live { heard_ms } => heard_ms,
            Link::Lost { since_ms, .. } => since_ms,
            Link::Connecting => now.ms,
        };
        self.link = Link::Lost { since_ms, why };
    }

    /// The exchange says no: whoever may not look any more sees nothing any more.
    pub(super) fn refused(&mut self, why: String, now: Moment) {
        self.lost(why, now);
        self.cards.clear();
        self.notices.clear();
        (self.chosen, self.opened) = (None, None);
    }

    /// Takes away what has run out.
    pub(super) fn expire(&mut self, now: Moment) {
        let (gone, kept) = self.cards.drain(..).partition(|card| card.expires_at() <= now.wall);
        self.cards = kept;
        let gone: Vec<Card> = gone;
        for card in &gone {
            self.went(card, words::RAN_OUT, now);
        }
        if !gone.is_empty() {
            self.sort();
        }
    }

    /// Something that an operator of this board should know.
    pub(super) fn notice(&mut self, now: Moment, text: String) {
        self.notices.push_front(Notice { at: now.wall, text });
        self.notices.truncate(NOTICES);
    }

    /// The place of the chosen card among the others.
    pub(super) fn chosen(&self) -> usize {
        let place = |id: &String| self.cards.iter().position(|card| card.id() == *id);
        self.chosen.as_ref().and_then(place).unwrap_or_default()
    }

    /// The chosen card.
    pub(super) fn card(&self) -> Option<&Card> {
        self.cards.get(self.chosen())
    }

    /// Chooses the next or the previous card, or scrolls the opened one.
    pub(super) fn step(&mut self, down: bool) {
        let (at, last) = (self.chosen(), self.cards.len().saturating_sub(1));
        match (&mut self.opened, down) {
            (Some(at), true) => *at = at.saturating_add(1),
            (Some(at), false) => *at = at.saturating_sub(1),
            (None, true) => self.choose(at.saturating_add(1).min(last)),
            (None, false) => self.choose(at.saturating_sub(1)),
        }
    }

    fn choose(&mut self, place: usize) {
        self.chosen = self.cards.get(place).map(Card::id);
    }

    /// Shows everything of the chosen card, or goes back.
    pub(super) fn open(&mut self, open: bool) {
        let id = self.card().map(Card::id);
        self.opened = (open && id.is_some()).then_some(0);
        // Whoever reads a card goes on reading that one, whatever comes above it.
        self.chosen = id;
    }

    fn end(&mut self, ids: &[String], why: Words, now: Moment) {
        let (ended, kept): (Vec<Card>, Vec<Card>) =
            self.cards.drain(..).partition(|card| ids.contains(&card.id()));
        self.cards = kept;
        for card in &ended {
            self.went(card, why, now);
        }
        self.sort();
    }

    fn came(&mut self, card: &Card, now: Moment) {
        let word = if card.is_update() { words::UPDATED } else { words::CAME };
        let text = format!("{}: {}", say(word, self.language), card.short(self.language));
        self.notice(now, text);
    }

    fn went(&mut self, card: &Card, why: Words, now: Moment) {
        let text = format!("{}: {}", say(why, self.language), card.short(self.language));
        self.notice(now, text);
    }

    /// Puts the cards in order. A card that is gone is not read on: it would show another one in its place.
    fn sort(&mut self) {
        self.cards.sort_by_key(|card| (card.priority(), Reverse(card.issued_at()), card.index));
        let is_there = |id: &String| self.cards.iter().any(|card| card.id() == *id);
        if !self.chosen.as_ref().is_some_and(is_there) {
            (self.chosen, self.opened) = (None, None);
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
