//! The integration tests, by capability, on one harness: a real exchange on a port of its own, real
//! certificates, a clock moved by hand. Absent: what unit tests beside the code show already.

#[cfg(test)]
mod harness;

#[cfg(test)]
mod any_bytes;
#[cfg(test)]
mod console;
#[cfg(test)]
mod edge;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod life;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod logboek;
#[cfg(test)]
mod oversight;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod records;
#[cfg(test)]
mod registry;
#[cfg(test)]
mod retention;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod start;
#[cfg(test)]
mod surface;
#[cfg(test)]
mod witness;
