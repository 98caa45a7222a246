// Hashes pictures and files in a worker, so that the page stays alive. Nothing here speaks to the network, nothing is
// kept, and of a file only its bytes are looked at, never its name.
//
//   told    { id, file, picture }     the SHA-256 and MD5 of a file; with `picture`, PDQ of its pixels too
//           { id, frame }             PDQ of one frame of a video, an ImageBitmap that is closed here
//   says    { ready, canvas }         once: whether pixels come back from a canvas as they were drawn
//           { id, part }              how far a file is, 0 to 1
//           { id, hashes, why }       "kind:hex" or "pdq:hex:quality"; `why` there is no PDQ: `unread`, `large`, `canvas`
//           { id, failed }            the file could not be read
import { Rows, cosinesDigest } from "./hash-pdq.js";
import { md5 } from "./noble-legacy.js";
import { sha256 } from "./noble-sha2.js";

const PIECE = 4 * 1024 * 1024;
const PIXELS_MAX = 120_000_000;
// What every browser's canvas can be wide.
const SIDE_MAX = 16_384;
const STRIP = 64;
const COSINES = "4d9a13ea83b0b0c5";
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// An opaque canvas in plain sRGB that is made for being read, so that no graphics card rounds in between.
function strip(width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const settings = { alpha: false, willReadFrequently: true, colorSpace: "srgb" };
  const context = canvas.getContext("2d", settings);
  context.imageSmoothingEnabled = false;
  return { canvas, context };
}

// The one place where a picture becomes pixels. It is turned as its camera said, its colours are taken as the file gives
// them (a profile would change them from one browser to the next), and what is see-through lies on white. Strip by strip:
// a picture of 12 megapixels is never in memory a second time.
function hashOf(bitmap) {
  const { width, height } = bitmap;
  const { canvas, context } = strip(width, Math.min(STRIP, height));
  const rows = new Rows(width, height);
  for (let top = 0; top < height; top += STRIP) {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, STRIP);
    context.drawImage(bitmap, 0, -top);
    const { data } = context.getImageData(0, 0, width, Math.min(STRIP, height - top));
    for (let from = 0; from < data.length; from += width * 4) rows.take(data, from);
    data.fill(0);
  }
  canvas.width = 0;
  return rows.hash();
}

const written = ({ hash, quality }) => `pdq:${hash}:${quality}`;

async function ofPicture(file) {
  const how = { colorSpaceConversion: "none", premultiplyAlpha: "none", imageOrientation: "from-image" };
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, how);
  } catch {
    return { why: "unread" };
  }
  try {
    const { width, height } = bitmap;
    if (width * height > PIXELS_MAX || width > SIDE_MAX) return { why: "large" };
    return { pdq: written(hashOf(bitmap)) };
  } finally {
    bitmap.close();
  }
}

// In pieces: a video of two gigabytes does not go into memory.
async function ofBytes(file, told) {
  const [sha, md] = [sha256.create(), md5.create()];
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    sha.update(piece);
    md.update(piece);
    told(Math.min(1, (at + PIECE) / file.size));
  }
  return [`sha256:${hex(sha.digest())}`, `md5:${hex(md.digest())}`];
}

// Some browsers change pixels a little against being recognised. A hash of those would be of another picture.
async function isTrue() {
  if (cosinesDigest() !== COSINES) return false;
  const size = 40;
  const drawn = new ImageData(size, size);
  drawn.data.forEach((_, at) => (drawn.data[at] = at % 4 === 3 ? 255 : (at * 73 + (at >> 5) * 29) & 255));
  const bitmap = await createImageBitmap(drawn, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const { context } = strip(size, size);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, size, size);
  return data.every((value, at) => value === drawn.data[at]);
}

const canvas = await isTrue().catch(() => false);

async function ofFile({ id, file, picture }) {
  const seen = picture ? (canvas ? await ofPicture(file) : { why: "canvas" }) : {};
  const hashes = await ofBytes(file, (part) => postMessage({ id, part }));
  postMessage({ id, hashes: seen.pdq ? [seen.pdq, ...hashes] : hashes, why: seen.why });
}

function ofFrame({ id, frame }) {
  const { width } = frame;
  const hashes = canvas && width <= SIDE_MAX ? [written(hashOf(frame))] : [];
  frame.close();
  postMessage({ id, hashes });
}

addEventListener("message", async ({ data }) => {
  try {
    if (data.frame) ofFrame(data);
    else await ofFile(data);
  } catch {
    // The error may tell of the file: only that there was one is said.
    postMessage({ id: data.id, failed: true });
  }
});
postMessage({ ready: true, canvas });
