import { type VerifyResult, verifyRecordProof } from "./generated/proof/verify.ts";
import type { Proof } from "./generated/types.gen.ts";

/** A record's proof as `getRecordProof` answers it, or its three texts from wherever they were kept. */
export type ProofInput = Pick<Proof, "record" | "proof"> & Partial<Pick<Proof, "commitment">>;

/**
 * Whether a record is in the log whose key is given. Nothing is fetched and nobody is asked: the record's bytes are
 * hashed (SHA-256 over RFC 8785), the path is walked to the root (RFC 9162), and the checkpoint's signature is checked
 * (C2SP signed note, Ed25519). Never throws.
 *
 * @param verifierKey from a source you trust, such as the first message of the log's topic: the key that stands in the
 *   answer itself proves only that the answer agrees with itself
 * @returns `valid`, and each check in plain words
 */
export function verifyProof(input: ProofInput, verifierKey: string): Promise<VerifyResult> {
  const { record, proof, commitment } = input;
  return verifyRecordProof({ record, proof, verifierKey, commitment });
}
