//! Lists by number, side by side in memory.

/// For each number, a list.
#[derive(Debug)]
pub(super) struct Rows<T> {
    /// Where each list begins and ends.
    places: Vec<(u32, u32)>,
    all: Vec<T>,
}

impl<T> Rows<T> {
    /// Puts lists side by side.
    pub(super) fn new(lists: Vec<Vec<T>>) -> Self {
        let (mut places, mut all) = (Vec::new(), Vec::new());
        let place = |at: usize| u32::try_from(at).expect("there are far fewer than 2^32 words and frames");
        for list in lists {
            let begin = place(all.len());
            all.extend(list);
            places.push((begin, place(all.len())));
        }
        Self { places, all }
    }

    /// The list of a number.
    #[inline]
    pub(super) fn of(&self, number: usize) -> &[T] {
        let (begin, end) = self.places[number];
        &self.all[begin as usize..end as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_its_list() {
        let rows = Rows::new(vec![vec![1, 2], vec![], vec![3]]);
        assert_eq!([0, 1, 2].map(|number| rows.of(number)), [&[1, 2][..], &[], &[3]]);
    }
}
