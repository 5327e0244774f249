//! The twins of the bodies, one a record type. Absent: the rules between members (`domain::record`).

use super::component::{ContactTwin, PersonTwin, PlaceTwin, PlateTwin, VehicleTwin};
use super::twin::{Leaf, Number, Twin, twin};
use crate::domain::id::{PartnerId, RecordId};
use crate::domain::lmc::LmcCode;
use crate::domain::record::alert::{Alert, AlertAction, AlertReason, Ground, Warning};
use crate::domain::record::answer::ReceiptState;
use crate::domain::record::answer::{CancelReason, Cancellation, Outcome, OutcomeCode, Receipt};
use crate::domain::record::at::At;
use crate::domain::record::handover::{AnprList, Handover, HandoverKind, HandoverState};
use crate::domain::record::incident::{Evidence, EvidenceKind, Incident, Informed, Involved};
use crate::domain::record::incident::{Narrative, NarrativePart};
use crate::domain::record::person::WeaponKind;
use crate::domain::record::sighting::SightingKind;
use crate::domain::record::sighting::{Agreement, Direction, Heading, Match, Method, Sighting};
use crate::domain::record::text::{Line, Text};
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;

twin! {
    /// Why somebody is looked for.
    GroundTwin of Ground
    needs {
        code: Leaf<AlertReason>,
    }
    may {
        text: Option<Leaf<Text<500>>>,
    }
}

twin! {
    /// The body of an alert.
    AlertTwin of Alert
    needs {
        reason: GroundTwin,
        action: Leaf<AlertAction>,
        priority: Number<1, 5>,
        call: ContactTwin,
    }
    may {
        plate: Option<PlateTwin>,
        vehicle: Option<VehicleTwin>,
        person: Option<PersonTwin>,
        warnings: Vec<Leaf<Warning>>,
    }
}

twin! {
    /// Where it went.
    DirectionTwin of Direction
    needs {}
    may {
        heading: Option<Leaf<Heading>>,
        toward: Option<Leaf<Line<120>>>,
    }
}

twin! {
    /// The body of a sighting.
    SightingTwin of Sighting
    needs {
        kind: Leaf<SightingKind>,
        first_seen: Leaf<Timestamp>,
        last_seen: Leaf<Timestamp>,
        place: PlaceTwin,
        method: Leaf<Method>,
    }
    may {
        of: Option<Leaf<RecordId>>,
        spontaneous: bool,
        direction: Option<DirectionTwin>,
        camera: Option<Leaf<Line<64>>>,
        read_text: Option<Leaf<Line<20>>>,
        confidence_percent: Option<Number<0, 100>>,
        matched as "match": Option<Leaf<Match>>,
        description_agrees: Option<Leaf<Agreement>>,
        plate: Option<PlateTwin>,
        vehicle: Option<VehicleTwin>,
        person: Option<PersonTwin>,
        note: Option<Leaf<Text<1000>>>,
    }
}

twin! {
    /// A part of the narrative.
    NarrativeTwin of Narrative
    needs {
        part: Leaf<NarrativePart>,
        text: Leaf<Text<4000>>,
    }
    may {}
}

twin! {
    /// A vehicle that was involved.
    InvolvedTwin of Involved
    needs {}
    may {
        plate: Option<PlateTwin>,
        vehicle: Option<VehicleTwin>,
    }
}

twin! {
    /// That the control room knows.
    InformedTwin of Informed
    needs {
        at: Leaf<Timestamp>,
    }
    may {
        reference: Option<Leaf<Line<64>>>,
    }
}

twin! {
    /// Evidence.
    EvidenceTwin of Evidence
    needs {
        sha256: Leaf<[u8; 32]>,
        kind: Leaf<EvidenceKind>,
        held_by: Leaf<PartnerId>,
        retain_until: Leaf<Timestamp>,
    }
    may {}
}

twin! {
    /// The body of an incident.
    IncidentTwin of Incident
    needs {
        lmc: Leaf<LmcCode>,
        began_at: Leaf<Timestamp>,
        place: PlaceTwin,
        narrative: Vec<NarrativeTwin>,
        caught_in_act: bool,
    }
    may {
        ended_at: Option<Leaf<Timestamp>>,
        persons: Vec<PersonTwin>,
        vehicles: Vec<InvolvedTwin>,
        control_room: Option<InformedTwin>,
        evidence: Vec<EvidenceTwin>,
    }
}

twin! {
    /// The body of a handover.
    HandoverTwin of Handover
    needs {
        kind: Leaf<HandoverKind>,
        state: Leaf<HandoverState>,
    }
    may {
        lmc: Option<Leaf<LmcCode>>,
        place: Option<PlaceTwin>,
        plate: Option<PlateTwin>,
        vehicle: Option<VehicleTwin>,
        person: Option<PersonTwin>,
        anpr_list: Option<Leaf<AnprList>>,
        weapon: Option<Leaf<WeaponKind>>,
        offenders: Option<Number<0, 99>>,
        caught_in_act: Option<bool>,
        live_view: Option<bool>,
        key_holder_coming: Option<bool>,
        call_back: Option<ContactTwin>,
        note: Option<Leaf<Text<2000>>>,
    }
}

twin! {
    /// The body of an outcome.
    OutcomeTwin of Outcome
    needs {
        code: Leaf<OutcomeCode>,
    }
    may {
        text: Option<Leaf<Text<1000>>>,
    }
}

twin! {
    /// The body of a receipt.
    ReceiptTwin of Receipt
    needs {
        state: Leaf<ReceiptState>,
        at: Leaf<Timestamp>,
    }
    may {}
}

twin! {
    /// The body of a record that takes others back.
    CancellationTwin of Cancellation
    needs {
        reason: Leaf<CancelReason>,
    }
    may {
        text: Option<Leaf<Text<500>>>,
    }
}
