import { randomBytes } from "node:crypto";
import type { Clock } from "../../src/kernel/time.ts";
import { createLog } from "../../src/platform/log.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { createOutbound } from "../../src/platform/outbound.ts";
import type { ScopedDb } from "../../src/platform/scoped.ts";
import { createAccessTokens, newSigningKey } from "../../src/tenancy/access-token.ts";
import type { AuthDeps } from "../../src/tenancy/auth-deps.ts";
import { createIssuerKeys } from "../../src/tenancy/issuer-keys.ts";
import { createPasswords } from "../../src/tenancy/passwords.ts";
import { createSeal } from "../../src/tenancy/seal.ts";

/** All that signing in needs, on a database alone: no mail, and keys of its own. */
export async function authDeps(db: ScopedDb, clock: Clock, overrides: Partial<AuthDeps> = {}): Promise<AuthDeps> {
  const outbound = createOutbound();
  return {
    ...{ db, clock, outbound },
    random: { bytes: (length) => randomBytes(length) },
    log: createLog("silent"),
    metrics: createMetrics({ processMetrics: false }),
    keyEnvironment: "local",
    registration: "open",
    seal: createSeal(randomBytes(32)),
    mailer: undefined,
    passwords: createPasswords(),
    accessTokens: await createAccessTokens(newSigningKey(), { clock }),
    issuerKeys: createIssuerKeys(outbound, clock),
    publicUrl: () => "https://gateway.example",
    ...overrides,
  };
}
