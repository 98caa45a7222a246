// The script that checks receipts, against receipts of the real binary (`vectors/make.py`) and RFC 8032. No browser:
//
//   node --test proof.test.js      (20 seconds)
import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

// It is a module of pages, and its folder is no package: so it is read, and not resolved.
const source = readFileSync(new URL("../crates/kit/assets/js/proof.js", import.meta.url), "utf8");
const { checkReceipt, sentDigest, verifyEd25519 } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

const vector = (name) => readFileSync(new URL(`vectors/${name}`, import.meta.url));
const policy = vector("policy").toString();
const logAlone = policy.replace("quorum both", "quorum none");
const proof = vector("witnessed.tlog-proof");
const content = (name) => JSON.parse(vector(`${name}.json`).toString());
const hex = (text) => Uint8Array.from(Buffer.from(text, "hex"));

for (const name of ["witnessed", "files", "alone"]) {
  test(`of the receipt "${name}" it says what the binary says`, async () => {
    const { answers, files } = content(name);
    const sent = await sentDigest(answers, files);
    const found = await checkReceipt({ proof: vector(`${name}.tlog-proof`), policy, sent });
    const said = content(`${name}.said`);
    const { opening } = said;
    assert.deepEqual(found, {
      ...(said.witnessed ? { ok: true } : { ok: false, why: "not_witnessed" }),
      witnessed: said.witnessed, log: said.log, size: String(said.size), index: found.index,
      witnesses: said.witnesses.map(([name, at]) => ({ name, at })), time: opening.time, kind: opening.type,
      record: opening.record, case: opening.case, tenant: opening.tenant, version: opening.version,
      compared: said.content_checked,
    });
    assert.ok(vector(`${name}.tlog-proof`).includes(`\nindex ${found.index}\n`));
  });
}

test("without witnesses a receipt holds where the policy asks for none", async () => {
  const found = await checkReceipt({ proof: vector("alone.tlog-proof"), policy: logAlone });
  assert.deepEqual([found.ok, found.witnessed, found.witnesses, found.compared], [true, false, [], false]);
});

test("no byte of a receipt can be flipped in any bit", async () => {
  for (let at = 0; at < 8 * proof.length; at += 1) {
    const flipped = Uint8Array.from(proof);
    flipped[at >> 3] ^= 1 << (at & 7);
    const found = await checkReceipt({ proof: flipped, policy });
    assert.equal(found.ok, false, `bit ${at}: ${Buffer.from(flipped).subarray((at >> 3) - 5, (at >> 3) + 5)}`);
  }
});

test("of a receipt without witnesses, no byte can be flipped", async () => {
  const alone = vector("alone.tlog-proof");
  for (let at = 0; at < alone.length; at += 1) {
    const flipped = Uint8Array.from(alone);
    flipped[at] ^= 1 << (at & 7);
    assert.equal((await checkReceipt({ proof: flipped, policy: logAlone })).ok, false, `byte ${at}`);
  }
});

test("no byte can be left out, said twice or put after the end", async () => {
  for (let at = 0; at < proof.length; at += 1) {
    const without = Buffer.concat([proof.subarray(0, at), proof.subarray(at + 1)]);
    const twice = Buffer.concat([proof.subarray(0, at + 1), proof.subarray(at)]);
    for (const given of [without, twice]) {
      assert.equal((await checkReceipt({ proof: given, policy })).ok, false, `${at}`);
    }
  }
});

test("a signature of nobody that the policy knows says nothing either way", async () => {
  // As in the Rust side: others may add their signatures to a note, and what is unknown is not judged.
  const other = "— elsewhere.example plfMBAAAAABrB5e7\n";
  assert.equal((await checkReceipt({ proof: `${proof}${other}`, policy })).ok, true);
});

test("other content is told from an altered receipt", async () => {
  const { answers, files } = content("files");
  const given = vector("files.tlog-proof");
  const why = async (sent) => (await checkReceipt({ proof: given, policy, sent })).why;
  assert.equal(await why(await sentDigest({ ...answers, happened: "Something else." }, files)), "other_content");
  assert.equal(await why(await sentDigest(answers, [...files].reverse())), "other_content");
  assert.equal(await why(await sentDigest(answers, [])), "other_content");
  assert.equal(await why(await sentDigest(Object.fromEntries(Object.entries(answers).reverse()), files)), undefined);
});

/** A receipt whose `extra` was changed. */
function withExtra(change, layout = JSON.stringify) {
  const text = proof.toString();
  const extra = JSON.parse(Buffer.from(text.match(/^extra (.*)$/m)[1], "base64").toString());
  return text.replace(/^extra .*$/m, () => `extra ${Buffer.from(layout(change(extra))).toString("base64")}`);
}

test("what is claimed of an entry is what was committed to", async () => {
  const zeros = Buffer.alloc(32).toString("base64");
  const cases = [
    [(extra) => extra, undefined],
    [(extra) => ({ ...extra, opening: { ...extra.opening, time: extra.opening.time + 1 } }), "altered"],
    [(extra) => ({ ...extra, opening: { ...extra.opening, case: "cas_1" } }), "altered"],
    [(extra) => ({ ...extra, opening: { ...extra.opening, content_digest: zeros } }), "altered"],
    [(extra) => ({ ...extra, sent: zeros }), "altered"],
    [(extra) => ({ ...extra, salt: zeros }), "altered"],
    [({ blind, ...extra }) => extra, "altered"],
    [(extra) => ({ ...extra, more: 1 }), "unreadable"],
    [(extra) => ({ ...extra, opening: { ...extra.opening, version: 1.5 } }), "unreadable"],
    [(extra) => ({ ...extra, opening: { ...extra.opening, type: "\ud800" } }), "unreadable"],
    [() => null, "unreadable"],
  ];
  for (const [change, why] of cases) {
    assert.equal((await checkReceipt({ proof: withExtra(change), policy })).why, why, String(change));
  }
  const spread = withExtra((extra) => extra, (extra) => JSON.stringify(extra, null, 1));
  assert.equal((await checkReceipt({ proof: spread, policy })).why, "unreadable");
});

test("what is no receipt is unreadable, and nothing that is given makes it fail", async () => {
  const text = proof.toString();
  const wrong = ["", "\n\n", "c2sp.org/tlog-proof@v1\n\n", text.replace("@v1", "@v2"), text.replace(/^extra.*\n/m, ""),
    text.replace(/^index (\d+)$/m, "index 0$1"), text.replace(/^index \d+$/m, "index 18446744073709551616"),
    text.replace(/^index \d+\n/m, (line) => line + `${"A".repeat(43)}=\n`.repeat(65)), text.trimEnd(),
    text.replaceAll("\n", "\r\n"), `\ufeff${text}`, "a".repeat(100_000)];
  for (const given of wrong) {
    assert.deepEqual(await checkReceipt({ proof: given, policy }), { ok: false, why: "unreadable" });
  }
  assert.equal((await checkReceipt({ proof: hex("ff00fe"), policy })).why, "unreadable");
});

/** The verifier key of a name for some other key pair. */
async function stranger(name, kind) {
  const point = createPublicKey(await keyOf("07".repeat(32))).export({ format: "der", type: "spki" }).subarray(-32);
  const typed = Buffer.concat([Buffer.from([kind]), point]);
  const named = Buffer.concat([Buffer.from(`${name}\n`), typed]);
  const id = Buffer.from(await crypto.subtle.digest("SHA-256", named)).toString("hex").slice(0, 8);
  return `${name}+${id}+${typed.toString("base64")}`;
}

function keyOf(seed) {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(seed, "hex")]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

test("keys of others are told: of the log, of a witness", async () => {
  const [log, north] = [policy.match(/^log (\S+)/m)[1], policy.match(/^witness north (\S+)/m)[1]];
  const why = async (rules) => (await checkReceipt({ proof, policy: rules })).why;
  const replaced = policy.replace(log, await stranger(log.split("+")[0], 1));
  assert.equal(await why(replaced), "not_signed");
  const other = policy.replace(north, await stranger("north.example", 4));
  assert.equal(await why(other), "not_witnessed");
  assert.equal(await why(other.replace("group both all", "group both any")), undefined);
});

test("a policy that is not one is told, with whatever is wrong in it", async () => {
  const [log, north] = [policy.match(/^log .*$/m)[0], policy.match(/^witness north .*$/m)[0]];
  const wrong = ["", "quorum x", log, `${log}\nquorum none\nquorum none`, `${log}\n${log}\nquorum none`, "quorum\rnone",
    `${log} a b\nquorum none`, `${north.replace("north", "none")}\nquorum none`, `${north}\ngroup g 2 north\nquorum g`,
    `${north}\ngroup g any north\ngroup h any north\nquorum g`, `${north}\ngroup g 0 north\nquorum g`,
    policy.replace(/\+[0-9a-f]{8}\+/, "+00000000+"), policy.replace("quorum both", "quorum constructor")];
  for (const rules of wrong) {
    assert.equal((await checkReceipt({ proof, policy: rules })).why, "unreadable_policy", rules);
  }
});

// RFC 8032, section 7.1: secret key, public key, message, signature.
const STANDARD = [
  ["9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"],
  ["4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"],
  ["c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"],
  ["833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
    "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"],
];

test("the signatures of RFC 8032 hold, and none with a bit flipped", async () => {
  for (const [, key, message, signature] of STANDARD) {
    assert.equal(await verifyEd25519(hex(key), hex(message), hex(signature)), true);
    for (let bit = 0; bit < 512; bit += 3) {
      const flipped = hex(signature);
      flipped[bit >> 3] ^= 1 << (bit & 7);
      assert.equal(await verifyEd25519(hex(key), hex(message), flipped), false, `bit ${bit}`);
    }
    assert.equal(await verifyEd25519(hex(key), hex(`${message}00`), hex(signature)), false);
    assert.equal(await verifyEd25519(hex(key), hex(message), hex(signature.slice(2))), false);
  }
});

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const little = (number) => hex(number.toString(16).padStart(64, "0")).reverse();
const number = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);

test("a signature has one S: adding the order makes it another's", async () => {
  for (const [, key, message, signature] of STANDARD) {
    const s = number(hex(signature).subarray(32));
    for (const times of [1n, 2n, 7n]) {
      const moved = Buffer.concat([hex(signature).subarray(0, 32), little(s + times * ORDER)]);
      assert.equal(await verifyEd25519(hex(key), hex(message), moved), false);
    }
  }
});

test("keys and R of small order together sign nothing, in whatever spelling", async () => {
  const prime = 2n ** 255n - 19n;
  const eighth = 2707385501144840649318225287225658788936804267575313519463743609750303021936n;
  const small = [1n, 0n, prime - 1n, eighth, prime - eighth, prime, prime + 1n].flatMap((y) => [y, y | (1n << 255n)]);
  for (const key of small) {
    for (const r of small) {
      for (const message of ["00", "01", "02", "03", "04", "05", "06", "07"]) {
        const signature = Buffer.concat([little(r), new Uint8Array(32)]);
        assert.equal(await verifyEd25519(little(key), hex(message), signature), false);
      }
    }
  }
});

test("a key of small order does not sign everything", async () => {
  // For the neutral point S = 1 and R = B fit every message.
  const base = Buffer.concat([hex("58"), Buffer.alloc(31, 0x66)]);
  const signature = Buffer.concat([base, little(1n)]);
  assert.equal(await verifyEd25519(little(1n), hex("af82"), signature), false);
});

test("nor does R of small order, though whoever has the key could make it fit", async () => {
  const [[seed, key, message]] = STANDARD;
  const secret = new Uint8Array(await crypto.subtle.digest("SHA-512", hex(seed))).subarray(0, 32);
  secret[0] &= 248;
  secret[31] = (secret[31] & 127) | 64;
  const r = little(1n);
  const k = number(new Uint8Array(await crypto.subtle.digest("SHA-512", Buffer.concat([r, hex(key), hex(message)]))));
  const signature = Buffer.concat([r, little(((k % ORDER) * number(secret)) % ORDER)]);
  assert.equal(await verifyEd25519(hex(key), hex(message), signature), false);
});

test("what another implementation signs holds, for many keys and lengths", async () => {
  for (let round = 0; round < 40; round += 1) {
    const key = keyOf(String(10 + round).repeat(32));
    const point = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
    const message = Buffer.alloc(round * 7, round);
    assert.equal(await verifyEd25519(Uint8Array.from(point), message, sign(null, message, key)), true);
    const other = Buffer.alloc(round * 7 + 1);
    assert.equal(await verifyEd25519(Uint8Array.from(point), other, sign(null, message, key)), false);
  }
});
