//! The quorum of a policy: named witnesses and groups of them, and whether enough are there. Knows
//! witnesses by their place in the policy only.

/// What the quorum is, over the names that the policy defines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rule {
    /// Witnesses and groups in the order of their definition: members of a group come before it.
    names: Vec<Name>,
    /// Which of them is the quorum; `None` demands no witness.
    quorum: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    octets: Vec<u8>,
    /// Whether a group lists it already.
    is_member: bool,
    meaning: Meaning,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    /// The witness at this place of the policy.
    Witness(usize),
    /// At least `needed` of `members`, by their place among the names.
    Group { needed: usize, members: Vec<usize> },
}

impl Rule {
    /// The place of a name, when it is defined.
    pub(super) fn find(&self, octets: &[u8]) -> Option<usize> {
        self.names.iter().position(|name| name.octets == octets)
    }

    pub(super) fn add_witness(&mut self, octets: &[u8], witness: usize) {
        self.add(octets, Meaning::Witness(witness));
    }

    pub(super) fn add_group(&mut self, octets: &[u8], needed: usize, members: Vec<usize>) {
        self.add(octets, Meaning::Group { needed, members });
    }

    fn add(&mut self, octets: &[u8], meaning: Meaning) {
        self.names.push(Name { octets: octets.to_vec(), is_member: false, meaning });
    }

    /// Makes the name at this place a member of a group; `false` when it is one already.
    pub(super) fn enlist(&mut self, at: usize) -> bool {
        self.names.get_mut(at).is_some_and(|name| !std::mem::replace(&mut name.is_member, true))
    }

    pub(super) fn groups(&self) -> usize {
        self.names.iter().filter(|name| matches!(name.meaning, Meaning::Group { .. })).count()
    }

    /// Sets the name at this place as the quorum, or no quorum at all.
    pub(super) fn demand(&mut self, quorum: Option<usize>) {
        self.quorum = quorum;
    }

    /// Whether the quorum is met when witness `i` of the policy is there exactly if `there[i]`.
    pub(super) fn is_met(&self, there: &[bool]) -> bool {
        let mut met: Vec<bool> = Vec::with_capacity(self.names.len());
        for name in &self.names {
            // A group names only what stands before it, so one pass decides all.
            let of = |places: &[bool], at: &usize| places.get(*at).copied().unwrap_or(false);
            met.push(match &name.meaning {
                Meaning::Witness(at) => of(there, at),
                Meaning::Group { needed, members } => {
                    members.iter().filter(|at| of(&met, at)).count() >= *needed
                }
            });
        }
        self.quorum.is_none_or(|at| met.get(at).copied().unwrap_or(false))
    }
}
