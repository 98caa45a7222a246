//! All the hashes to ask with: the picture turned, mirrored, on another ground, without its frame, a little more or
//! less of it, and each frame of one that moves.
//!
//! Each costs a look into the index, some hundredths of a millisecond; all are made from one decoding. Which ways
//! there are was chosen by what people do to pictures that they save and send on, and measured: see
//! `docs/reasons/pictures.md`.

use std::collections::HashSet;

use pdq::{Hash, QUALITY_MIN, Turn};

use crate::hash::{caught, decode};
use crate::raster::{Ground, Raster};
use crate::small::Small;
use crate::{Kind, Limits, NotHashed, moving};

/// One hash to ask with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub how: How,
    pub turn: Turn,
    pub hash: Hash,
    pub quality: u8,
}

/// What was done to the picture first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Nothing: all of it, at full size.
    Whole,
    /// What is see-through lies on black.
    OnBlack,
    /// At about 512 pixels, as others hash it.
    Small,
    /// Without the plain bands around it.
    WithoutBands,
    /// As if so many thousandths more were left of its sides: it may have been cropped.
    Wider,
    /// Less of it: that on the list may have been cropped.
    Narrower,
    /// A frame after the first.
    Frame,
}

impl How {
    /// The name that stays.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::OnBlack => "on_black",
            Self::Small => "small",
            Self::WithoutBands => "without_bands",
            Self::Wider => "wider",
            Self::Narrower => "narrower",
            Self::Frame => "frame",
        }
    }
}

/// The longer side of the picture that is cropped and widened.
const SMALL_SIDE: usize = 512;
/// Thousandths of a side that are put to it, or taken from it, at each of two opposite edges.
const MARGINS: [isize; 3] = [12, 25, 40];
/// The same at one edge only.
const ONE_SIDED: [isize; 2] = [30, 50];

/// All hashes to ask with, each once, the likeliest first. Hashes of too little quality are left out, so there may
/// be none.
pub fn looks(file: &[u8], limits: &Limits) -> Result<Vec<Look>, NotHashed> {
    let kind = Kind::of(file).ok_or(NotHashed::OtherKind)?;
    caught(kind, || {
        let raster = decode(file, kind, limits)?;
        let mut all = All::default();
        all.of_one(&raster);
        moving::rest(file, kind, limits, &mut |frame| all.frame(&frame));
        Ok(all.looks)
    })
}

#[derive(Default)]
struct All {
    looks: Vec<Look>,
    seen: HashSet<Hash>,
}

impl All {
    fn of_one(&mut self, raster: &Raster) {
        // Where the plain hash is not the first of the turned ones: 64 by 64.
        let plain = raster.hash(Ground::White);
        self.add(How::Whole, Turn::Original, plain.hash, plain.quality);
        self.turned(How::Whole, &raster.turned(Ground::White));
        if raster.is_see_through() {
            self.turned(How::OnBlack, &Small::new(raster, Ground::Black, SMALL_SIDE).turned());
        }
        let small = Small::new(raster, Ground::White, SMALL_SIDE);
        self.turned(How::Small, &small.turned());
        self.margins(&small);
        if let Some(part) = small.without_bands() {
            let part = small.part(part);
            self.turned(How::WithoutBands, &part.turned());
            self.margins(&part);
        }
    }

    fn margins(&mut self, small: &Small) {
        let (across, down) = (small.width.cast_signed(), small.height.cast_signed());
        let pixels = |thousandths: isize, side: isize| (thousandths * side / 1000).max(1);
        for margin in MARGINS {
            let (x, y) = (pixels(margin, across), pixels(margin, down));
            self.turned(How::Wider, &small.reaching(x, y, x, y).turned());
            self.turned(How::Narrower, &small.reaching(-x, -y, -x, -y).turned());
        }
        for margin in ONE_SIDED {
            let (x, y) = (pixels(margin, across), pixels(margin, down));
            for (left, top, right, bottom) in [(x, 0, 0, 0), (0, y, 0, 0), (0, 0, x, 0), (0, 0, 0, y)] {
                self.turned(How::Wider, &small.reaching(left, top, right, bottom).turned());
                self.turned(How::Narrower, &small.reaching(-left, -top, -right, -bottom).turned());
            }
        }
    }

    fn frame(&mut self, raster: &Raster) {
        self.turned(How::Frame, &Small::new(raster, Ground::White, SMALL_SIDE).turned());
    }

    fn turned(&mut self, how: How, turned: &pdq::Turned) {
        for (turn, hash) in Turn::ALL.into_iter().zip(turned.hashes) {
            self.add(how, turn, hash, turned.quality);
        }
    }

    fn add(&mut self, how: How, turn: Turn, hash: Hash, quality: u8) {
        if quality >= QUALITY_MIN && self.seen.insert(hash) {
            self.looks.push(Look { how, turn, hash, quality });
        }
    }
}
