import type { Randomness } from "./time.ts";

/** Crockford's base 32 in lower case: no i, l, o, u, so an id survives being read over the phone. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** Two digits at once, for every ten bits: half of the pieces that a text is put together from. */
const pairs = Array.from({ length: 1024 }, (_, bits) => `${alphabet[bits >>> 5]}${alphabet[bits & 31]}`);

/** Base 32 of whole bytes, most significant bit first, without padding. */
export function base32(bytes: Uint8Array): string {
  let text = "";
  let pending = 0;
  let bits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    if (bits < 10) continue;
    bits -= 10;
    text += pairs[pending >>> bits];
    pending &= (1 << bits) - 1;
  }
  if (bits === 0) return text;
  // Up to nine bits are left: filled up with zeros to one digit or two.
  return text + (bits > 5 ? pairs[pending << (10 - bits)] : alphabet[pending << (5 - bits)]);
}

/** A record id: `rec_` and 26 characters (128 random bits). Random on purpose: ids show no order or count. */
export function newRecordId(random: Randomness): string {
  return `rec_${base32(random.bytes(16))}`;
}

/** The form of ids that people choose for organisations, plants and devices. */
export const chosenIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The form of a record id. */
export const recordIdPattern = /^rec_[0-9a-hjkmnp-tv-z]{26}$/;
