import { createHmac } from "node:crypto";

/** Standard Webhooks 1.0: what is signed, and how. */

export type SigningSecret = Uint8Array;

/** 24 bytes at least, 64 at most (the specification's range). */
const secretBytes = 32;

/**
 * The secret of an endpoint, derived instead of stored: the database alone lets nobody sign.
 *
 * @param no counts changes of the endpoint's secret, from 1
 */
export function secretOf(gatewaySecret: Uint8Array, endpointId: string, no: number): SigningSecret {
  const root = createHmac("sha256", gatewaySecret).update("webhooks").digest();
  return createHmac("sha256", root).update(`${endpointId}\n${no}`).digest().subarray(0, secretBytes);
}

/** As receivers' libraries take it. */
export const secretText = (secret: SigningSecret): string => `whsec_${Buffer.from(secret).toString("base64")}`;

/**
 * Headers of one attempt. The id is the event's, the same in each attempt and replay: by it a receiver knows what it
 * has had. While a secret is being changed there are two signatures, and either will do.
 */
export function signedHeaders(
  message: { readonly id: string; readonly body: string; readonly atS: number },
  secrets: readonly SigningSecret[],
): Readonly<Record<string, string>> {
  const { id, body, atS } = message;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac("sha256", secret).update(`${id}.${atS}.${body}`).digest("base64")}`,
  );
  return { "webhook-id": id, "webhook-timestamp": String(atS), "webhook-signature": signatures.join(" ") };
}
