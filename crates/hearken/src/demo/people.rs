//! The pupils of the demonstration: four hundred, all invented, the same on every machine.

/// A pupil.
pub(crate) struct Pupil {
    pub(crate) name: String,
    /// In years, 11 to 17.
    pub(crate) age: u8,
    /// The code of the school.
    pub(crate) school: &'static str,
}

const SCHOOLS: [&str; 3] = ["ridgeway", "brookfield", "st-anselm"];

const FIRST: [&str; 40] = [
    "Aaliyah", "Aiden", "Amara", "Arjun", "Bethan", "Callum", "Chidi", "Daisy", "Dylan", "Ella", "Eshan",
    "Farah", "Finlay", "Freya", "Gethin", "Hamza", "Hana", "Imogen", "Isaac", "Jamie", "Jaya", "Kofi",
    "Layla", "Leon", "Lowri", "Maisie", "Malachi", "Megan", "Nadia", "Noah", "Oliwia", "Owen", "Poppy",
    "Rhys", "Rosie", "Samir", "Tariq", "Tilly", "Yusuf", "Zofia",
];

const LAST: [&str; 37] = [
    "Abbott",
    "Adeyemi",
    "Ahmed",
    "Baker",
    "Begum",
    "Bowen",
    "Carver",
    "Chaudhry",
    "Cole",
    "Dacosta",
    "Davies",
    "Ellison",
    "Farrow",
    "Fenwick",
    "Grewal",
    "Hallam",
    "Hartley",
    "Hussain",
    "Ibekwe",
    "Jenkins",
    "Kaur",
    "Kovacs",
    "Larkin",
    "Mensah",
    "Nowak",
    "Okafor",
    "Parry",
    "Pereira",
    "Quill",
    "Rahman",
    "Sandhu",
    "Shelby",
    "Tembo",
    "Underhill",
    "Vance",
    "Whitlock",
    "Yardley",
];

/// All of them. 40 and 37 share no divisor, so no two have the same name.
pub(crate) fn pupils() -> Vec<Pupil> {
    (0..400_usize)
        .map(|number| Pupil {
            name: format!("{} {}", FIRST[number % FIRST.len()], LAST[number % LAST.len()]),
            age: u8::try_from(11 + number * 5 % 7).unwrap_or(11),
            school: SCHOOLS[number % SCHOOLS.len()],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn there_are_four_hundred_pupils_and_each_has_a_name_of_their_own() {
        let names: HashSet<String> = pupils().into_iter().map(|pupil| pupil.name).collect();
        assert_eq!(names.len(), 400);
    }
}
