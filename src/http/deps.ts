import type { BundleDeps } from "../audit/bundle/seal.ts";
import type { LedgerFacts, ProofDocument } from "../audit/types.ts";
import type { UnitDeps } from "../issuance/unit-orders.ts";
import type { Actor } from "../kernel/actor.ts";
import type { Network } from "../kernel/networks.ts";
import type { Clock, Randomness } from "../kernel/time.ts";
import type { ChannelDeps } from "../monitoring/alert-channels.ts";
import type { StreamDeps } from "../monitoring/streams.ts";
import type { WebhookDeps } from "../monitoring/webhooks.ts";
import type { PlantDeps } from "../plants/plants.ts";
import type { IdempotentCalls } from "../platform/idempotent-calls.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { Cache } from "../platform/redis.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import type { Tracing } from "../platform/tracing.ts";
import type { AcceptDeps } from "../telemetry/accept.ts";
import type { BatchDeps } from "../telemetry/accept-batch.ts";
import type { Intake } from "../telemetry/intake.ts";
import type { QueryDeps } from "../telemetry/queries.ts";
import type { StoredRecord } from "../telemetry/types.ts";
import type { AuthDeps } from "../tenancy/auth-deps.ts";
import type { Quotas } from "../tenancy/quotas.ts";
import type { TenancyDeps } from "../tenancy/tenancy.ts";
import type { Downloads } from "./downloads.ts";
import type { HttpLimits } from "./limits.ts";
import type { Strangers } from "./strangers.ts";

/** One thing looked at by a health check or a verification, told in plain words. */
export type NamedCheck = { readonly name: string; readonly ok: boolean; readonly detail: string };

/** All that the HTTP face calls on. Made by `gateway.ts`; only handlers touch it, never route definitions. */
export type HttpDeps = {
  readonly db: ScopedDb;
  readonly clock: Clock;
  readonly random: Randomness;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Absent: nothing is traced. */
  readonly tracing?: Tracing | undefined;
  readonly auth: AuthDeps;
  readonly tenancy: TenancyDeps;
  readonly plants: PlantDeps;
  readonly accept: AcceptDeps & BatchDeps;
  readonly intake: Intake;
  readonly downloads: Downloads;
  readonly queries: QueryDeps;
  readonly ledger: LedgerFacts;
  readonly bundles: BundleDeps;
  readonly webhooks: WebhookDeps;
  readonly streams: StreamDeps;
  /** Texts that can be found out again, in Redis where there is one. */
  readonly cache?: Cache | undefined;
  readonly alerts: ChannelDeps;
  readonly units: UnitDeps;
  readonly limits: HttpLimits;
  readonly quotas: Quotas;
  readonly strangers: Strangers;
  readonly calls: IdempotentCalls;
  /** Resolves as soon as the record is anchored, or pending when `waitMs` milliseconds have passed. */
  awaitAnchor(
    record: Pick<StoredRecord, "orgId" | "recordId">,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<StoredRecord["anchor"]>;
  /** @throws {Fault} `not-found`, `not-anchored-yet` */
  getProof(actor: Actor, recordId: string): Promise<ProofDocument>;
  /** Pure: fetches nothing and reads no table. */
  verifyProof(input: { readonly record: string; readonly proof: string; readonly verifierKey: string }): Promise<{
    readonly valid: boolean;
    readonly checks: readonly { readonly check: string; readonly ok: boolean; readonly detail: string }[];
  }>;
  readiness(): Promise<{ readonly ready: boolean; readonly checks: readonly NamedCheck[] }>;
  /** Proxies whose word on a caller's address is taken. */
  readonly trustedProxies: readonly Network[];
  /** Networks of the operator's that URLs of tenants may lead into. */
  readonly outboundAllowed: readonly Network[];
  /** Base URL under which callers reach this gateway, without a slash at its end. */
  publicUrl(): string;
};
