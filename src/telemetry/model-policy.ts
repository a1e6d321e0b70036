import { z } from "zod";
import { contentHash, type Json } from "../kernel/canonical.ts";
import policyFile from "./model-policy-v1.json" with { type: "json" };

const number = z
  .strictObject({ value: z.number().positive(), unit: z.string().min(1), source: z.string().min(1) })
  .transform(({ value }) => value);

const modelPolicySchema = z.strictObject({
  id: z.string().min(1),
  about: z.string(),
  least_readings: number,
  least_days: number,
  interval: number,
  recheck: number,
  window: number,
  most_readings: number,
  physics_plants: number,
  recent_days: number,
  recent_readings: number,
  drift: z.strictObject({
    votes_changed: number,
    flags_added: number,
    score_psi: number,
    efficiency_ks: number,
    residual_ks: number,
  }),
});

/** When models are trained, on what, and the lines of their drift report. Units stand in the file. */
export type ModelPolicy = Omit<z.output<typeof modelPolicySchema>, "about"> & { readonly hash: string };

/** Checks a policy file and takes its content hash. @throws ZodError when a number is missing or has no source. */
export function loadModelPolicy(json: unknown): ModelPolicy {
  const { about: _about, ...policy } = modelPolicySchema.parse(json);
  return { ...policy, hash: contentHash(json as Json) };
}

/** The policy by which models are trained. */
export const modelPolicy: ModelPolicy = loadModelPolicy(policyFile);
