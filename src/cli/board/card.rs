//! One alert as the board shows it: what was sent, in the words of a guard.
//! Absent: whether it is still in force (`model`), and colors (`draw`).

use crate::client::ClientError;
use crate::domain::geo::Area;
use crate::domain::lmc::Language;
use crate::domain::record::alert::Alert;
use crate::domain::record::render::{Wording, person_words, place_words, render};
use crate::domain::record::vehicle::Vehicle;
use crate::domain::record::{Body, Message, Record, Status};
use crate::domain::time::Timestamp;
use crate::wire::api::feed::Delivery;

use super::super::{hint, show};
use super::words::{self, say};

/// What was delivered, read.
pub(super) enum Content {
    /// An alert that is in force from now on, and the ids of what it takes the place of.
    Alert(Box<Card>, Vec<String>),
    /// A recall of these.
    Recall(Vec<String>),
    /// Another record than an alert.
    Other,
}

/// An alert on the board.
pub(super) struct Card {
    /// Its place in the log.
    pub(super) index: u64,
    record: Record,
}

/// Reads what was delivered.
///
/// # Errors
/// When it is no record of this version.
pub(super) fn read(delivery: &Delivery) -> Result<Content, ClientError> {
    let unreadable = ClientError::Unexpected { status: 200, what: "a record of another version" };
    let Ok(payload) = show::payload(&delivery.jws) else { return Err(unreadable) };
    let Ok(record) = crate::wire::record::parse(payload.to_string().as_bytes()) else {
        return Err(unreadable);
    };
    let replaced: Vec<String> = record.replaces().iter().map(ToString::to_string).collect();
    Ok(match (&record.body, record.envelope.message) {
        (Body::Alert(_), _) => {
            Content::Alert(Box::new(Card { index: delivery.index, record }), replaced)
        }
        (_, Message::Cancel) => Content::Recall(replaced),
        _ => Content::Other,
    })
}

impl Card {
    /// Its id.
    pub(super) fn id(&self) -> String {
        self.record.id().to_string()
    }

    /// 1 is the most urgent.
    pub(super) fn priority(&self) -> u32 {
        self.alert().map_or(u32::MAX, |alert| alert.priority.get())
    }

    /// When it was written.
    pub(super) fn issued_at(&self) -> Timestamp {
        self.record.envelope.issued_at
    }

    /// When its use ends.
    pub(super) fn expires_at(&self) -> Timestamp {
        self.record.envelope.expires_at
    }

    /// Whether it is meant.
    pub(super) fn status(&self) -> Status {
        self.record.envelope.status
    }

    /// Whether it takes the place of an earlier one.
    pub(super) fn is_update(&self) -> bool {
        self.record.envelope.message == Message::Update
    }

    /// Who sent it.
    pub(super) fn issuer(&self) -> &str {
        self.record.envelope.issuer.as_str()
    }

    /// The country and the plate as written.
    pub(super) fn plate(&self) -> Option<(String, String)> {
        let plate = self.alert()?.plate.as_ref()?;
        Some((plate.country().code().to_owned(), plate.text().to_uppercase()))
    }

    /// What it is about in a few characters: the plate, or who or what is looked for.
    pub(super) fn short(&self, language: Language) -> String {
        match (self.plate(), self.alert()) {
            (Some((country, plate)), _) => format!("{country} {plate}"),
            (None, Some(alert)) if alert.person.is_some() => {
                say(words::PERSON, language).to_owned()
            }
            _ => say(words::VEHICLE, language).to_owned(),
        }
    }

    /// What a guard is asked to do.
    pub(super) fn action(&self, language: Language) -> &'static str {
        self.alert().map_or("", |alert| say(words::action(alert.action), language))
    }

    /// The dangers, in one line; nothing when there are none.
    pub(super) fn warnings(&self, language: Language) -> String {
        let Some(alert) = self.alert() else { return String::new() };
        let opinions: Vec<&str> =
            self.record.envelope.opinions.iter().map(|pointer| pointer.as_str()).collect();
        let warnings = alert.warnings.iter().enumerate().map(|(at, warning)| {
            let said = say(words::warning(*warning), language);
            // What somebody thinks is told apart from what is known (LED art. 7).
            if opinions.iter().any(|one| *one == format!("/body/warnings/{at}")) {
                format!("{said} ({})", say(words::OPINION, language))
            } else {
                said.to_owned()
            }
        });
        warnings.collect::<Vec<_>>().join(" · ")
    }

    /// Why, what it looks like, where, and whom to call: one line each.
    pub(super) fn lines(&self, language: Language) -> Vec<String> {
        let Some(alert) = self.alert() else { return Vec::new() };
        let mut lines = Vec::new();
        let reason = say(words::reason(alert.reason.code), language);
        lines.push(match &alert.reason.text {
            Some(text) => format!("{reason}: {}", text.as_str()),
            None => reason.to_owned(),
        });
        lines.extend(hint::remarks(&self.record, language));
        lines.extend(alert.vehicle.as_ref().map(|vehicle| described(vehicle, language)));
        if let Some(person) = &alert.person {
            let said = person_words(person, Wording::coded(language));
            lines.push(format!("{}: {said}", say(words::PERSON, language)));
            if let Some(seen) = &person.last_seen {
                let place = seen.place.as_ref().map(place_words).unwrap_or_default();
                lines.push(format!("{} {} {place}", say(words::SEEN, language), seen.at));
            }
        }
        lines.extend(self.record.area().as_ref().map(|area| placed(area, language)));
        lines.push(format!("{} {}", say(words::CALL, language), alert.call.phone.as_str()));
        lines
    }

    /// Everything that was sent, and under what.
    pub(super) fn whole(&self, language: Language) -> Vec<String> {
        let envelope = &self.record.envelope;
        let text = render(&self.record, Wording::coded(language));
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.push(String::new());
        lines.extend(self.lines(language));
        lines.push(String::new());
        lines.extend(show::weight(envelope).lines().map(str::to_owned));
        lines.push(format!("{} {}, {}", envelope.issuer, envelope.author, envelope.issued_at));
        lines.push(format!("{} {}", say(words::UNTIL, language), envelope.expires_at));
        lines.push(format!("{} / {}", envelope.grant, envelope.purpose.code()));
        lines.push(format!("{} [{}]", envelope.id, self.index));
        lines
    }

    fn alert(&self) -> Option<&Alert> {
        match &self.record.body {
            Body::Alert(alert) => Some(alert),
            _ => None,
        }
    }
}

fn described(vehicle: &Vehicle, language: Language) -> String {
    let colors = vehicle.colors.iter().map(|color| say(words::color(*color), language).to_owned());
    let named = [
        vehicle.kind.map(|kind| say(words::vehicle(kind), language).to_owned()),
        vehicle.make.as_ref().map(|make| make.as_str().to_owned()),
        vehicle.model.as_ref().map(|model| model.as_str().to_owned()),
    ];
    let marks = vehicle.marks.iter().map(|mark| mark.as_str().to_owned());
    let all: Vec<String> = colors.chain(named.into_iter().flatten()).chain(marks).collect();
    format!("{}: {}", say(words::VEHICLE, language), all.join(", "))
}

fn placed(area: &Area, language: Language) -> String {
    let name = say(words::AREA, language);
    match area {
        Area::Circle { center, radius_m } => {
            let around = say(words::AROUND, language);
            let (lat, lon) = (center.lat(), center.lon());
            format!("{name}: {radius_m} m {around} {lat:.5} {lon:.5}")
        }
        Area::Polygon(polygon) => {
            let corner = polygon.rings().first().and_then(|ring| ring.first());
            let corner = corner
                .map(|point| format!("{:.5} {:.5}", point.lat(), point.lon()))
                .unwrap_or_default();
            format!("{name}: {} {corner}", say(words::AROUND, language))
        }
    }
}
