//! What the fuzz targets run: the same bodies as the tests of `samen-audit` and of `samen`, on the same samples.
//! Nothing of its own; the bodies are in `audit/tests/any_bytes/` and `tests/any_bytes/`.

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
#[cfg(feature = "edge")]
#[path = "../../any_bytes/bodies.rs"]
mod edge_bodies;
#[cfg(feature = "edge")]
#[path = "../../any_bytes/samples.rs"]
mod edge_samples;

/// Runs the body of this name; a name that there is not runs nothing.
pub fn run(name: &str, bytes: &[u8]) {
    if let Some((_, body)) = all().find(|(known, _)| *known == name) {
        body(bytes);
    }
}

/// Every body's name with good inputs for it, to begin from.
#[must_use]
pub fn seeds() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let of_audit = bodies::BODIES.iter().map(|(name, _)| (*name, samples::samples(name)));
    #[cfg(feature = "edge")]
    let of_audit = of_audit
        .chain(edge_bodies::BODIES.iter().map(|(name, _)| (*name, edge_samples::samples(name))));
    of_audit.collect()
}

fn all() -> impl Iterator<Item = (&'static str, bodies::Body)> {
    let all = bodies::BODIES.into_iter();
    #[cfg(feature = "edge")]
    let all = all.chain(edge_bodies::BODIES);
    all
}
