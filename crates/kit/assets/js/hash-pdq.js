// PDQ on the device: what stands for a picture without showing it. It gives the same 256 bits, and the same quality, as
// the reference and as the crate `pdq` (crates/pdq/src/compute), from the same pixels: e2e/pdq.test.js holds it against
// the reference's answers, e2e/removal.spec.js against the crate.
//
// The definition is in single precision (IEEE f32), with every sum in its order and every rounding in its place. Numbers
// of JavaScript are of double precision, so each single step is rounded with Math.fround: for one +, -, * or / of two
// f32 that gives exactly the f32 result. A stored Float32Array element is rounded by being stored.
//
//   luma      Y = (0.299 R + 0.587 G) + 0.114 B
//   filter    twice: a box along each row, then a box along each column; 1/128 of a side wide, one running sum each
//   sample    64 rows and 64 columns, at their centres
//   cosines   16 × 64, rows 1 to 16; B = D A Dᵀ
//   hash      bit 16 i + j says whether B[i][j] is above the 128th smallest of the 256
//
// Rows come one by one and are forgotten: only as many are kept as the second box along columns looks back on, so that a
// picture of 12 megapixels needs some hundred kilobytes here. There are no words and no page in this file.
const SIDE = 64;
const KEPT = 16;
const SIDE_MIN = 5;
const f32 = Math.fround;

/** The hash of a picture too small to have one. */
const NONE = "0".repeat(64);

// What each byte of a colour adds to the luma: one multiplication, rounded once.
const share = (weight) => Float32Array.from({ length: 256 }, (_, value) => f32(f32(weight) * value));
const [RED, GREEN, BLUE] = [share(0.299), share(0.587), share(0.114)];

// The cosine of a small angle that is a part of a right angle is worked out alike by every engine to well below the
// rounding to f32 that follows; cosinesDigest() lets a test, and the page, make sure of it.
const COSINES = Float32Array.from({ length: KEPT * SIDE }, (_, place) => {
  const [row, column] = [Math.floor(place / SIDE), place % SIDE];
  const angle = (Math.PI / 2 / SIDE) * (row + 1) * (2 * column + 1);
  return f32(Math.sqrt(2 / SIDE)) * Math.cos(angle);
});

/** FNV-1a-64 over the table of cosines: `4d9a13ea83b0b0c5` when it is the reference's, to the bit. */
export function cosinesDigest() {
  const view = new DataView(new ArrayBuffer(4));
  let digest = 0xcbf29ce484222325n;
  for (const value of COSINES) {
    view.setFloat32(0, value, true);
    for (let at = 0; at < 4; at += 1) digest = BigInt.asUintN(64, (digest ^ BigInt(view.getUint8(at))) * 0x100000001b3n);
  }
  return digest.toString(16).padStart(16, "0");
}

// A box filter along one side of `length` numbers. Step `s` takes input `s` in, lets input `s - width` go, and gives
// output `s - behind`: the first `behind` steps give none, and after the last input as many steps go on without one.
function windowOf(length) {
  const width = Math.floor((length + 127) / 128);
  return { length, width, behind: Math.floor(width / 2), samples: samplesOf(length) };
}

const samplesOf = (length) => Int32Array.from({ length: SIDE }, (_, place) => Math.floor(((2 * place + 1) * length) / 128));

/** A picture that comes row by row, from the top. */
export class Rows {
  /**
   * @param {number} width
   * @param {number} height
   */
  constructor(width, height) {
    this.across = windowOf(width);
    this.down = windowOf(height);
    this.small = width < SIDE_MIN || height < SIDE_MIN;
    // A picture that has the size already is taken as it is.
    this.asItIs = width === SIDE && height === SIDE;
    this.matrix = new Float32Array(SIDE * SIDE);
    this.came = 0;
    this.light = new Float32Array(width);
    // The first box along columns, on whole rows: its running sums, and the last rows that it took in.
    this.sums = new Float32Array(width);
    this.ring = Array.from({ length: this.down.width }, () => new Float32Array(width));
    this.first = new Float32Array(width);
    this.leaving = new Float32Array(width);
    // The second, on the 64 sampled columns alone.
    this.secondSums = new Float32Array(SIDE);
    this.secondRing = Array.from({ length: this.down.width }, () => new Float32Array(SIDE));
    this.given = 0;
    this.sampled = 0;
  }

  /**
   * One more row.
   * @param {Uint8ClampedArray|Uint8Array} rgba four bytes a pixel, opaque
   * @param {number} [from] where it begins
   */
  take(rgba, from = 0) {
    const light = this.light;
    for (let x = 0, at = from; x < light.length; x += 1, at += 4) {
      light[x] = f32(RED[rgba[at]] + GREEN[rgba[at + 1]]) + BLUE[rgba[at + 2]];
    }
    if (this.asItIs) this.matrix.set(light, this.came * SIDE);
    else if (!this.small) this.#down();
    this.came += 1;
  }

  /** @returns {{hash: string, quality: number}} 64 hexadecimal digits, and 0 to 100 */
  hash() {
    if (this.small || this.came < this.down.length) return { hash: NONE, quality: 0 };
    if (!this.asItIs) {
      // The last outputs of the first box: no row comes in any more.
      for (let step = this.down.length; step < this.down.length + this.down.behind; step += 1) this.#step(step);
      for (; this.given < this.down.length + this.down.behind; ) this.#secondStep(undefined);
    }
    const hashed = { hash: hashOf(coefficients(this.matrix)), quality: qualityOf(this.matrix) };
    for (const kept of [this.light, this.sums, this.first, this.leaving, this.matrix, ...this.ring]) kept.fill(0);
    return hashed;
  }

  // The row that came, filtered along itself, goes into the first box along columns.
  #down() {
    const row = this.ring[this.came % this.down.width];
    // What stood there is the row that leaves with this step: it must be let go after the new one came in.
    const leaving = this.came >= this.down.width ? this.leaving : undefined;
    if (leaving) leaving.set(row);
    box(this.light, row, this.across);
    this.#step(this.came, row, leaving);
  }

  #step(step, coming, leaving) {
    const { sums, first } = this;
    const { width, behind, length } = this.down;
    const count = Math.min(step, length - 1) + 1 - Math.max(0, step + 1 - width);
    if (coming && leaving) {
      for (let x = 0; x < sums.length; x += 1) {
        const sum = f32(f32(sums[x] + coming[x]) - leaving[x]);
        sums[x] = sum;
        first[x] = sum / count;
      }
    } else {
      // At the beginning none leaves; at the end none comes, and the oldest row leaves.
      const old = coming ? undefined : this.ring[(step - width) % width];
      for (let x = 0; x < sums.length; x += 1) {
        sums[x] = coming ? sums[x] + coming[x] : sums[x] - old[x];
        first[x] = sums[x] / count;
      }
    }
    if (step >= behind) this.#secondStep(sampledBox(first, this.across));
  }

  // The second box along columns; of its outputs only the 64 sampled rows are kept.
  #secondStep(coming) {
    const step = this.given;
    this.given += 1;
    const { secondSums: sums, secondRing: ring } = this;
    const { width, behind, length, samples } = this.down;
    const place = step % width;
    const old = step >= width ? ring[place] : undefined;
    for (let x = 0; x < SIDE; x += 1) {
      if (coming) sums[x] += coming[x];
      if (old) sums[x] -= old[x];
    }
    if (coming) ring[place] = coming;
    const output = step - behind;
    if (output < 0) return;
    const count = Math.min(step, length - 1) + 1 - Math.max(0, step + 1 - width);
    // A short side is sampled more than once at the same place.
    while (this.sampled < SIDE && samples[this.sampled] === output) {
      for (let x = 0; x < SIDE; x += 1) this.matrix[this.sampled * SIDE + x] = sums[x] / count;
      this.sampled += 1;
    }
  }
}

// One box along a row: a running sum, in the reference's order of adding, letting go and dividing.
function box(input, output, { length, width, behind }) {
  let [sum, count, at, going, out] = [0, 0, 0, 0, 0];
  for (; at < behind; at += 1, count += 1) sum = f32(sum + input[at]);
  for (; at < width; at += 1) {
    sum = f32(sum + input[at]);
    count += 1;
    output[out++] = sum / count;
  }
  for (; at < length; at += 1) {
    sum = f32(sum + input[at]);
    sum = f32(sum - input[going++]);
    output[out++] = sum / count;
  }
  while (out < length) {
    sum = f32(sum - input[going++]);
    count -= 1;
    output[out++] = sum / count;
  }
}

// The same box, of whose outputs only the 64 sampled ones are divided.
function sampledBox(input, { length, width, behind, samples }) {
  const output = new Float32Array(SIDE);
  let [sum, place, at] = [0, 0, 0];
  for (; place < SIDE; place += 1) {
    const last = Math.min(samples[place] + behind, length - 1);
    for (; at <= last && at < width; at += 1) sum = f32(sum + input[at]);
    for (; at <= last; at += 1) sum = f32(f32(sum + input[at]) - input[at - width]);
    // Past the end nothing comes in any more.
    for (; at <= samples[place] + behind; at += 1) sum = f32(sum - input[at - width]);
    output[place] = sum / (last + 1 - Math.max(0, at - width));
  }
  return output;
}

// How much there was to see: the steps between neighbours.
function qualityOf(matrix) {
  const step = (one, other) => Math.abs(Math.trunc(f32(f32(f32(one - other) * 100) / 255)));
  let steps = 0;
  for (let row = 0; row < SIDE; row += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      const at = row * SIDE + column;
      if (row + 1 < SIDE) steps += step(matrix[at], matrix[at + SIDE]);
      if (column + 1 < SIDE) steps += step(matrix[at], matrix[at + 1]);
    }
  }
  return Math.min(100, Math.floor(steps / 90));
}

function coefficients(matrix) {
  const across = new Float32Array(KEPT * SIDE);
  for (let row = 0; row < KEPT; row += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      let sum = 0;
      for (let k = 0; k < SIDE; k += 1) sum = f32(sum + f32(COSINES[row * SIDE + k] * matrix[k * SIDE + column]));
      across[row * SIDE + column] = sum;
    }
  }
  const kept = new Float32Array(KEPT * KEPT);
  for (let row = 0; row < KEPT; row += 1) {
    for (let column = 0; column < KEPT; column += 1) {
      let sum = 0;
      for (let k = 0; k < SIDE; k += 1) sum = f32(sum + f32(across[row * SIDE + k] * COSINES[column * SIDE + k]));
      kept[row * KEPT + column] = sum;
    }
  }
  return kept;
}

function hashOf(kept) {
  const median = kept.slice().sort()[127];
  const bytes = new Uint8Array(32);
  kept.forEach((value, place) => {
    if (value > median) bytes[31 - (place >> 3)] |= 1 << (place & 7);
  });
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The hash of a whole picture.
 * @param {Uint8ClampedArray|Uint8Array} rgba
 * @param {number} width
 * @param {number} height
 */
export function hashPixels(rgba, width, height) {
  const rows = new Rows(width, height);
  for (let y = 0; y < height; y += 1) rows.take(rgba, y * width * 4);
  return rows.hash();
}
