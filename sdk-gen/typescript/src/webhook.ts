import type { Webhooks } from "./generated/types.gen.ts";

/** An event as it is sent; `type` says which. */
export type WebhookEvent = Webhooks["body"];

/** Webhooks by the Standard Webhooks specification: whether a message is from the gateway. */

export class WebhookError extends Error {
  override readonly name = "WebhookError";
}

type HeaderSource = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The event in a message, after its signature was checked. Events may come twice: `webhook-id` tells.
 *
 * @param message `body` exactly as it came, not parsed and written again
 * @param secret `whsec_...`, as it was shown when the webhook was made; several while it is changed
 * @param options `toleranceS`: how far its time may be from now, s
 * @throws {WebhookError} when the message is not the gateway's, or too old
 */
export async function verifyWebhook(
  message: { readonly headers: HeaderSource; readonly body: string | Uint8Array },
  secret: string | readonly string[],
  { toleranceS = 300, nowMs = Date.now() }: { readonly toleranceS?: number; readonly nowMs?: number } = {},
): Promise<WebhookEvent> {
  const id = headerOf(message.headers, "webhook-id");
  const timestamp = headerOf(message.headers, "webhook-timestamp");
  const signatures = headerOf(message.headers, "webhook-signature");
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookError("webhook-timestamp is not a number of seconds");
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > toleranceS) {
    throw new WebhookError(`the message is more than ${toleranceS} s from now`);
  }
  const body = typeof message.body === "string" ? new TextEncoder().encode(message.body) : message.body;
  const start = new TextEncoder().encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(start.length + body.length);
  signed.set(start);
  signed.set(body, start.length);
  const given = signatures.split(" ").flatMap((one) => (one.startsWith("v1,") ? [bytesOf(one.slice(3))] : []));
  for (const text of [secret].flat()) {
    const keyBytes = text.startsWith("whsec_") ? bytesOf(text.slice("whsec_".length)) : undefined;
    if (keyBytes === undefined || keyBytes.length === 0)
      throw new WebhookError("the secret is not in its form, whsec_...");
    const key = await crypto.subtle.importKey("raw", keyBytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
    for (const signature of given) {
      // WebCrypto compares in constant time.
      if (signature !== undefined && (await crypto.subtle.verify("HMAC", key, signature, signed))) {
        return JSON.parse(new TextDecoder().decode(body)) as WebhookEvent;
      }
    }
  }
  throw new WebhookError("no signature of the message is by this secret");
}

function headerOf(headers: HeaderSource, name: string): string {
  const found =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const text = typeof found === "string" ? found : found?.[0];
  if (text === undefined || text === "") throw new WebhookError(`the header ${name} is missing`);
  return text;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
