import { encodeRecordMessage, type PublicFields, type RecordMessage, recordMessageText } from "./checkpoint-message.ts";
import { type NoteSigner, type VerifierKey, verifyEd25519 } from "./note.ts";

/** A direct message, as bytes for the topic. The key's name is the log's origin. */
export async function signRecordMessage(
  said: { readonly commitment: Uint8Array; readonly leafIndex: number; readonly fields: PublicFields },
  signer: NoteSigner,
): Promise<Uint8Array> {
  const message = { ...said, origin: signer.name };
  const signature = Uint8Array.from(await signer.sign(recordMessageText(message)));
  return encodeRecordMessage({ ...message, signature });
}

/** Whether the log itself said so: strangers may write to its topic, but not under its key. */
export async function isSignedBy(key: VerifierKey, message: RecordMessage): Promise<boolean> {
  return message.origin === key.name && verifyEd25519(key.publicKey, message.signature, recordMessageText(message));
}
