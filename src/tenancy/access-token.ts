import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, errors, exportJWK, importPKCS8, jwtVerify, SignJWT } from "jose";
import { SettingError } from "../kernel/setting-error.ts";
import type { Clock } from "../kernel/time.ts";

/** What our own access tokens say: who, in which session, for which organisation. What one may do is looked up. */
export type AccessClaims = { readonly userId: string; readonly sessionId: string; readonly orgId: string };

export type AccessTokens = {
  readonly lifeS: number;
  sign(claims: AccessClaims): Promise<string>;
  /** Undefined for a token that is over, of another key or of another purpose. */
  verify(token: string): Promise<AccessClaims | undefined>;
};

/** `iss` of our own tokens. No organisation can configure an issuer of this name: those are URLs. */
export const ownIssuer = "hydro-mrv-gateway";
const audience = "hydro-mrv-gateway-api";
const type = "at+jwt";
const algorithm = "EdDSA";

/** A new signing key as its file holds it: PKCS #8 in PEM. */
export function newSigningKey(): string {
  return generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }) as string;
}

/**
 * Access tokens as JWT (RFC 9068) under the gateway's own Ed25519 key. They live for minutes; a session's end is
 * looked up at every call, so that nobody has to wait for it.
 *
 * @throws {SettingError} when the PEM holds no Ed25519 private key
 */
export async function createAccessTokens(
  pem: string,
  { clock, lifeS = 600 }: { readonly clock: Clock; readonly lifeS?: number },
): Promise<AccessTokens> {
  const publicKey = publicKeyOf(pem);
  const privateKey = await importPKCS8(pem, algorithm);
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  return {
    lifeS,
    sign({ userId, sessionId, orgId }) {
      const nowS = Math.floor(clock.nowMs() / 1000);
      return new SignJWT({ sid: sessionId, org: orgId })
        .setProtectedHeader({ alg: algorithm, typ: type, kid })
        .setIssuer(ownIssuer)
        .setAudience(audience)
        .setSubject(userId)
        .setIssuedAt(nowS)
        .setExpirationTime(nowS + lifeS)
        .sign(privateKey);
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          algorithms: [algorithm],
          issuer: ownIssuer,
          audience,
          typ: type,
          requiredClaims: ["sub", "sid", "org", "exp", "iat"],
          currentDate: new Date(clock.nowMs()),
        });
        const { sub, sid, org } = payload;
        if (typeof sub !== "string" || typeof sid !== "string" || typeof org !== "string") return undefined;
        return { userId: sub, sessionId: sid, orgId: org };
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}

/** A public key alone is read as one, too: it signs nothing. */
function publicKeyOf(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "ed25519") return createPublicKey(key);
  } catch {
    // Said below: the library's word names neither the setting nor what belongs there.
  }
  throw new SettingError("AUTH_KEY_FILE must hold an Ed25519 private key in PEM form.");
}
