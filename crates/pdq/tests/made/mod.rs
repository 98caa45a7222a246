//! Pictures made by formula, in whole numbers, for which the reference's answers are in `vectors.csv`.

/// Bytes of one picture, row after row, red, green, blue.
pub(crate) fn picture(kind: &str, seed: u32, width: u32, height: u32) -> Vec<u8> {
    let mut noise = Noise(seed);
    let mut mixing = Noise(seed.wrapping_mul(2_654_435_761).wrapping_add(1));
    let mut bytes = Vec::new();
    for y in 0..height {
        for x in 0..width {
            for channel in 0..3 {
                bytes.push(match kind {
                    "noise" => noise.next(),
                    "smooth" => smooth(seed, x, y, channel),
                    "blocks" => blocks(seed, x, y, channel),
                    "mixed" => {
                        blocks(seed, x, y, channel) / 2 + smooth(seed, x, y, channel) / 4 + mixing.next() / 8
                    }
                    _ => u8::try_from(seed).unwrap(),
                });
            }
        }
    }
    bytes
}

struct Noise(u32);

impl Noise {
    fn next(&mut self) -> u8 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0.to_be_bytes()[0]
    }
}

fn smooth(seed: u32, x: u32, y: u32, channel: u32) -> u8 {
    let (across, down) = (1 + (7 * seed + 3 * channel) % 11, 1 + (5 * seed + 2 * channel) % 13);
    let place = (x * across + y * down + (37 * seed + 91 * channel) % 512) % 512;
    u8::try_from(if place < 256 { place } else { 511 - place }).unwrap()
}

fn blocks(seed: u32, x: u32, y: u32, channel: u32) -> u8 {
    let mut value =
        (x / 16).wrapping_mul(73_856_093) ^ (y / 16).wrapping_mul(19_349_663) ^ seed.wrapping_mul(83_492_791);
    value ^= value >> 13;
    value = value.wrapping_mul(1_274_126_177);
    value ^= value >> 16;
    value.to_le_bytes()[channel as usize]
}

/// Kind, seed, width, height, quality, hash, and the quality and hashes of the turned forms.
pub(crate) fn vectors() -> Vec<Vec<&'static str>> {
    let lines = include_str!("../vectors.csv").lines().map(|line| line.split(',').collect());
    lines.collect::<Vec<_>>().split_off(1)
}

/// Width, height and bytes of the picture of a row.
pub(crate) fn pixels(row: &[&str]) -> (usize, usize, Vec<u8>) {
    let [seed, width, height] = [1, 2, 3].map(|column: usize| row[column].parse().unwrap());
    (width as usize, height as usize, picture(row[0], seed, width, height))
}
