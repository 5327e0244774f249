//! What a person looks like, as a guard can see it. Absent on purpose: names, ethnicity, nationality,
//! religion and health (LED Art. 10); a free text that tells them is against the rules of the exchange.

use super::at::At;
use super::code::codes;
use super::grading::SubjectCategory;
use super::place::Place;
use super::text::{Line, Span, Whole};
use super::vehicle::Color;
use crate::domain::refusal::Refusal;
use crate::domain::sensitive::redacted;
use crate::domain::time::Timestamp;

codes! {
    /// Build.
    Build {
        /// Slim.
        Slim = "slim",
        /// Average.
        Average = "average",
        /// Broad.
        Broad = "broad",
        /// Heavy.
        Heavy = "heavy",
    }
    /// Color of the hair.
    HairColor {
        /// Black.
        Black = "black",
        /// Brown.
        Brown = "brown",
        /// Blond.
        Blond = "blond",
        /// Red.
        Red = "red",
        /// Gray.
        Gray = "gray",
        /// White.
        White = "white",
        /// Dyed in another color.
        Dyed = "dyed",
    }
    /// Length of the hair.
    HairLength {
        /// Bald or shaved.
        Bald = "bald",
        /// Short.
        Short = "short",
        /// To the shoulders.
        Medium = "medium",
        /// Over the shoulders.
        Long = "long",
        /// Hidden under a hat, cap or hood.
        Covered = "covered",
    }
    /// Facial hair.
    FacialHair {
        /// None.
        None = "none",
        /// Stubble.
        Stubble = "stubble",
        /// Mustache.
        Mustache = "mustache",
        /// Goatee.
        Goatee = "goatee",
        /// Full beard.
        Beard = "beard",
    }
    /// Color of the eyes.
    Eyes {
        /// Blue.
        Blue = "blue",
        /// Brown.
        Brown = "brown",
        /// Green.
        Green = "green",
        /// Gray.
        Gray = "gray",
    }
    /// Glasses.
    Glasses {
        /// None.
        None = "none",
        /// Glasses.
        Glasses = "glasses",
        /// Sunglasses.
        Sunglasses = "sunglasses",
    }
    /// Where a garment is worn.
    Layer {
        /// On the head.
        Head = "head",
        /// In front of the face.
        Face = "face",
        /// Over the other clothes.
        Outer = "outer",
        /// On the upper body.
        Upper = "upper",
        /// On the legs.
        Lower = "lower",
        /// On the feet.
        Feet = "feet",
        /// On the hands.
        Hands = "hands",
    }
    /// Kind of weapon.
    WeaponKind {
        /// Firearm, or what looks like one.
        Firearm = "firearm",
        /// Knife or other blade.
        Knife = "knife",
        /// Something to hit with.
        Blunt = "blunt",
        /// Explosive or heavy firework.
        Explosive = "explosive",
        /// Pepper spray or the like.
        Spray = "spray",
        /// Anything else.
        Other = "other",
    }
    /// Behavior that was seen.
    Behavior {
        /// Calm.
        Calm = "calm",
        /// Nervous.
        Nervous = "nervous",
        /// Aggressive.
        Aggressive = "aggressive",
        /// Running or driving away.
        Fleeing = "fleeing",
        /// Watching a place or people.
        Watching = "watching",
        /// Hiding, or hiding the face.
        Hiding = "hiding",
        /// Following somebody.
        Following = "following",
        /// Trying doors, windows or vehicles.
        Trying = "trying",
    }
}

/// Hair.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Hair {
    /// Color.
    pub color: Option<HairColor>,
    /// Length.
    pub length: Option<HairLength>,
}

/// One garment.
#[derive(Clone, PartialEq, Eq)]
pub struct Garment {
    /// Where it is worn.
    pub layer: Layer,
    /// What it is.
    pub item: Line<60>,
    /// Its colors; at most four.
    pub colors: Vec<Color>,
}

/// Where and when a person was last seen.
#[derive(Clone, PartialEq)]
pub struct LastSeen {
    /// When.
    pub at: Timestamp,
    /// Where.
    pub place: Option<Place>,
}

/// A description of one person, or of several who look alike. At least one member describes.
#[derive(Clone, Default, PartialEq)]
pub struct Person {
    /// How many this describes; one unless said.
    pub count: Option<Whole<1, 99>>,
    /// What this person is to the case, where it differs from what the record says of all.
    pub subject_category: Option<SubjectCategory>,
    /// Age as it seems, in years.
    pub age: Option<Span<0, 120>>,
    /// Height as it seems, in centimeters.
    pub height_cm: Option<Span<50, 250>>,
    /// Build.
    pub build: Option<Build>,
    /// Hair.
    pub hair: Option<Hair>,
    /// Facial hair.
    pub facial_hair: Option<FacialHair>,
    /// Eyes.
    pub eyes: Option<Eyes>,
    /// Glasses.
    pub glasses: Option<Glasses>,
    /// Tattoos, scars and the like; at most ten.
    pub marks: Vec<Line<120>>,
    /// Clothing by layer; at most twelve.
    pub clothing: Vec<Garment>,
    /// What is carried; at most ten.
    pub carried: Vec<Line<80>>,
    /// How the person speaks: loud, hoarse, the words used.
    pub speech: Option<Line<120>>,
    /// Weapon that was seen.
    pub weapon: Option<WeaponKind>,
    /// Behavior; at most eight.
    pub behavior: Vec<Behavior>,
    /// Where and when last seen.
    pub last_seen: Option<LastSeen>,
}

impl Person {
    pub(super) fn check(&self, at: &At<'_>) -> Result<(), Refusal> {
        let described =
            Self { count: self.count, subject_category: self.subject_category, ..Self::default() };
        at.require(*self != described)?;
        at.member("age").require(self.age.is_none_or(Span::holds))?;
        at.member("height_cm").require(self.height_cm.is_none_or(Span::holds))?;
        at.member("hair").require(self.hair != Some(Hair::default()))?;
        let place = self.last_seen.as_ref().and_then(|seen| seen.place.as_ref());
        place.map_or(Ok(()), |place| place.check(&at.member("last_seen").member("place")))
    }
}

redacted!(Person => "person", Garment => "garment", Hair => "hair", LastSeen => "last seen");
