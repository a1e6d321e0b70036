import { createApp } from "../../src/http/app.ts";
import type { HttpDeps } from "../../src/http/deps.ts";
import type { Operation } from "../../src/http/operation.ts";
import { createStrangers } from "../../src/http/strangers.ts";
import { createLog } from "../../src/platform/log.ts";
import { createMetrics } from "../../src/platform/metrics.ts";
import { verifyRecordProof } from "../../src/proof/verify.ts";

/**
 * The HTTP face without a database: everything that needs none is the real thing, the rest is absent, so
 * that a test that reaches for it fails loudly.
 */
export function faceWithoutDatabase(overrides: Partial<HttpDeps> = {}, list?: readonly Operation[]) {
  const logLines: string[] = [];
  const metrics = createMetrics({ processMetrics: false });
  let drawn = 0;
  const deps = {
    clock: { nowMs: () => Date.parse("2026-05-01T12:00:00Z") },
    random: { bytes: (length: number) => new Uint8Array(length).fill(++drawn) },
    log: createLog("info", { write: (line) => logLines.push(line) }),
    metrics,
    ledger: { network: "local", mirrorUrl: "http://127.0.0.1:5551" },
    verifyProof: verifyRecordProof,
    readiness: async () => ({ ready: true, checks: [] }),
    publicUrl: () => "https://gateway.example",
    limits: {
      headersTimeoutMs: 10_000,
      bodyTimeoutMs: 10_000,
      requestTimeoutMs: 60_000,
      stopTimeoutMs: 5_000,
      corsOrigins: new Set(),
    },
    trustedProxies: [],
    outboundAllowed: [],
    quotas: { take: async () => [] },
    strangers: createStrangers({ perWindow: 1_000, windowS: 60, elapsedMs: () => 0 }),
    ...overrides,
  } as HttpDeps;
  const app = createApp(deps, list);
  const post = (path: string, body: RequestInit["body"], headers: Record<string, string> = {}) =>
    app.request(path, {
      method: "POST",
      body: body ?? null,
      headers: { "Content-Type": "application/json", ...headers },
    });
  return { app, deps, metrics, logLines, post };
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export const bodyOf = async (response: Response): Promise<any> => response.json();
