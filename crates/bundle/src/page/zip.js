// The files of a ZIP, without unpacking it: what is stored is read in place, what is deflated when it is asked for.
const unzip = (() => {
  const ENTRY = 0x02014b50;
  const END = 0x06054b50;
  const LOCAL = 0x04034b50;
  const ENTRY_BYTES = 46;
  const END_BYTES = 22;

  const view = async (file, from, to) => new DataView(await file.slice(from, to).arrayBuffer());

  /** Where the list of files is: told at the end, before a comment. */
  async function list(file) {
    const from = Math.max(0, file.size - END_BYTES - 65_535);
    const tail = await view(file, from, file.size);
    for (let at = tail.byteLength - END_BYTES; at >= 0; at -= 1) {
      if (tail.getUint32(at, true) !== END) continue;
      const [count, bytes, start] = [tail.getUint16(at + 10, true), tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
      // Larger archives tell their numbers elsewhere: they are to be unpacked.
      if (count === 0xffff || start === 0xffffffff || start + bytes > file.size) break;
      return { count, entries: await view(file, start, start + bytes) };
    }
    throw new Error("not a ZIP that is read here");
  }

  async function content(file, start, packed, method) {
    const local = await view(file, start, start + 30);
    if (local.getUint32(0, true) !== LOCAL) throw new Error("no file begins there");
    const from = start + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    const stored = file.slice(from, from + packed);
    if (method === 0) return stored;
    if (method !== 8) throw new Error("packed in another way");
    return new Response(stored.stream().pipeThrough(new DecompressionStream("deflate-raw"))).blob();
  }

  /**
   * @param {Blob} file
   * @returns {Promise<Map<string, () => Promise<Blob>>>} by path; a path twice is an error
   */
  return async (file) => {
    const { count, entries } = await list(file);
    const files = new Map();
    let at = 0;
    for (let number = 0; number < count; number += 1) {
      if (entries.getUint32(at, true) !== ENTRY) throw new Error("the list is cut short");
      const [method, packed] = [entries.getUint16(at + 10, true), entries.getUint32(at + 20, true)];
      const [name, extra, comment] = [28, 30, 32].map((where) => entries.getUint16(at + where, true));
      const start = entries.getUint32(at + 42, true);
      const path = new TextDecoder().decode(new Uint8Array(entries.buffer, at + ENTRY_BYTES, name));
      if (files.has(path)) throw new Error("a path stands there twice");
      if (!path.endsWith("/")) files.set(path, () => content(file, start, packed, method));
      at += ENTRY_BYTES + name + extra + comment;
    }
    return files;
  };
})();
