/**
 * A child's unsent work as a file that a teacher takes in (classroom/carrying.py). Pure, and without `crypto.subtle`,
 * which plain HTTP does not have.
 */

const KIND = "astro-numbers-work";
const primes = [];
for (let n = 2; primes.length < 64; n++) if (!primes.some((prime) => n % prime === 0)) primes.push(n);
const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
const K = primes.map((prime) => fraction(Math.cbrt(prime)));
const H = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

/** SHA-256 of bytes (FIPS 180-4), as bytes. */
export function sha256(bytes) {
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length << 3);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const state = [...H];
  const w = new Int32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) {
        w[i] = view.getInt32(block + i * 4);
        continue;
      }
      const [a, b] = [w[i - 15], w[i - 2]];
      w[i] = w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] = (state[i] + value) | 0));
  }
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((value, i) => out.setInt32(i * 4, value));
  return new Uint8Array(out.buffer);
}

const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** HMAC-SHA-256 of a text under a key of 64 hexadecimal digits, in hexadecimal digits. */
export function seal(key, text) {
  const bytes = Uint8Array.from(key.match(/../g), (two) => Number.parseInt(two, 16));
  const padded = [...bytes, ...new Array(64 - bytes.length).fill(0)];
  const pad = (value) => padded.map((byte) => byte ^ value);
  const inner = sha256(joined(pad(0x36), new TextEncoder().encode(text)));
  return hex(sha256(joined(pad(0x5c), inner)));
}

/**
 * The file's text.
 *
 * @param {{ticket: string, key: string, entries: object[], now: number}} what  entries as the outbox keeps them
 */
export function fileOf({ ticket, key, entries, now }) {
  const answers = entries.map(({ id, answer, seq, at, body }) => ({ client_id: id, answer, seq, at, ...body }));
  const work = JSON.stringify({ made: now, answers });
  return JSON.stringify({ kind: KIND, version: 1, ticket, work, seal: seal(key, work) });
}

/** A name that tells files apart and names nobody: the day, and a few signs of what is in it. */
export const nameOf = (entries, now) => `astro-work-${new Date(now).toISOString().slice(0, 10)}-${entries[0].id.slice(0, 6)}.json`;
