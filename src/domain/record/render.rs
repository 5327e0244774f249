//! A record as a block of text that a dispatcher pastes into the control-room system, with the LMC
//! keywords in front of the lines. Absent: pages, and the words for codes, which whoever renders brings along.

use std::fmt::Write;

use super::alert::Alert;
use super::handover::{AnprList, Handover};
use super::incident::Incident;
use super::person::{Hair, Person, WeaponKind};
use super::place::Place;
use super::sighting::Sighting;
use super::vehicle::Vehicle;
use super::{Body, Record, Status};
use crate::domain::lmc::{Characteristic, Language, LmcCode};
use crate::domain::plate::Plate;

/// A heading in Dutch, French and English.
type Words = [&'static str; 3];

const WHEN: Words = ["tijd", "heure", "time"];
const WHERE: Words = ["locatie", "lieu", "location"];
const WHAT: Words = ["melding", "message", "report"];
const ACTION: Words = ["actie", "action", "action"];
const DANGER: Words = ["gevaar", "danger", "danger"];
const CALL: Words = ["bel", "appeler", "call"];
const CASE: Words = ["zaak", "dossier", "case"];
const EXERCISE: Words = ["*** OEFENING ***", "*** EXERCICE ***", "*** EXERCISE ***"];
const TEST: Words = ["*** TEST ***", "*** TEST ***", "*** TEST ***"];
const YES: Words = ["ja", "oui", "yes"];
const NO: Words = ["nee", "non", "no"];
const AGREES: Words = ["beschrijving klopt", "description concorde", "description agrees"];
const OCCUPANTS: Words = ["inzittenden", "occupants", "occupants"];
const TRAILER: Words = ["aanhanger", "remorque", "trailer"];
const YEARS: Words = ["jaar", "ans", "years"];

/// In which language a record is told, and with which words for its codes.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    /// The language of headings.
    pub language: Language,
    /// The words for a code of a family, such as `stolen_vehicle` of `alert-reason`.
    pub label: &'a dyn Fn(&str, &str) -> String,
}

impl Wording<'static> {
    /// Headings in a language and codes as they stand in the record, which are English.
    pub fn coded(language: Language) -> Self {
        Self {
            language,
            label: &|family, code| {
                let code = code.replace('_', " ");
                // These say nothing alone.
                match family {
                    "hair-color" | "hair-length" => format!("hair {code}"),
                    "facial-hair" => format!("facial hair {code}"),
                    "eyes" | "glasses" => format!("{family} {code}"),
                    _ => code,
                }
            },
        }
    }
}

impl Wording<'_> {
    fn word(self, words: Words) -> &'static str {
        word(words, self.language)
    }

    fn label(self, family: &str, code: &str) -> String {
        (self.label)(family, code)
    }
}

fn word(words: Words, language: Language) -> &'static str {
    let [nl, fr, en] = words;
    match language {
        Language::Nl => nl,
        Language::Fr => fr,
        Language::En => en,
    }
}

/// Renders a record as lines of `keyword: value`. Free text stays on the line of its keyword, so it
/// cannot imitate another line. An exercise or test says so in the first line.
pub fn render(record: &Record, wording: Wording<'_>) -> String {
    let mut block = Block { text: String::new(), wording };
    let envelope = &record.envelope;
    match envelope.status {
        Status::Actual => {}
        Status::Exercise => block.raw(wording.word(EXERCISE)),
        Status::Test => block.raw(wording.word(TEST)),
    }
    let kind = record.record_type().code().to_ascii_uppercase();
    block.raw(&format!("SAMEN {kind} {} {}", envelope.message.code(), envelope.id));
    if let Some(case) = &envelope.case {
        block.line(wording.word(CASE), case.as_str());
    }
    match &record.body {
        Body::Alert(alert) => block.alert(alert),
        Body::Sighting(sighting) => block.sighting(sighting),
        Body::Incident(incident) => block.incident(incident),
        Body::Handover(handover) => block.handover(handover),
        Body::Outcome(outcome) => {
            block.told("outcome", outcome.code.code(), outcome.text.as_ref().map(|t| t.as_str()));
        }
        Body::Receipt(receipt) => block.told("receipt", receipt.state.code(), None),
        Body::Cancellation(_, cancellation) => {
            let text = cancellation.text.as_ref().map(|t| t.as_str());
            block.told("cancel-reason", cancellation.reason.code(), text);
        }
    }
    block.text
}

struct Block<'a> {
    text: String,
    wording: Wording<'a>,
}

impl Block<'_> {
    fn raw(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn line(&mut self, keyword: &str, value: &str) {
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{keyword}: {}", value.replace('\n', " / "));
    }

    fn headed(&mut self, words: Words, value: &str) {
        self.line(self.wording.word(words), value);
    }

    fn characteristic(&mut self, characteristic: Characteristic, value: &str) {
        self.line(characteristic.keyword(), value);
    }

    fn flag(&mut self, characteristic: Characteristic, said: Option<bool>) {
        if let Some(said) = said {
            let answer = self.wording.word(if said { YES } else { NO });
            self.characteristic(characteristic, answer);
        }
    }

    fn told(&mut self, family: &str, code: &str, text: Option<&str>) {
        self.what(self.wording.label(family, code), text);
    }

    fn what(&mut self, what: String, text: Option<&str>) {
        let value = text.map_or_else(|| what.clone(), |text| format!("{what}; {text}"));
        self.headed(WHAT, &value);
    }

    fn lmc(&mut self, code: LmcCode) {
        self.line("lmc", &format!("{} {}", code.code(), code.label(self.wording.language)));
    }

    fn plate(&mut self, plate: Option<&Plate>) {
        if let Some(plate) = plate {
            let value = format!("{} {}", plate.normal().as_str(), plate.country().code());
            self.characteristic(Characteristic::Plate, &value);
        }
    }

    fn vehicle(&mut self, vehicle: Option<&Vehicle>) {
        if let Some(vehicle) = vehicle {
            self.characteristic(Characteristic::VehicleKind, &vehicle_words(vehicle, self.wording));
            if let Some(partial) = &vehicle.partial_plate {
                self.characteristic(Characteristic::Plate, partial.as_str());
            }
        }
    }

    fn person(&mut self, person: Option<&Person>) {
        if let Some(person) = person {
            self.characteristic(Characteristic::Description, &person_words(person, self.wording));
            self.coded(Characteristic::WeaponKind, "weapon", person.weapon.map(WeaponKind::code));
        }
    }

    fn coded(&mut self, of: Characteristic, family: &str, code: Option<&str>) {
        if let Some(code) = code {
            self.characteristic(of, &self.wording.label(family, code));
        }
    }

    fn alert(&mut self, alert: &Alert) {
        let text = alert.reason.text.as_ref().map(|t| t.as_str());
        self.told("alert-reason", alert.reason.code.code(), text);
        let action = self.wording.label("alert-action", alert.action.code());
        self.headed(ACTION, &format!("{action} (P{})", alert.priority.get()));
        if !alert.warnings.is_empty() {
            let dangers: Vec<_> =
                alert.warnings.iter().map(|w| self.wording.label("warning", w.code())).collect();
            self.headed(DANGER, &dangers.join(", "));
        }
        self.plate(alert.plate.as_ref());
        self.vehicle(alert.vehicle.as_ref());
        self.person(alert.person.as_ref());
        self.headed(CALL, alert.call.phone.as_str());
    }

    fn sighting(&mut self, sighting: &Sighting) {
        self.told(
            "sighting-kind",
            sighting.kind.code(),
            sighting.note.as_ref().map(|t| t.as_str()),
        );
        self.headed(WHEN, &format!("{} - {}", sighting.first_seen, sighting.last_seen));
        self.headed(WHERE, &place_words(&sighting.place));
        self.plate(sighting.plate.as_ref());
        if let Some(matched) = sighting.matched {
            let agrees = sighting.description_agrees.map_or_else(
                || "-".to_owned(),
                |answer| self.wording.label("agreement", answer.code()),
            );
            let matched = self.wording.label("match", matched.code());
            let value = format!("{matched}, {}: {agrees}", self.wording.word(AGREES));
            self.characteristic(Characteristic::AnprList, &value);
        }
        self.vehicle(sighting.vehicle.as_ref());
        self.person(sighting.person.as_ref());
    }

    fn incident(&mut self, incident: &Incident) {
        self.lmc(incident.lmc);
        let end = incident.ended_at.map_or_else(String::new, |end| end.to_string());
        self.headed(WHEN, &format!("{} - {end}", incident.began_at));
        self.headed(WHERE, &place_words(&incident.place));
        self.flag(Characteristic::CaughtInAct, Some(incident.caught_in_act));
        for involved in &incident.vehicles {
            self.plate(involved.plate.as_ref());
            self.vehicle(involved.vehicle.as_ref());
        }
        incident.persons.iter().for_each(|person| self.person(Some(person)));
        for narrative in &incident.narrative {
            self.told("narrative", narrative.part.code(), Some(narrative.text.as_str()));
        }
    }

    fn handover(&mut self, handover: &Handover) {
        if let Some(code) = handover.lmc {
            self.lmc(code);
        }
        let kind = self.wording.label("handover-kind", handover.kind.code());
        let state = self.wording.label("handover-state", handover.state.code());
        self.what(format!("{kind}, {state}"), handover.note.as_ref().map(|t| t.as_str()));
        if let Some(place) = &handover.place {
            self.headed(WHERE, &place_words(place));
        }
        self.plate(handover.plate.as_ref());
        self.vehicle(handover.vehicle.as_ref());
        self.person(handover.person.as_ref());
        let list = handover.anpr_list.map(AnprList::code);
        self.coded(Characteristic::AnprList, "anpr-list", list);
        self.coded(Characteristic::WeaponKind, "weapon", handover.weapon.map(WeaponKind::code));
        if let Some(offenders) = handover.offenders {
            self.characteristic(Characteristic::Offenders, &offenders.get().to_string());
        }
        self.flag(Characteristic::CaughtInAct, handover.caught_in_act);
        self.flag(Characteristic::LiveView, handover.live_view);
        self.flag(Characteristic::KeyHolderComing, handover.key_holder_coming);
        if let Some(contact) = &handover.call_back {
            self.headed(CALL, contact.phone.as_str());
        }
    }
}

/// Joins what is there with commas.
fn listed(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A place in a few words.
pub fn place_words(place: &Place) -> String {
    let street = place.street.as_ref().map(|street| {
        let number = place.number.as_ref().map_or("", |number| number.as_str());
        format!("{} {number}", street.as_str()).trim_end().to_owned()
    });
    listed([
        street,
        place.postcode.as_ref().map(|t| t.as_str().to_owned()),
        place.town.as_ref().map(|t| t.as_str().to_owned()),
        place.point.map(|point| format!("{:.5} {:.5}", point.lat(), point.lon())),
        place.description.as_ref().map(|t| t.as_str().to_owned()),
    ])
}

fn vehicle_words(vehicle: &Vehicle, wording: Wording<'_>) -> String {
    let word = |words| wording.word(words);
    let said = [
        vehicle.kind.map(|kind| wording.label("vehicle-kind", kind.code())),
        vehicle.make.as_ref().map(|t| t.as_str().to_owned()),
        vehicle.model.as_ref().map(|t| t.as_str().to_owned()),
        vehicle.body.map(|body| wording.label("body-style", body.code())),
        vehicle.occupants.map(|count| format!("{} {}", count.get(), word(OCCUPANTS))),
        vehicle.trailer.and_then(|trailer| trailer.then(|| word(TRAILER).to_owned())),
    ];
    let colors = vehicle.colors.iter().map(|color| Some(wording.label("color", color.code())));
    let marks = vehicle.marks.iter().map(|mark| Some(mark.as_str().to_owned()));
    listed(said.into_iter().chain(colors).chain(marks))
}

/// A description of a person.
pub fn person_words(person: &Person, wording: Wording<'_>) -> String {
    let label = wording.label;
    let hair = |told: &dyn Fn(Hair) -> Option<String>| person.hair.and_then(told);
    let said = [
        person.count.map(|count| format!("{}x", count.get())),
        person
            .age
            .map(|age| format!("{}-{} {}", age.min.get(), age.max.get(), wording.word(YEARS))),
        person.height_cm.map(|cm| format!("{}-{} cm", cm.min.get(), cm.max.get())),
        person.build.map(|build| label("build", build.code())),
        hair(&|hair| hair.color.map(|color| label("hair-color", color.code()))),
        hair(&|hair| hair.length.map(|length| label("hair-length", length.code()))),
        person.facial_hair.map(|hair| label("facial-hair", hair.code())),
        person.eyes.map(|eyes| label("eyes", eyes.code())),
        person.glasses.map(|glasses| label("glasses", glasses.code())),
        person.speech.as_ref().map(|speech| speech.as_str().to_owned()),
    ];
    let clothing = person.clothing.iter().map(|garment| {
        let colors: Vec<_> = garment.colors.iter().map(|one| label("color", one.code())).collect();
        Some(format!("{} {}", colors.join("/"), garment.item.as_str()).trim_start().to_owned())
    });
    let marks = person.marks.iter().map(|mark| Some(mark.as_str().to_owned()));
    let carried = person.carried.iter().map(|thing| Some(thing.as_str().to_owned()));
    let behavior = person.behavior.iter().map(|seen| Some(label("behavior", seen.code())));
    listed(said.into_iter().chain(clothing).chain(marks).chain(carried).chain(behavior))
}
