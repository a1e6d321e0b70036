import { z } from "zod";
import type { Json } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
import { contextPolicyInForce } from "./context.ts";
import { contextKinds, type Observation } from "./observation.ts";

/** Context as it stands in the record of the reading that was judged with it: all that a replay needs. */

const instant = z
  .string()
  .transform((text) => Date.parse(text))
  .refine((ms) => Number.isFinite(ms));

const contextSchema = z.strictObject({
  policy: z.strictObject({ id: z.string(), hash: z.string() }),
  observations: z
    .array(
      z.strictObject({
        kind: z.enum(contextKinds),
        value: z.number(),
        source: z.string(),
        observed_at: instant,
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .min(1),
});

/** Undefined where there is nothing: the record then has no such member. */
export function contextJson(observations: readonly Observation[] | undefined): Json | undefined {
  if (observations === undefined || observations.length === 0) return undefined;
  const { id, hash } = contextPolicyInForce;
  return {
    policy: { id, hash },
    observations: observations.map(({ kind, value, source, observedAtMs, sha256 }) => ({
      ...{ kind, value, source, sha256 },
      observed_at: isoFromMs(observedAtMs),
    })),
  };
}

export type RecordedContext = {
  readonly policy: { readonly id: string; readonly hash: string };
  readonly observations: readonly Observation[];
};

/** What a record's member says; undefined: it is not in its form. */
export function readContext(member: Json): RecordedContext | undefined {
  const parsed = contextSchema.safeParse(member);
  if (!parsed.success) return undefined;
  const { policy, observations } = parsed.data;
  return {
    policy,
    observations: observations.map(({ observed_at: observedAtMs, ...rest }) => ({ ...rest, observedAtMs })),
  };
}
