import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import type { Clock } from "../kernel/time.ts";
import { type Outbound, OutboundError } from "../platform/outbound.ts";

/** Public keys of organisations' issuers, fetched through the outbound client and remembered for a while. */
export type IssuerKeys = {
  /** Keys that are not older than they may be. @throws {OutboundError} */
  of(jwksUri: string): Promise<JWTVerifyGetKey>;
  /** Keys fetched anew for a token that names none of the known; the same ones while the last fetch is recent. */
  renewed(jwksUri: string): Promise<JWTVerifyGetKey>;
};

const freshMs = 600_000;
/** Between two fetches from one place, whatever tokens say: strangers' tokens must not make us a nuisance. */
const restMs = 30_000;
/** While a place does not answer, what was fetched before is good for so long. */
const staleMs = 3_600_000;
const mostPlaces = 1_000;

const limits = { maxBytes: 100_000, timeoutMs: 5_000 } as const;

type Entry = {
  fetchedMs: number;
  triedMs: number;
  keys: JWTVerifyGetKey | undefined;
  fetching: Promise<void> | undefined;
};

export function createIssuerKeys(outbound: Outbound, clock: Clock): IssuerKeys {
  const entries = new Map<string, Entry>();
  const entryOf = (uri: string): Entry => {
    const known = entries.get(uri) ?? { fetchedMs: 0, triedMs: 0, keys: undefined, fetching: undefined };
    entries.delete(uri);
    entries.set(uri, known);
    const [oldest] = entries.keys();
    if (entries.size > mostPlaces && oldest !== undefined) entries.delete(oldest);
    return known;
  };
  const get = async (uri: string, oldestMs: number): Promise<JWTVerifyGetKey> => {
    const entry = entryOf(uri);
    const now = clock.nowMs();
    let failure: unknown;
    // A clock that was ahead and has been put back would have had everything fetched just now.
    const [ageMs, restedMs] = [Math.abs(now - entry.fetchedMs), Math.abs(now - entry.triedMs)];
    if (ageMs > oldestMs && restedMs > restMs) {
      entry.fetching ??= renew(entry, uri).finally(() => {
        entry.fetching = undefined;
      });
    }
    await entry.fetching?.catch((error: unknown) => {
      failure = error;
    });
    if (entry.keys !== undefined && Math.abs(now - entry.fetchedMs) <= staleMs) return entry.keys;
    throw failure ?? new OutboundError("connection", "the issuer's keys could not be fetched a moment ago");
  };
  const renew = async (entry: Entry, uri: string): Promise<void> => {
    entry.triedMs = clock.nowMs();
    entry.keys = createLocalJWKSet(await fetchKeySet(outbound, uri));
    entry.fetchedMs = clock.nowMs();
  };
  return { of: (uri) => get(uri, freshMs), renewed: (uri) => get(uri, 0) };
}

/** The public keys at a place. @throws {OutboundError} `connection` for what is no key set */
export async function fetchKeySet(outbound: Outbound, uri: string): Promise<JSONWebKeySet> {
  const { keys } = (await fetchJson(outbound, uri)) as { keys?: unknown };
  const usable = Array.isArray(keys) ? keys.filter(isPublicKey) : [];
  if (usable.length === 0) throw new OutboundError("connection", `${uri} holds no public key that can be used`);
  return { keys: usable };
}

/** A JSON object from a place. @throws {OutboundError} */
export async function fetchJson(outbound: Outbound, uri: string): Promise<object> {
  const { status, body } = await outbound(uri, { ...limits, headers: { Accept: "application/json" } });
  if (status !== 200) throw new OutboundError("connection", `${uri} answered ${status}`);
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    if (typeof value === "object" && value !== null) return value;
  } catch (error) {
    throw new OutboundError("connection", `${uri} holds no JSON`, error);
  }
  throw new OutboundError("connection", `${uri} holds no JSON object`);
}

/** Symmetric keys have no place where everybody reads them. */
function isPublicKey(key: unknown): key is JSONWebKeySet["keys"][number] {
  const { kty } = (typeof key === "object" && key !== null ? key : {}) as { kty?: unknown };
  return kty === "RSA" || kty === "EC" || kty === "OKP";
}
