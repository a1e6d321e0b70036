import type { Secrets, StreamSettings } from "./config.ts";
import { createHub, type Hub, type HubDeps } from "./monitoring/stream-hub.ts";
import type { Db } from "./platform/database.ts";
import type { EventBus } from "./platform/events.ts";
import type { Log } from "./platform/log.ts";
import { startLoop } from "./platform/loop.ts";
import type { Redis } from "./platform/redis.ts";
import { dropOldRuns } from "./platform/stream-log.ts";
import type { SureTime } from "./platform/sure-time.ts";
import type { AuthDeps } from "./tenancy/auth-deps.ts";
import { standingOf } from "./tenancy/standing.ts";

/** Undefined: there is none, and PostgreSQL does it alone. */
export async function openRedis(
  { redisUrl }: Pick<Secrets, "redisUrl">,
  origin: string,
  deps: { readonly events: EventBus; readonly log: Log },
  cleanups: { add(step: () => Promise<unknown> | unknown): void },
): Promise<Redis | undefined> {
  if (redisUrl === undefined) return undefined;
  const { startRedis } = await import("./platform/redis.ts");
  const redis = startRedis(redisUrl, origin, deps);
  cleanups.add(() => redis.stop());
  return redis;
}

/** The part of the composition root by which clients watch live. */
export function startStreams(
  deps: Omit<HubDeps, "standing" | "limits"> & {
    readonly auth: Pick<AuthDeps, "db" | "clock">;
    readonly worker: Db;
    readonly sureTime: SureTime;
  },
  { perKey, perOrg, all }: StreamSettings,
  cleanups: { add(step: () => Promise<unknown> | unknown): void },
): Hub {
  const { auth, worker, sureTime, log } = deps;
  const limits = { perCredential: perKey, perOrg, all };
  const hub = createHub({ ...deps, limits, standing: (actor) => standingOf(auth, actor) });
  const keeping = startLoop("old streams", log, 600_000, async () => {
    const nowMs = await sureTime.nowMs();
    return nowMs === undefined ? "idle" : dropOldRuns(worker, new Date(nowMs));
  });
  cleanups.add(() => keeping.stop());
  return hub;
}
