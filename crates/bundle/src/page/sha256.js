// SHA-256 of a file in pieces (FIPS 180-4): the browser's own wants the whole file in memory and tells no progress.
const Digesting = (() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);

  /** The first 32 bits after the point of the root of a prime: the standard's constants. */
  function bits(prime, degree) {
    const wanted = BigInt(prime) << BigInt(32 * degree);
    let [low, high] = [0n, 1n << 40n];
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** BigInt(degree) <= wanted) low = middle;
      else high = middle;
    }
    return Number(low & 0xffffffffn) | 0;
  }

  const K = Int32Array.from(primes, (prime) => bits(prime, 3));
  const START = Int32Array.from(primes.slice(0, 8), (prime) => bits(prime, 2));

  return class {
    #state = START.slice();
    #words = new Int32Array(64);
    #rest = new Uint8Array(64);
    #length = 0;

    /** @param {Uint8Array} piece */
    add(piece) {
      let at = 0;
      const held = this.#length % 64;
      this.#length += piece.length;
      if (held + piece.length < 64) {
        this.#rest.set(piece, held);
        return;
      }
      if (held) {
        at = 64 - held;
        this.#rest.set(piece.subarray(0, at), held);
        this.#block(this.#rest, 0);
      }
      for (; at + 64 <= piece.length; at += 64) this.#block(piece, at);
      this.#rest.set(piece.subarray(at));
    }

    /** @returns {string} in hex; ends it */
    end() {
      const length = this.#length;
      const padding = new Uint8Array(((119 - (length % 64)) % 64) + 1 + 8);
      padding[0] = 0x80;
      new DataView(padding.buffer).setBigUint64(padding.length - 8, BigInt(length) * 8n);
      this.add(padding);
      return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
    }

    #block(from, at) {
      const [w, state] = [this.#words, this.#state];
      for (let i = 0; i < 16; i += 1) {
        const j = at + 4 * i;
        w[i] = (from[j] << 24) | (from[j + 1] << 16) | (from[j + 2] << 8) | from[j + 3];
      }
      for (let i = 16; i < 64; i += 1) {
        const [x, y] = [w[i - 15], w[i - 2]];
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
      }
      let a = state[0], b = state[1], c = state[2], d = state[3];
      let e = state[4], f = state[5], g = state[6], h = state[7];
      for (let i = 0; i < 64; i += 1) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
      }
      state[0] += a;
      state[1] += b;
      state[2] += c;
      state[3] += d;
      state[4] += e;
      state[5] += f;
      state[6] += g;
      state[7] += h;
    }
  };
})();
