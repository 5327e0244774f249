//! The closed lists of the schemas and of the domain are the same ones.
//! Absent: what the codes mean.

use serde_json::{Value, json};

use crate::domain::purpose::Purpose;
use crate::domain::record::code::Code;
use crate::domain::record::{Message, Status, alert, answer, grading, handover, incident, person};
use crate::domain::record::{sighting, vehicle};

#[test]
fn the_schemas_list_exactly_the_codes_of_the_domain() {
    fn has<T: Code>(pointer: &str, schema: &str) {
        let schema: Value =
            serde_json::from_str(crate::wire::schema::text(schema).unwrap()).unwrap();
        let listed = schema.pointer(pointer).and_then(|found| found.get("enum"));
        let codes: Vec<Value> = T::ALL.iter().map(|member| json!(member.code())).collect();
        assert_eq!(listed, Some(&Value::Array(codes)), "{pointer}");
    }
    let body = |member: &str| format!("/$defs/body/properties/{member}");
    has::<Purpose>("/$defs/purpose", "envelope");
    has::<Status>("/$defs/status", "envelope");
    has::<Message>("/$defs/message", "envelope");
    has::<grading::SubjectCategory>("/$defs/subject_category", "envelope");
    has::<grading::HandlingCode>("/$defs/handling/properties/code", "envelope");
    has::<grading::Information>("/properties/information", "grading");
    has::<grading::Sharing>("/properties/sharing", "grading");
    has::<alert::AlertReason>(&body("reason/properties/code"), "alert");
    has::<alert::AlertAction>(&body("action"), "alert");
    has::<alert::Warning>(&body("warnings/items"), "alert");
    has::<sighting::SightingKind>(&body("kind"), "sighting");
    has::<sighting::Heading>(&body("direction/properties/heading"), "sighting");
    has::<sighting::Method>(&body("method"), "sighting");
    has::<sighting::Match>(&body("match"), "sighting");
    has::<sighting::Agreement>(&body("description_agrees"), "sighting");
    has::<incident::NarrativePart>(&body("narrative/items/properties/part"), "incident");
    has::<incident::EvidenceKind>(&body("evidence/items/properties/kind"), "incident");
    has::<handover::HandoverKind>(&body("kind"), "handover");
    has::<handover::HandoverState>(&body("state"), "handover");
    has::<handover::AnprList>(&body("anpr_list"), "handover");
    has::<person::WeaponKind>(&body("weapon"), "handover");
    has::<answer::OutcomeCode>(&body("code"), "outcome");
    has::<answer::ReceiptState>(&body("state"), "receipt");
    has::<answer::CancelReason>("/properties/reason", "cancellation");
    has::<vehicle::VehicleKind>("/properties/kind", "vehicle");
    has::<vehicle::Color>("/properties/colors/items", "vehicle");
    has::<vehicle::BodyStyle>("/properties/body", "vehicle");
    has::<person::Build>("/properties/build", "person");
    has::<person::HairColor>("/properties/hair/properties/color", "person");
    has::<person::HairLength>("/properties/hair/properties/length", "person");
    has::<person::FacialHair>("/properties/facial_hair", "person");
    has::<person::Eyes>("/properties/eyes", "person");
    has::<person::Glasses>("/properties/glasses", "person");
    has::<person::Layer>("/properties/clothing/items/properties/layer", "person");
    has::<person::WeaponKind>("/properties/weapon", "person");
    has::<person::Behavior>("/properties/behavior/items", "person");
}
