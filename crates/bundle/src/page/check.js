// Checks an archive: each file against the manifest, each proof by `checkReceipt`, which stands before this.
const checkBundle = (() => {
  const FORMAT = "hearken.bundle/1";
  const PIECE_BYTES = 4 * 1024 * 1024;
  const MANIFEST = "manifest.json";
  const SUMS = "SHA256SUMS";
  /** What systems put into a folder by themselves. */
  const THEIRS = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini)$/;

  async function digest(blob, read) {
    const digesting = new Digesting();
    for (let at = 0; at < blob.size; at += PIECE_BYTES) {
      const piece = new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer());
      digesting.add(piece);
      read(piece.length);
    }
    return digesting.end();
  }

  /** The paths below the folder that the manifest is in: the outermost, when there are several. */
  function below(files) {
    const places = [...files.keys()].filter((path) => path === MANIFEST || path.endsWith(`/${MANIFEST}`));
    const found = places.sort((one, other) => one.split("/").length - other.split("/").length)[0];
    if (found === undefined) return null;
    const folder = found.slice(0, -MANIFEST.length);
    const inside = [...files].filter(([path]) => path.startsWith(folder));
    return new Map(inside.map(([path, open]) => [path.slice(folder.length), open]));
  }

  function readManifest(text) {
    const manifest = JSON.parse(text);
    const wellFormed = (file) =>
      typeof file.path === "string" && Number.isSafeInteger(file.bytes) && /^[0-9a-f]{64}$/.test(file.sha256);
    const paths = new Set(manifest.files.map((file) => file.path));
    const whole = manifest.format === FORMAT && manifest.files.every(wellFormed) && Array.isArray(manifest.proofs);
    if (!whole || paths.size !== manifest.files.length) throw new Error("not a manifest");
    return manifest;
  }

  async function compare(files, listed, read) {
    const open = files.get(listed.path);
    if (!open) return "missing";
    try {
      const blob = await open();
      if (blob.size !== listed.bytes) return "altered";
      return (await digest(blob, read)) === listed.sha256 ? "same" : "altered";
    } catch {
      return "unreadable_file";
    }
  }

  async function prove(files, proof, policy) {
    const { answers, files: digests } = proof.sent ?? {};
    try {
      const blob = await files.get(proof.path)();
      const given = new Uint8Array(await blob.arrayBuffer());
      const sent = proof.sent ? await sentDigest(answers, digests) : undefined;
      return await checkReceipt({ proof: given, policy, sent });
    } catch {
      return { ok: false, why: globalThis.crypto?.subtle ? "unreadable" : "unable" };
    }
  }

  /**
   * By when a file was in the log, from the files of what was sent: only what a proof that holds commits to counts, and the
   * word of the last witness before that of the log.
   */
  function known(proofs) {
    const since = new Map();
    for (const { sent, found } of proofs.filter((proof) => proof.found.ok && proof.found.compared)) {
      const by = found.witnessed ? Math.max(...found.witnesses.map(({ at }) => at * 1e6)) : found.time;
      for (const file of sent.files) since.set(file, Math.min(by, since.get(file) ?? Infinity));
    }
    return since;
  }

  /**
   * @param {Map<string, () => Promise<Blob>>} all the files by path
   * @param {string} policy whose keys count; empty for those in the archive
   * @param {(told: {at: number, of: number, bytes: number, all: number}) => void} tell how far it is
   */
  return async (all, policy, tell) => {
    const files = below(all);
    if (!files) return { problem: "no_manifest" };
    let [manifest, number] = [null, ""];
    try {
      const blob = await files.get(MANIFEST)();
      number = await digest(blob, () => {});
      manifest = readManifest(await blob.text());
    } catch {
      return { problem: "bad_manifest" };
    }
    const rows = [];
    const total = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    let bytes = 0;
    for (const [at, listed] of manifest.files.entries()) {
      const told = () => tell({ at: at + 1, of: manifest.files.length, bytes, all: total });
      told();
      const state = await compare(files, listed, (read) => {
        bytes += read;
        told();
      });
      rows.push({ ...listed, state });
    }
    const lines = [...manifest.files, { path: MANIFEST, sha256: number }].map(({ sha256, path }) => `${sha256}  ${path}\n`);
    const sums = new Blob(lines);
    const state = await compare(files, { path: SUMS, bytes: sums.size, sha256: await digest(sums, () => {}) }, () => {});
    rows.push({ path: SUMS, state });
    const listed = new Set([MANIFEST, ...rows.map((row) => row.path)]);
    const more = [...files.keys()].filter((path) => !listed.has(path) && !THEIRS.test(path));
    rows.push(...more.sort().map((path) => ({ path, state: "additional" })));
    const keys = policy.trim() ? policy : manifest.policy;
    const proofs = [];
    for (const proof of manifest.proofs) proofs.push({ ...proof, found: await prove(files, proof, keys) });
    const since = known(proofs);
    for (const row of rows) if (row.state === "same") row.since = since.get(row.sha256);
    const wrong = rows.filter((row) => row.state !== "same").length + proofs.filter((proof) => !proof.found.ok).length;
    return { manifest, number, keys, given: Boolean(policy.trim()), rows, proofs, wrong };
  };
})();
