//! Roots and proofs of a Merkle tree (RFC 6962, sections 2.1.1 and 2.1.2), over whatever can tell its nodes.
//!
//! A *complete* node `(height, index)` is the hash over the leaves `index * 2^height .. (index + 1) * 2^height`.
//! The functions here ask for complete nodes only, which never change once they are there; what is not complete
//! (the right edge) is put together from them:
//!
//! ```text
//! size 7:        root = node(a, b)
//!          a = (2,0)          b = node((1,2), (0,6))
//!       leaf 0 1 2 3        4 5 6
//! ```

use crate::Hash;

/// Says the hash of a complete node, by its height and index.
pub trait Nodes {
    type Error;
    fn node(&self, height: u8, index: u64) -> Result<Hash, Self::Error>;
}

/// The root over the first `size` leaves.
pub fn root<N: Nodes>(nodes: &N, size: u64) -> Result<Hash, N::Error> {
    if size == 0 { Ok(Hash::empty()) } else { range(nodes, 0, size) }
}

/// The hash over the leaves `from..to`, where `from` is a multiple of the power of two that `to - from` fits in.
fn range<N: Nodes>(nodes: &N, from: u64, to: u64) -> Result<Hash, N::Error> {
    let mut complete = Vec::new();
    let mut at = from;
    while at < to {
        let height = (to - at).ilog2();
        complete.push(nodes.node(byte(height), at >> height)?);
        at += 1 << height;
    }
    let last = complete.pop().expect("a range has at least one leaf");
    Ok(complete.into_iter().rev().fold(last, |right, left| Hash::node(left, right)))
}

fn byte(height: u32) -> u8 {
    u8::try_from(height).expect("a tree of u64 leaves is at most 64 high")
}

/// The largest power of two that is smaller than `size`, which is at least 2: where RFC 6962 splits a tree.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// The inclusion proof of leaf `index` in the tree of the first `size` leaves: the leaf's sibling first. Empty
/// when there is no such leaf.
pub fn inclusion<N: Nodes>(nodes: &N, index: u64, size: u64) -> Result<Vec<Hash>, N::Error> {
    if index >= size {
        return Ok(Vec::new());
    }
    let (mut from, mut to, mut proof) = (0, size, Vec::new());
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            proof.push(range(nodes, middle, to)?);
            to = middle;
        } else {
            proof.push(range(nodes, from, middle)?);
            from = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that the tree of `new` leaves begins with the tree of `old` leaves. Empty when there is nothing to
/// prove, or `old` is the larger.
pub fn consistency<N: Nodes>(nodes: &N, old: u64, new: u64) -> Result<Vec<Hash>, N::Error> {
    if old == 0 || old >= new {
        return Ok(Vec::new());
    }
    let (mut from, mut to, mut proof) = (0, new, Vec::new());
    while to != old {
        let middle = from + split(to - from);
        if old <= middle {
            proof.push(range(nodes, middle, to)?);
            to = middle;
        } else {
            proof.push(range(nodes, from, middle)?);
            from = middle;
        }
    }
    // What is left is a whole subtree of the old tree; when it is the old tree itself, whoever checks knows it.
    if from > 0 {
        proof.push(range(nodes, from, to)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The root that follows from a leaf and its inclusion proof; none when the proof has not the right length.
pub fn root_of_inclusion(leaf: Hash, index: u64, size: u64, proof: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut index, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in proof {
        if last == 0 {
            return None;
        }
        if index & 1 == 1 || index == last {
            hash = Hash::node(*sibling, hash);
            // A node without a right sibling moves up until it has a left one.
            while index & 1 == 0 && index != 0 {
                index >>= 1;
                last >>= 1;
            }
        } else {
            hash = Hash::node(hash, *sibling);
        }
        index >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(hash)
}

/// Whether the tree `(new, new_root)` begins with the tree `(old, old_root)`.
pub fn is_consistent(old: (u64, Hash), new: (u64, Hash), proof: &[Hash]) -> bool {
    let ((old, old_root), (new, new_root)) = (old, new);
    if old > new {
        return false;
    }
    if old == new {
        return proof.is_empty() && old_root == new_root;
    }
    if old == 0 {
        return proof.is_empty() && old_root == Hash::empty();
    }
    roots_of_consistency(old, old_root, new, proof) == Some((old_root, new_root))
}

/// The two roots that follow from a consistency proof.
fn roots_of_consistency(old: u64, old_root: Hash, new: u64, proof: &[Hash]) -> Option<(Hash, Hash)> {
    let (mut at, mut last, mut proof) = (old - 1, new - 1, proof.iter());
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let first = if at == 0 { old_root } else { *proof.next()? };
    let (mut left, mut right) = (first, first);
    for sibling in proof {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            left = Hash::node(*sibling, left);
            right = Hash::node(*sibling, right);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            right = Hash::node(right, *sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    (last == 0).then_some((left, right))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    /// Leaves in memory; a node is worked out by the definition.
    struct Plain(Vec<Hash>);

    impl Plain {
        fn of(size: u64) -> Self {
            Self((0..size).map(|number| Hash::leaf(&number.to_be_bytes())).collect())
        }

        /// MTH of RFC 6962, word for word.
        fn mth(leaves: &[Hash]) -> Hash {
            match leaves {
                [] => Hash::empty(),
                [leaf] => *leaf,
                leaves => {
                    let (left, right) = leaves.split_at(usize::try_from(split(leaves.len() as u64)).unwrap());
                    Hash::node(Self::mth(left), Self::mth(right))
                }
            }
        }
    }

    impl Nodes for Plain {
        type Error = Infallible;
        fn node(&self, height: u8, index: u64) -> Result<Hash, Infallible> {
            let width = 1_usize << height;
            let from = usize::try_from(index).unwrap() * width;
            Ok(Self::mth(&self.0[from..from + width]))
        }
    }

    #[test]
    fn the_root_is_that_of_the_definition() {
        for size in 0..70 {
            let tree = Plain::of(size);
            assert_eq!(root(&tree, size).unwrap(), Plain::mth(&tree.0), "{size}");
        }
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_proved_and_at_no_other_place() {
        for size in 1..34 {
            let tree = Plain::of(size);
            let root = root(&tree, size).unwrap();
            for index in 0..size {
                let proof = inclusion(&tree, index, size).unwrap();
                let leaf = tree.0[usize::try_from(index).unwrap()];
                assert_eq!(root_of_inclusion(leaf, index, size, &proof), Some(root), "{index} of {size}");
                for other in (0..size).filter(|other| *other != index) {
                    assert_ne!(
                        root_of_inclusion(leaf, other, size, &proof),
                        Some(root),
                        "{index} as {other}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_small_tree_is_consistent_with_those_that_it_grew_from() {
        let tree = Plain::of(40);
        let root = |size| root(&tree, size).unwrap();
        for new in 0..40 {
            for old in 0..=new {
                let proof = consistency(&tree, old, new).unwrap();
                assert!(is_consistent((old, root(old)), (new, root(new)), &proof), "{old} to {new}");
                if old > 0 {
                    let forged = Hash::leaf(b"forged");
                    assert!(!is_consistent((old, forged), (new, root(new)), &proof), "{old} to {new}");
                    assert!(!is_consistent((old, root(old)), (new, forged), &proof), "{old} to {new}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_proof_with_a_flipped_bit_proves_nothing(
            size in 2_u64..300, index in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), bit in 0_u8..8,
        ) {
            let tree = Plain::of(size);
            let index = index.index(usize::try_from(size).unwrap());
            let mut proof = inclusion(&tree, index as u64, size).unwrap();
            let at = place.index(proof.len() * 32);
            proof[at / 32].0[at % 32] ^= 1 << bit;
            let root = root(&tree, size).unwrap();
            prop_assert_ne!(root_of_inclusion(tree.0[index], index as u64, size, &proof), Some(root));
        }

        #[test]
        fn a_proof_of_another_length_proves_nothing(size in 2_u64..300, index in any::<prop::sample::Index>(), extra in any::<bool>()) {
            let tree = Plain::of(size);
            let index = index.index(usize::try_from(size).unwrap());
            let mut proof = inclusion(&tree, index as u64, size).unwrap();
            if extra { proof.push(Hash::empty()); } else { proof.pop(); }
            prop_assert_ne!(root_of_inclusion(tree.0[index], index as u64, size, &proof), Some(root(&tree, size).unwrap()));
        }
    }
}
