// Pictures made by formula: the same as in crates/pdq/tests/reference.rs. No photograph of anybody is in these tests.
import { crc32, deflateSync } from "node:zlib";

const noise = (seed) => {
  let state = seed >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state >>> 24;
  };
};

function smooth(seed, x, y, channel) {
  const [across, down] = [1 + ((7 * seed + 3 * channel) % 11), 1 + ((5 * seed + 2 * channel) % 13)];
  const place = (x * across + y * down + ((37 * seed + 91 * channel) % 512)) % 512;
  return place < 256 ? place : 511 - place;
}

function blocks(seed, x, y, channel) {
  let value = Math.imul(x >> 4, 73856093) ^ Math.imul(y >> 4, 19349663) ^ Math.imul(seed, 83492791);
  value ^= value >>> 13;
  value = Math.imul(value, 1274126177);
  value ^= value >>> 16;
  return (value >>> (8 * channel)) & 255;
}

/** Four bytes a pixel, opaque, row after row. */
export function rgba(kind, seed, width, height) {
  const bytes = new Uint8ClampedArray(width * height * 4);
  const plain = noise(seed);
  const mixing = noise(Math.imul(seed, 2654435761) + 1);
  const value = {
    noise: plain,
    smooth: (x, y, channel) => smooth(seed, x, y, channel),
    blocks: (x, y, channel) => blocks(seed, x, y, channel),
    mixed: (x, y, channel) =>
      (blocks(seed, x, y, channel) >> 1) + (smooth(seed, x, y, channel) >> 2) + (mixing() >> 3),
    const: () => seed,
  }[kind];
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      for (let channel = 0; channel < 3; channel += 1) bytes[at + channel] = value(x, y, channel);
      bytes[at + 3] = 255;
    }
  }
  return bytes;
}

function chunk(kind, body) {
  const named = Buffer.concat([Buffer.from(kind), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A PNG of these pixels, with how see-through each is only where `alpha` asks for it. */
export function png(bytes, width, height, alpha = false) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, alpha ? 6 : 2], 8);
  const each = alpha ? 4 : 3;
  const rows = Buffer.alloc(height * (1 + each * width));
  for (let y = 0, to = 0; y < height; y += 1) {
    to += 1;
    for (let x = 0; x < width; x += 1, to += each) {
      for (let channel = 0; channel < each; channel += 1) rows[to + channel] = bytes[(y * width + x) * 4 + channel];
    }
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  const body = chunk("IDAT", deflateSync(rows, { level: 1 }));
  return Buffer.concat([signature, chunk("IHDR", head), body, chunk("IEND", Buffer.alloc(0))]);
}
