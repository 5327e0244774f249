//! The components of a body that a grant allows or withholds one by one. Absent: the decision (`grant`).

use super::code::codes;

codes! {
    /// A component of a body.
    Component {
        /// A whole license plate.
        Plate = "plate",
        /// A description of a vehicle, a partial plate included.
        Vehicle = "vehicle",
        /// A description of a person.
        Person = "person",
        /// A place.
        Place = "place",
    }
}

/// A set of components.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Components {
    plate: bool,
    vehicle: bool,
    person: bool,
    place: bool,
}

impl Components {
    /// Whether the component is in the set.
    pub fn contains(self, component: Component) -> bool {
        match component {
            Component::Plate => self.plate,
            Component::Vehicle => self.vehicle,
            Component::Person => self.person,
            Component::Place => self.place,
        }
    }

    /// Puts the component in the set.
    pub fn insert(&mut self, component: Component) {
        match component {
            Component::Plate => self.plate = true,
            Component::Vehicle => self.vehicle = true,
            Component::Person => self.person = true,
            Component::Place => self.place = true,
        }
    }

    /// The components in the set.
    pub fn iter(self) -> impl Iterator<Item = Component> {
        Component::ALL.iter().copied().filter(move |component| self.contains(*component))
    }

    /// Whether every component of this set is in the other.
    pub fn is_subset(self, allowed: Self) -> bool {
        self.iter().all(|component| allowed.contains(component))
    }
}

impl FromIterator<Component> for Components {
    fn from_iter<I: IntoIterator<Item = Component>>(components: I) -> Self {
        let mut set = Self::default();
        components.into_iter().for_each(|component| set.insert(component));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_allows_only_what_is_in_it() {
        let plate: Components = [Component::Plate].into_iter().collect();
        let both: Components = [Component::Person, Component::Plate].into_iter().collect();
        assert!(plate.is_subset(both));
        assert!(!both.is_subset(plate));
        assert!(Components::default().is_subset(Components::default()));
    }
}
