import type { Randomness } from "./time.ts";

/** Crockford's base 32 in lower case: no i, l, o, u, so an id survives being read over the phone. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** Base 32 of whole bytes, most significant bit first, without padding. */
export function base32(bytes: Uint8Array): string {
  let text = "";
  let pending = 0;
  let bits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(pending >>> bits) & 31];
    }
    pending &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(pending << (5 - bits)) & 31] : text;
}

/** A record id: `rec_` and 26 characters (128 random bits). Random on purpose: ids show no order or count. */
export function newRecordId(random: Randomness): string {
  return `rec_${base32(random.bytes(16))}`;
}

/** The form of ids that people choose for organisations, plants and devices. */
export const chosenIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The form of a record id. */
export const recordIdPattern = /^rec_[0-9a-hjkmnp-tv-z]{26}$/;
