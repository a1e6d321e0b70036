/**
 * The port of a key store: an Ed25519 key (RFC 8032) that signs where it is kept. What lies behind it, a file or
 * another program, is chosen at the start; nobody who signs can tell.
 */
export type SigningKey = {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** The 64-byte signature. @throws {KeyUnavailable} when the store does not sign just now */
  sign(message: Uint8Array): Promise<Uint8Array>;
};

/** The store of a key does not answer, or refuses: nothing was signed, and a later try may do. */
export class KeyUnavailable extends Error {}
