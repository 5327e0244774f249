//! Records that are sent: accepted with a receipt, or refused with a reason.
//! Absent: reading them.

mod submit;
