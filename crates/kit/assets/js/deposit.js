// A receipt that is left with an independent body, sealed so that only whoever has the code opens it.
//
//   secret  PBKDF2-HMAC-SHA-256 of the 16 digits, salt "hearken deposit/1", 600,000 turns, 64 bytes
//   id      SHA-256 of "hearken deposit id/1" and the first 32 bytes, in hex: where it lies; it tells nothing of the rest
//   sealed  nonce (12) || AES-256-GCM under the other 32 bytes, about the id, of: length (4) || receipt || zeros
//
// Padded to whole 4 KiB, so that its length tells nothing. Neither the code nor the key leaves the device.
const SALT = "hearken deposit/1";
const TURNS = 600_000;
const BLOCK = 4_096;
const DIGITS = 16;
const CODES = 10n ** 16n;

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// The digits of a code, typed in digits or in six words of the list; undefined when it is neither.
export function digitsOf(typed, list) {
  const digits = typed.replace(/\D/g, "");
  if (!/\p{L}/u.test(typed)) return digits.length === DIGITS ? digits : undefined;
  const words = typed.toLowerCase().match(/\p{L}+/gu);
  if (words.length !== 6) return undefined;
  let bits = 0n;
  for (const word of words) {
    let place = list.indexOf(word);
    if (place < 0 && word.length >= 4) place = list.findIndex((known) => known.startsWith(word));
    if (place < 0) return undefined;
    bits = (bits << 11n) | BigInt(place);
  }
  const code = bits >> 12n;
  const check = BigInt.asUintN(64, code * 0x9e3779b97f4a7c15n) >> 52n;
  if (code >= CODES || (bits & 0xfffn) !== check) return undefined;
  return code.toString().padStart(DIGITS, "0");
}

// Where the receipt of a code lies, and the key that opens it.
export async function placeOf(digits) {
  const base = await crypto.subtle.importKey("raw", utf8(digits), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: utf8(SALT), iterations: TURNS };
  const secret = new Uint8Array(await crypto.subtle.deriveBits(how, base, 512));
  const named = new Uint8Array([...utf8("hearken deposit id/1"), ...secret.subarray(0, 32)]);
  const id = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", named)));
  const key = await crypto.subtle.importKey("raw", secret.subarray(32), "AES-GCM", false, ["encrypt", "decrypt"]);
  return { id, key };
}

export async function sealed({ id, key }, receipt) {
  const text = utf8(receipt);
  const plain = new Uint8Array(Math.ceil((text.length + 4) / BLOCK) * BLOCK);
  new DataView(plain.buffer).setUint32(0, text.length);
  plain.set(text, 4);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const hidden = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(id) }, key, plain);
  return new Uint8Array([...iv, ...new Uint8Array(hidden)]);
}

// The receipt; it throws when these are not the bytes that were sealed there.
export async function opened({ id, key }, bytes) {
  const how = { name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData: utf8(id) };
  const plain = new Uint8Array(await crypto.subtle.decrypt(how, key, bytes.subarray(12)));
  const length = new DataView(plain.buffer).getUint32(0);
  return new TextDecoder("utf-8", { fatal: true }).decode(plain.subarray(4, 4 + length));
}

// Whoever answers nothing is not waited for.
const quiet = () =>
  ({ credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store", signal: AbortSignal.timeout(20_000) });

// What a receipt is for: the opening of the entry, and its place in the log. The checkpoint may be another each time.
const entry = (receipt) => receipt.match(/^extra .+\nindex \d+$/m)?.[0];

// Leaves a receipt at the body's address; whether one for the same entry lies there then. What lay there before need not
// be ours: the service that was told knows the code too, and could have been first with something else.
export async function leave(at, digits, receipt, holds) {
  const place = await placeOf(digits);
  const body = await sealed(place, receipt);
  const answer = await fetch(`${at}/deposit/${place.id}`, { ...quiet(), method: "PUT", body, keepalive: true });
  if (answer.status !== 409) return answer.ok;
  const first = await fetched(at, place);
  return first !== undefined && entry(first) === entry(receipt) && holds(first);
}

// What lies there for a code; undefined when nothing does.
export async function fetched(at, place) {
  const answer = await fetch(`${at}/deposit/${place.id}`, quiet());
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(answer.status);
  return opened(place, new Uint8Array(await answer.arrayBuffer()));
}
