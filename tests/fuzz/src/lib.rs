//! What the fuzz targets run: the same bodies as the tests of `samen-audit`, on the same samples.
//! Nothing of its own; the bodies are in `audit/tests/any_bytes/`.

#[path = "../../../audit/tests/any_bytes/bodies.rs"]
mod bodies;
#[expect(dead_code, reason = "the evidence tests use more of it")]
#[path = "../../../audit/tests/evidence/cast.rs"]
mod cast;
#[expect(dead_code, reason = "the evidence tests use more of it")]
#[path = "../../../audit/tests/evidence/night.rs"]
mod night;
#[path = "../../../audit/tests/any_bytes/samples.rs"]
mod samples;
#[path = "../../../audit/tests/evidence/scene.rs"]
mod scene;

/// Runs the body of this name; a name that there is not runs nothing.
pub fn run(name: &str, bytes: &[u8]) {
    if let Some((_, body)) = bodies::BODIES.iter().find(|(known, _)| *known == name) {
        body(bytes);
    }
}

/// Every body's name with good inputs for it, to begin from.
#[must_use]
pub fn seeds() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    bodies::BODIES.iter().map(|(name, _)| (*name, samples::samples(name))).collect()
}
