// Checks a receipt without asking anybody: the same steps as `hearken receipt verify`, in a browser or Node.
//
//   extra       JSON: salt, opening, sent, blind, kept      (crates/kit/src/log/receipt.rs)
//   hidden      HMAC-SHA-256(blind, sent), or 32 zeros      must give, with `kept`, the opening's content_digest
//   commitment  HMAC-SHA-256(salt, CBOR of the opening)     (crates/kit/src/log/leaf.rs)
//   leaf        SHA-256(00 "hearken/v1\n" commitment)       leads by the path to the root of the checkpoint
//   checkpoint  Ed25519 by the log over the text, and by the witnesses over the text with the time
//
// SHA-2 and HMAC are the browser's; Ed25519 is ours, since not every browser has it: as strict as `verify_strict` of
// ed25519-dalek, and a public key has one spelling. Only public values are worked on, so nothing here need take
// constant time. Where the Rust side takes JSON in any layout, this takes it as Hearken writes it alone: so each byte
// of a receipt counts. It has no words and no page: what it says are names, for others to put into words.

/** @typedef {"altered"|"other_content"|"not_signed"|"not_witnessed"|"unreadable"|"unreadable_policy"} Why */

/**
 * What a receipt proves.
 * @typedef {object} Checked
 * @property {boolean} ok whether everything holds that the policy asks for
 * @property {Why} [why] why not: `altered` (the hashes or a signature do not fit), `other_content` (it is for other
 *   content than was given), `not_signed` (by no log of the policy), `not_witnessed` (all holds and the log has signed,
 *   but too few witnesses have: what follows is there), `unreadable`, `unreadable_policy`
 * @property {boolean} [witnessed] whether witnesses were asked for and enough have signed
 * @property {boolean} [compared] whether content was given and is what was sent
 * @property {string} [log] the log's name
 * @property {string} [size] how many entries it had, as decimal digits
 * @property {string} [index] which of them this is, from 0, as decimal digits
 * @property {{name: string, at: number}[]} [witnesses] by the policy's names, with the seconds since 1970 they say
 * @property {number} [time] when it happened, as the log's owner says: microseconds since 1970
 * @property {string} [kind] what happened, like `reports.received`
 * @property {string} [record] what it happened to, like `rep_…`
 * @property {?string} [case] the case that it belongs to
 * @property {?string} [tenant] the organisation
 * @property {number} [version] the number of the entry within its record, from 1
 */

/**
 * Checks a receipt.
 * @param {object} given
 * @param {Uint8Array|string} given.proof the `.tlog-proof`; bytes where there are bytes, so that nothing is mended
 * @param {string} given.policy a policy (C2SP tlog-policy): whose signatures count
 * @param {string} [given.sent] the digest of what was sent, from {@link sentDigest}
 * @returns {Promise<Checked>} never rejects because of what it was given
 */
export async function checkReceipt({ proof, policy, sent }) {
  try {
    const rules = readPolicy(policy);
    const read = readProof(typeof proof === "string" ? proof : utf8(proof));
    const extra = readExtra(read.extra);
    const hidden = extra.sent && extra.blind ? await hmac(extra.blind, extra.sent) : extra.sent;
    const content = await sha256(ascii("hearken content/v1\n"), hidden ?? new Uint8Array(32), extra.kept);
    if (!same(content, extra.opening.content_digest)) return { ok: false, why: "altered" };
    if (sent && !(extra.sent && base64(extra.sent) === sent)) return { ok: false, why: "other_content" };
    const commitment = await hmac(extra.salt, cbor(extra.opening));
    const leaf = await sha256([0], ascii("hearken/v1\n"), commitment);
    const { checkpoint, seen, enough } = await judge(rules, read.note);
    const root = await rootOfInclusion(leaf, read.index, checkpoint.size, read.hashes);
    if (!root || !same(root, checkpoint.root)) return { ok: false, why: "altered" };
    const { case: matter, time, type, record, tenant, version } = extra.opening;
    const told = { time, kind: type, record, case: matter, tenant, version, compared: Boolean(sent) };
    const place = { log: checkpoint.origin, size: String(checkpoint.size), index: String(read.index) };
    const ending = enough ? { ok: true } : { ok: false, why: "not_witnessed" };
    return { ...ending, witnessed: enough && rules.quorum !== null, ...place, witnesses: seen, ...told };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.message };
    throw error;
  }
}

/**
 * The digest of what was sent, to be held against a receipt: SHA-256 of JSON in one form (RFC 8785), in base64.
 * @param {object} answers by the id of the question: texts, lists of texts, or lists of objects of texts
 * @param {string[]} [fileDigests] the SHA-256 of each file in hex, in the order in which they were sent
 * @returns {Promise<string>}
 */
export async function sentDigest(answers, fileDigests = []) {
  const text = JSON.stringify({ answers: inOrder(answers), files: fileDigests });
  return base64(await sha256(new TextEncoder().encode(text)));
}

/**
 * Whether these 64 bytes are an Ed25519 signature of the message by this key (RFC 8032). Refused too: an S that is not
 * below the order, a point with another spelling, a key or an R of small order.
 * @param {Uint8Array} key 32 bytes
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 * @returns {Promise<boolean>}
 */
export async function verifyEd25519(key, message, signature) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const [r, s] = [signature.subarray(0, 32), little(signature.subarray(32))];
  const a = decompress(key);
  if (s >= ORDER || !a || smallOrder(a)) return false;
  const digest = await crypto.subtle.digest("SHA-512", joined(r, key, message));
  const k = little(new Uint8Array(digest)) % ORDER;
  const expected = twoProducts(s, decompress(BASE), k, negated(a));
  return !smallOrder(expected) && same(compress(expected), r);
}

class Refused extends Error {}

/** @param {Why} why */
function need(held, why = "unreadable") {
  if (!held) throw new Refused(why);
  return held;
}

// The proof: see `crates/translog/src/proof.rs`.

const HASHES_MAX = 64;
const NUMBER_MAX = 2n ** 64n - 1n;

function readProof(text) {
  const middle = text.indexOf("\n\n");
  need(middle >= 0);
  const lines = text.slice(0, middle).split("\n");
  need(lines.shift() === "c2sp.org/tlog-proof@v1");
  const extra = need(lines.shift()?.match(/^extra (.*)$/s))[1];
  const index = number(need(lines.shift()?.match(/^index (.*)$/s))[1]);
  need(lines.length <= HASHES_MAX);
  return { extra: bytes(extra), index, hashes: lines.map(hash), note: readNote(text.slice(middle + 2)) };
}

function number(text) {
  need(/^(0|[1-9]\d{0,19})$/.test(text) && BigInt(text) <= NUMBER_MAX);
  return BigInt(text);
}

function hash(text, why) {
  const read = bytes(text, why);
  need(read.length === 32, why);
  return read;
}

/** As `Extra` and `Opening` are written: the layout is held against what was read, so that each byte counts. */
function readExtra(given) {
  let json;
  try {
    json = JSON.parse(utf8(given));
  } catch {
    throw new Refused("unreadable");
  }
  const opening = need(json?.opening);
  const ordered = {
    salt: json.salt,
    opening: {
      case: opening.case, time: opening.time, type: opening.type, record: opening.record, tenant: opening.tenant,
      version: opening.version, prev_leaf: opening.prev_leaf, content_digest: opening.content_digest,
    },
    sent: json.sent, blind: json.blind, kept: json.kept,
  };
  need(JSON.stringify(ordered) === utf8(given));
  const text = (value) => need(typeof value === "string" && !/\p{Surrogate}/u.test(value)) && value;
  const maybe = (read, value) => (value === null || value === undefined ? null : read(value));
  const digest = (value) => hash(text(value));
  need(Number.isSafeInteger(opening.time) && Number.isInteger(opening.version));
  need(opening.version >= 0 && opening.version < 2 ** 32);
  return {
    salt: digest(json.salt), sent: maybe(digest, json.sent), blind: maybe(digest, json.blind), kept: digest(json.kept),
    opening: {
      ...ordered.opening, case: maybe(text, opening.case), type: text(opening.type), record: text(opening.record),
      tenant: maybe(text, opening.tenant), prev_leaf: maybe(digest, opening.prev_leaf),
      content_digest: digest(opening.content_digest),
    },
  };
}

/** The bytes that are committed to (RFC 8949, section 4.2.1): `opening` has its keys in their order. */
function cbor(opening) {
  const head = (major, value) => {
    if (value < 24n) return [(major << 5) | Number(value)];
    const log = [8n, 16n, 32n].filter((bits) => value >= 1n << bits).length;
    const digits = value.toString(16).padStart(2 << log, "0");
    return [(major << 5) | (24 + log), ...digits.match(/../g).map((byte) => parseInt(byte, 16))];
  };
  const item = (value) => {
    if (value === null) return [0xf6];
    if (typeof value === "number") return value < 0 ? head(1, BigInt(-1 - value)) : head(0, BigInt(value));
    const [major, content] = typeof value === "string" ? [3, new TextEncoder().encode(value)] : [2, value];
    return [...head(major, BigInt(content.length)), ...content];
  };
  return joined([0xa8], ...Object.entries(opening).flatMap(([key, value]) => [item(key), item(value)]));
}

/** The root that follows from a leaf and its path (RFC 6962, 2.1.1); none when the path has not the right length. */
async function rootOfInclusion(leaf, place, size, path) {
  if (place >= size) return null;
  let [index, last, at] = [place, size - 1n, leaf];
  for (const sibling of path) {
    if (last === 0n) return null;
    if (index & 1n || index === last) {
      at = await sha256([1], sibling, at);
      // A node without a right sibling moves up until it has a left one.
      while (!(index & 1n) && index !== 0n) [index, last] = [index >> 1n, last >> 1n];
    } else {
      at = await sha256([1], at, sibling);
    }
    [index, last] = [index >> 1n, last >> 1n];
  }
  return last === 0n ? at : null;
}

// Signed notes, keys and policies: see `crates/translog/src/note.rs`, `checkpoint.rs`, `cosign.rs`, `policy.rs`.

const [NOTE_BYTES_MAX, SIGNATURES_MAX] = [1_000_000, 64];
const LOG = 1;
const WITNESS = 4;

const isName = (name) => /^[^\p{White_Space}\p{Cc}+]+$/u.test(name);

function readNote(whole) {
  need(new TextEncoder().encode(whole).length <= NOTE_BYTES_MAX && !/[^\P{Cc}\n]/u.test(whole));
  const middle = whole.lastIndexOf("\n\n");
  need(middle >= 0 && whole.endsWith("\n") && middle + 2 < whole.length);
  const lines = whole.slice(middle + 2, -1).split("\n");
  need(lines.length <= SIGNATURES_MAX);
  const signatures = lines.map((line) => {
    const [, name, encoded] = need(line.match(/^— ([^ ]*) (.*)$/));
    const read = bytes(encoded);
    need(isName(name) && read.length > 4);
    return { name, key: hex(read.subarray(0, 4)), bytes: read.subarray(4) };
  });
  return { text: whole.slice(0, middle + 1), signatures };
}

function readCheckpoint(text) {
  const [origin, size, root] = text.slice(0, -1).split("\n");
  need(origin && size && root, "not_signed");
  try {
    return { origin, size: number(size), root: hash(root) };
  } catch {
    throw new Refused("not_signed");
  }
}

function readKey(text) {
  const [name, id, key] = need(text.match(/^([^+]*)\+([^+]*)\+(.*)$/), "unreadable_policy").slice(1);
  const read = bytes(key, "unreadable_policy");
  const ed25519 = read[0] === LOG || read[0] === WITNESS;
  need(isName(name) && read.length > 0 && (!ed25519 || read.length === 33), "unreadable_policy");
  return { name, id, kind: read[0], public: read.subarray(1) };
}

function readPolicy(text) {
  const rules = { logs: [], witnesses: [], groups: new Map(), quorum: null };
  const must = (held) => need(held, "unreadable_policy");
  const known = (list, key) => list.some((other) => same(other.key.public, key.public));
  const isNew = (name) => name !== "none" && !rules.groups.has(name);
  const members = new Set();
  let quorums = 0;
  for (const line of String(text).split("\n")) {
    must(!/[^\P{Cc}\t]/u.test(line));
    const words = line.split(/[ \t]+/).filter(Boolean);
    if (words.length === 0 || words[0].startsWith("#")) continue;
    const [what, name, ...rest] = words;
    if (what === "log" && name && rest.length < 2) {
      const key = readKey(name);
      must(!known(rules.logs, key));
      rules.logs.push({ name: key.name, key });
    } else if (what === "witness" && (rest.length === 1 || rest.length === 2)) {
      const key = readKey(rest[0]);
      must(isNew(name) && !known(rules.witnesses, key));
      rules.witnesses.push({ name, key });
      rules.groups.set(name, null);
    } else if (what === "group" && rest.length > 1) {
      const [word, ...names] = rest;
      const enough = { any: 1, all: names.length }[word] ?? (/^\+?\d{1,9}$/.test(word) ? Number(word) : 0);
      must(isNew(name) && enough >= 1 && enough <= names.length);
      for (const member of names) {
        must(rules.groups.has(member) && !members.has(member));
        members.add(member);
      }
      rules.groups.set(name, { enough, names });
    } else {
      must(what === "quorum" && words.length === 2 && (name === "none" || rules.groups.has(name)));
      rules.quorum = name === "none" ? null : name;
      quorums += 1;
    }
  }
  must(quorums === 1);
  return rules;
}

/** Who signed a note, and whether they are enough. A known key under a signature that is not its own spoils all. */
async function judge(rules, note) {
  const checkpoint = readCheckpoint(note.text);
  const of = (key) => note.signatures.filter((one) => one.key === key.id && one.name === key.name);
  const message = (text) => new TextEncoder().encode(text);
  await Promise.all([...rules.logs, ...rules.witnesses].map(async ({ key }) => {
    const digest = await sha256(message(key.name), [10, key.kind], key.public);
    need(hex(digest.subarray(0, 4)) === key.id, "unreadable_policy");
  }));
  let signed = false;
  for (const { key } of rules.logs.filter((log) => log.key.name === checkpoint.origin)) {
    for (const one of of(key)) {
      need(await verifyEd25519(key.public, message(note.text), one.bytes), "altered");
      signed = true;
    }
  }
  need(signed, "not_signed");
  const seen = [];
  for (const { name, key } of rules.witnesses.filter((witness) => witness.key.kind === WITNESS)) {
    for (const one of of(key)) {
      need(one.bytes.length === 72, "altered");
      const at = BigInt(`0x${hex(one.bytes.subarray(0, 8))}`);
      const text = message(`cosignature/v1\ntime ${at}\n${note.text}`);
      need(at < 1n << 63n && (await verifyEd25519(key.public, text, one.bytes.subarray(8))), "altered");
      seen.push({ name, at: Number(at) });
    }
  }
  const holds = (name) => {
    const group = rules.groups.get(name);
    return group ? group.names.filter(holds).length >= group.enough : seen.some((one) => one.name === name);
  };
  return { checkpoint, seen, enough: rules.quorum === null || holds(rules.quorum) };
}

// Ed25519 (RFC 8032, section 5.1): points as x = X/Z, y = Y/Z, xy = T/Z on -x² + y² = 1 + d·x²·y².

const PRIME = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (value) => ((value % PRIME) + PRIME) % PRIME;

function power(base, exponent) {
  let [result, square] = [1n, base];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

const inverse = (value) => power(value, PRIME - 2n);
const D = mod(-121665n * inverse(121666n));
const ROOT_OF_MINUS_1 = power(2n, (PRIME - 1n) / 4n);
const ZERO = [0n, 1n, 1n, 0n];
const BASE = [0x58, ...new Array(31).fill(0x66)];

function decompress(given) {
  const whole = little(given);
  const [y, odd] = [whole & (2n ** 255n - 1n), whole >> 255n];
  if (y >= PRIME) return null;
  const [u, v] = [mod(y * y - 1n), mod(D * y * y + 1n)];
  let x = mod(u * v ** 3n * power(mod(u * v ** 7n), (PRIME - 5n) / 8n));
  if (mod(v * x * x) !== u) x = mod(x * ROOT_OF_MINUS_1);
  if (mod(v * x * x) !== u || (x === 0n && odd)) return null;
  if ((x & 1n) !== odd) x = PRIME - x;
  return [x, y, 1n, mod(x * y)];
}

function compress([x, y, z]) {
  const over = inverse(z);
  let whole = mod(y * over) | ((mod(x * over) & 1n) << 255n);
  return Uint8Array.from({ length: 32 }, () => {
    const byte = Number(whole & 255n);
    whole >>= 8n;
    return byte;
  });
}

/** The sum of two points; complete, so it doubles too (section 5.1.4). */
function sum([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * t1 * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

const negated = ([x, y, z, t]) => [mod(-x), y, z, mod(-t)];

/** n·p + m·q, both looked at bit by bit together. */
function twoProducts(n, p, m, q) {
  const both = sum(p, q);
  let result = ZERO;
  for (let bit = 252n; bit >= 0n; bit -= 1n) {
    result = sum(result, result);
    const [one, other] = [(n >> bit) & 1n, (m >> bit) & 1n];
    if (one && other) result = sum(result, both);
    else if (one) result = sum(result, p);
    else if (other) result = sum(result, q);
  }
  return result;
}

function smallOrder(point) {
  let eight = point;
  for (let times = 0; times < 3; times += 1) eight = sum(eight, eight);
  return eight[0] === 0n && eight[1] === eight[2];
}

// Bytes.

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}

async function hmac(key, message) {
  const kind = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, kind, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, message));
}

const ascii = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const hex = (given) => Array.from(given, (byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (given) => btoa(String.fromCharCode(...given));
const little = (given) => BigInt(`0x${hex(Uint8Array.from(given).reverse())}`);
const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

function utf8(given) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(given);
  } catch {
    throw new Refused("unreadable");
  }
}

/** Base64 in its one spelling: with padding, without blanks, with no bit left over. */
function bytes(text, why = "unreadable") {
  let binary;
  try {
    binary = atob(text);
  } catch {
    throw new Refused(why);
  }
  need(btoa(binary) === text, why);
  return ascii(binary);
}

function inOrder(value) {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== "object") return value;
  // An object moves keys that look like numbers to its front; no question or field is called so.
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, inOrder(value[key])]));
}
