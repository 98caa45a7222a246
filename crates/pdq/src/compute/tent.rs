//! From a picture of any size to 64 by 64: two box filters along rows and columns, then sampling, as rows come.
//!
//! The reference filters the whole picture four times in full-size planes: along rows, along columns, along
//! rows, along columns. Every output is `sum / count`, where `sum` is one running `f32`: a number comes in, a
//! number goes out. That order of rounding is part of the definition, so it is kept for each row and each column;
//! what is free is which rows and columns are worked on together. Here:
//!
//! - sixteen rows run side by side, so that sixteen sums advance in one step (a [`Tile`] is turned on its side
//!   for that, and back);
//! - only as many rows are kept as the second filter looks back on (the 128th part of the height);
//! - of the second pair only the 64 columns, and then the 64 rows, that will be sampled are divided.
//!
//! Window of a side of *n*: (*n* + 127) / 128. Output *o* of a box covers the inputs from *o* − window + half to
//! *o* + half − 1, as far as there are any, with half = (window + 2) / 2.
#![expect(clippy::inline_always, reason = "it is compiled once for any processor, once for AVX2")]

use super::lanes::{Divisor, EXACT_UP_TO, Lane, Lanes, Plain, Tile};
use crate::Colour;

/// Rows and columns of what comes out.
pub(super) const SIDE: usize = 64;
/// How many columns ahead is asked for.
const AHEAD: usize = 64;
/// Sampled: one sixty-fourth of a row, or of a column.
pub(super) type Row = [f32; SIDE];

/// A box filter along one side.
#[derive(Clone)]
struct Window {
    /// How many numbers go in; as many come out.
    length: usize,
    /// How many of them are in a sum.
    width: usize,
    /// By how many inputs an output is behind.
    behind: usize,
    whole: Divisor,
    /// Which outputs are sampled.
    samples: [usize; SIDE],
}

impl Window {
    fn new(length: usize) -> Self {
        let width = length.div_ceil(128);
        let samples = std::array::from_fn(|place| (2 * place + 1) * length / 128);
        Self { length, width, behind: width.div_euclid(2), whole: Divisor::new(width), samples }
    }

    /// Inputs, and as many steps without an input as the last outputs need.
    fn steps(&self) -> usize {
        self.length + self.behind
    }

    /// Whether all sixteen steps from here take one in, and let one go.
    fn steady(&self, from: usize) -> bool {
        from >= self.width && from + 16 <= self.length
    }

    /// By what the sum is divided after this step.
    fn divisor(&self, step: usize) -> Divisor {
        let last = step.min(self.length - 1);
        let first = (step + 1).saturating_sub(self.width).min(last);
        if last + 1 - first == self.width { self.whole } else { Divisor::new(last + 1 - first) }
    }
}

/// The filter at work.
pub(super) struct Tent {
    colour: Colour,
    across: Window,
    down: Window,
    /// Rows after the first filter along rows, in a ring. A number stands at the step that gave it, which is
    /// `behind` places after its own column.
    rows: Vec<f32>,
    /// Numbers of one row in `rows`, a multiple of sixteen; how many rows there are.
    stride: usize,
    ring: usize,
    /// The running sum of each column.
    sums: Vec<f32>,
    /// The last inputs of sixteen rows, in a ring of a power of two; for each of the two filters along rows.
    tail: Vec<Lane>,
    second_tail: Vec<Lane>,
    sampled_rows: [Row; 16],
    last: Last,
    /// How many rows were worked on; a multiple of sixteen until the last.
    done: usize,
}

impl Tent {
    /// For a picture of at least one pixel.
    pub(super) fn new(width: usize, height: usize, colour: Colour) -> Self {
        let (across, down) = (Window::new(width), Window::new(height));
        let stride = across.steps().next_multiple_of(16);
        let ring = down.width.next_multiple_of(16) + 16;
        let tail = vec![[0.0; 16]; (across.width + 32).next_power_of_two()];
        Self {
            colour,
            rows: vec![0.0; stride * ring],
            stride,
            ring,
            sums: vec![0.0; stride],
            second_tail: tail.clone(),
            tail,
            sampled_rows: [[0.0; SIDE]; 16],
            last: Last::new(down.clone()),
            across,
            down,
            done: 0,
        }
    }

    /// Sixteen more rows, or the last ones.
    pub(super) fn take(&mut self, pixels: &[u8]) {
        #[cfg(target_arch = "x86_64")]
        if self.across.width.max(self.down.width) <= EXACT_UP_TO
            && let Some(avx2) = super::lanes::Avx2::found()
        {
            #[expect(unsafe_code, reason = "see its proof")]
            // SAFETY: an `Avx2` exists, so the processor has AVX2 and FMA.
            return unsafe { self.take_avx2(pixels, avx2) };
        }
        self.take_with(pixels, Plain);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn take_avx2(&mut self, pixels: &[u8], lanes: super::lanes::Avx2) {
        self.take_with(pixels, lanes);
    }

    #[inline(always)]
    fn take_with(&mut self, pixels: &[u8], lanes: impl Lanes) {
        let count = pixels.len() / (self.across.length * self.colour.bytes());
        self.first_across(pixels, count, lanes);
        self.first_down(lanes);
        self.done += count;
        if self.done == self.down.length {
            // What the last rows still owe.
            let mut from = self.done.next_multiple_of(16);
            while from < self.down.steps() {
                self.done = from;
                self.first_down(lanes);
                from += 16;
            }
        }
    }

    /// The picture, 64 by 64.
    pub(super) fn finish(self) -> [Row; SIDE] {
        self.last.sampled
    }
}

impl Tent {
    /// Sixteen rows of the picture, as light, through the first filter along rows, into the ring.
    #[inline(always)]
    fn first_across(&mut self, pixels: &[u8], count: usize, lanes: impl Lanes) {
        let window = &self.across;
        let mask = self.tail.len() - 1;
        let places: [usize; 16] = std::array::from_fn(|row| (self.done + row) % self.ring * self.stride);
        let (mut sum, mut tile, mut outs): (Lane, Tile, Tile) = ([0.0; 16], [[0.0; 16]; 16], [[0.0; 16]; 16]);
        for from in (0..window.steps()).step_by(16) {
            if from < window.length {
                for row in 0..count {
                    let bytes = self.colour.bytes();
                    lanes.soon(pixels, (row * window.length + from + AHEAD) * bytes);
                }
                light(&mut tile, pixels, count, window.length, from, self.colour);
                lanes.transpose(&tile, sixteen_mut(&mut self.tail, from & mask));
            }
            if window.steady(from) {
                for (step, out) in (from..).zip(&mut outs) {
                    add(&mut sum, &self.tail[step & mask]);
                    subtract(&mut sum, &self.tail[(step - window.width) & mask]);
                    *out = lanes.divide(&sum, window.whole);
                }
            } else {
                for (step, out) in (from..window.steps()).zip(&mut outs) {
                    window.advance(&mut sum, &self.tail, step, step);
                    *out = lanes.divide(&sum, window.divisor(step));
                }
            }
            lanes.transpose(&outs, &mut tile);
            for (place, lane) in places.iter().zip(&tile) {
                *sixteen_mut(&mut self.rows, place + from) = *lane;
            }
        }
    }

    /// Sixteen steps down every column, then along the rows that come out, then the sampled columns of those.
    #[inline(always)]
    fn first_down(&mut self, lanes: impl Lanes) {
        let mask = self.second_tail.len() - 1;
        let behind = self.across.behind;
        let (mut sum, mut next): (Lane, usize) = ([0.0; 16], 0);
        let (mut tile, mut sums): (Tile, Tile) = ([[0.0; 16]; 16], [[0.0; 16]; 16]);
        let mut sampled = [[0.0; 16]; SIDE];
        // Here column `behind` is the first that is one: see `rows`.
        for from in (0..self.across.steps() + behind).step_by(16) {
            if from < self.stride {
                self.tile_down(&mut tile, from, lanes);
                lanes.transpose(&tile, sixteen_mut(&mut self.second_tail, from & mask));
            }
            let window = &self.across;
            if from >= behind && window.steady(from - behind) && from + 16 <= window.steps() {
                for (place, sums) in (from..).zip(&mut sums) {
                    add(&mut sum, &self.second_tail[place & mask]);
                    subtract(&mut sum, &self.second_tail[(place - window.width) & mask]);
                    *sums = sum;
                }
            } else {
                for (place, sums) in (from..).zip(&mut sums) {
                    if place >= behind && place - behind < window.steps() {
                        window.advance(&mut sum, &self.second_tail, place - behind, place);
                    }
                    *sums = sum;
                }
            }
            while next < SIDE && window.samples[next] + 2 * behind < from + 16 {
                let step = window.samples[next] + behind;
                sampled[next] = lanes.divide(&sums[step + behind - from], window.divisor(step));
                next += 1;
            }
        }
        for (quarter, columns) in sampled.as_chunks().0.iter().enumerate() {
            lanes.transpose(columns, &mut tile);
            for (row, lane) in self.sampled_rows.iter_mut().zip(&tile) {
                *sixteen_mut(row, quarter * 16) = *lane;
            }
        }
        for (place, row) in (self.done..).zip(&self.sampled_rows) {
            if place >= self.down.behind && place < self.down.steps() {
                self.last.take(row, lanes);
            }
        }
    }

    /// Sixteen steps down sixteen columns.
    #[inline(always)]
    fn tile_down(&mut self, tile: &mut Tile, from: usize, lanes: impl Lanes) {
        let window = &self.down;
        let sum = sixteen_mut(&mut self.sums, from);
        let mut running = *sum;
        let row = |place: usize| sixteen(&self.rows, place % self.ring * self.stride + from);
        if window.steady(self.done) {
            let mut old = (self.done - window.width) % self.ring * self.stride + from;
            let mut new = self.done % self.ring * self.stride + from;
            for out in tile {
                add(&mut running, sixteen(&self.rows, new));
                subtract(&mut running, sixteen(&self.rows, old));
                lanes.soon(&self.rows, old + AHEAD);
                lanes.soon(&self.rows, new + AHEAD);
                *out = lanes.divide(&running, window.whole);
                new = if new + self.stride < self.rows.len() { new + self.stride } else { from };
                old = if old + self.stride < self.rows.len() { old + self.stride } else { from };
            }
        } else {
            for (place, out) in (self.done..window.steps()).zip(tile) {
                if place < window.length {
                    add(&mut running, row(place));
                }
                if place >= window.width {
                    subtract(&mut running, row(place - window.width));
                }
                *out = lanes.divide(&running, window.divisor(place));
            }
        }
        *sum = running;
    }
}

#[inline(always)]
fn sixteen<T>(all: &[T], from: usize) -> &[T; 16] {
    all[from..].first_chunk().expect("what is worked on is padded to sixteen")
}

#[inline(always)]
fn sixteen_mut<T>(all: &mut [T], from: usize) -> &mut [T; 16] {
    all[from..].first_chunk_mut().expect("what is worked on is padded to sixteen")
}

impl Window {
    /// One step along sixteen rows, the input of which is at this place of the ring.
    #[inline(always)]
    fn advance(&self, sum: &mut Lane, tail: &[Lane], step: usize, place: usize) {
        let mask = tail.len() - 1;
        if step < self.length {
            add(sum, &tail[place & mask]);
        }
        if step >= self.width {
            subtract(sum, &tail[(place - self.width) & mask]);
        }
    }
}

#[inline(always)]
fn add(sum: &mut Lane, lane: &Lane) {
    for (sum, value) in sum.iter_mut().zip(lane) {
        *sum += value;
    }
}

#[inline(always)]
fn subtract(sum: &mut Lane, lane: &Lane) {
    for (sum, value) in sum.iter_mut().zip(lane) {
        *sum -= value;
    }
}

/// How light sixteen columns of up to sixteen rows are. What is beyond the picture is left as it was.
#[inline(always)]
fn light(tile: &mut Tile, pixels: &[u8], count: usize, width: usize, from: usize, colour: Colour) {
    let across = 16.min(width - from);
    for (row, lane) in tile.iter_mut().take(count).enumerate() {
        let start = (row * width + from) * colour.bytes();
        let bytes = &pixels[start..start + across * colour.bytes()];
        match colour {
            Colour::Grey => {
                for (light, grey) in lane.iter_mut().zip(bytes) {
                    *light = f32::from(*grey);
                }
            }
            Colour::Rgb => {
                for (light, [red, green, blue]) in lane.iter_mut().zip(bytes.as_chunks().0) {
                    *light = luma(*red, *green, *blue);
                }
            }
        }
    }
}

/// How light a colour is: each operation rounded, from left to right.
#[inline(always)]
pub(super) fn luma(red: u8, green: u8, blue: u8) -> f32 {
    0.299 * f32::from(red) + 0.587 * f32::from(green) + 0.114 * f32::from(blue)
}

/// The second filter down the 64 columns that were sampled.
struct Last {
    window: Window,
    rows: Vec<Row>,
    sum: Row,
    taken: usize,
    next: usize,
    sampled: [Row; SIDE],
}

impl Last {
    fn new(window: Window) -> Self {
        let rows = vec![[0.0; SIDE]; window.width + 1];
        Self { window, rows, sum: [0.0; SIDE], taken: 0, next: 0, sampled: [[0.0; SIDE]; SIDE] }
    }

    #[inline(always)]
    fn take(&mut self, row: &Row, lanes: impl Lanes) {
        let place = self.taken % self.rows.len();
        self.rows[place] = *row;
        self.step(lanes);
        while self.taken >= self.window.length && self.taken < self.window.steps() {
            self.step(lanes);
        }
    }

    #[inline(always)]
    fn step(&mut self, lanes: impl Lanes) {
        let (step, kept) = (self.taken, self.rows.len());
        if step < self.window.length {
            for (sum, value) in self.sum.iter_mut().zip(&self.rows[step % kept]) {
                *sum += value;
            }
        }
        if step >= self.window.width {
            for (sum, value) in self.sum.iter_mut().zip(&self.rows[(step - self.window.width) % kept]) {
                *sum -= value;
            }
        }
        while self.next < SIDE && self.window.samples[self.next] + self.window.behind == step {
            let parts = self.sampled[self.next].as_chunks_mut::<16>().0;
            for (out, sum) in parts.iter_mut().zip(self.sum.as_chunks::<16>().0) {
                *out = lanes.divide(sum, self.window.divisor(step));
            }
            self.next += 1;
        }
        self.taken += 1;
    }
}
