/** Standard base 64 with padding (RFC 4648 section 4), the only form the C2SP texts use. */
export function base64FromBytes(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/**
 * Undefined unless the text is the one canonical encoding of its bytes: no white space, full padding, no
 * stray bits. A looser reader would let two different texts carry one signature.
 */
export function bytesFromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return undefined;
  }
  if (btoa(binary) !== text) return undefined;
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** A SHA-256 value in base 64; undefined for anything but 32 bytes. */
export function hashFromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = bytesFromBase64(text);
  return bytes?.length === 32 ? bytes : undefined;
}

const decimalPattern = /^(?:0|[1-9][0-9]{0,15})$/;

/** A non-negative integer in ASCII decimal without leading zeros, up to 2^53 - 1. */
export function safeIntegerFromDecimal(text: string): number | undefined {
  if (!decimalPattern.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Equality of two public values; takes no care of timing. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
