import { z } from "zod";
import { featureNames } from "../fraud/features.ts";
import { type CompiledForest, compileForest } from "../fraud/forest.ts";
import { priorForest } from "../fraud/prior.ts";
import { contentHash, type Json } from "../kernel/canonical.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { type TrainingSet, trainingSetSchema } from "../telemetry/model-set.ts";
import { named } from "./differences.ts";
import { BrokenLink } from "./findings.ts";

const identity = z.strictObject({ id: z.string(), hash: z.string().regex(/^[0-9a-f]{64}$/) });
const decisionSchema = z.strictObject({
  decision: z.enum(["approve", "reject"]),
  model: identity,
  in_force_before: identity,
  reason: z.string().min(1),
  decided_by: z.string(),
  training: trainingSetSchema.optional(),
  drift: z.unknown().optional(),
  content: z.unknown().optional(),
});

/** A model that came into force by the chain, with what it says it was trained on. */
export type Activated = {
  readonly forest: CompiledForest;
  readonly training: TrainingSet;
  readonly record: RecordEnvelope;
};

/**
 * Which isolation forest judges at every place of a plant's chain, from the chain alone: the physics prior until
 * a verifier's approval brings another with its bytes, or names one that was approved before.
 */
export class ModelReplay {
  #inForce: CompiledForest = priorForest;
  readonly #known = new Map<string, CompiledForest>([[priorForest.identity.hash, priorForest]]);
  readonly #rejected = new Set<string>();
  readonly #activated: Activated[] = [];
  /** A decision could not be read: which model is in force is not known from there on. */
  #lost = false;

  get inForce(): CompiledForest {
    return this.#inForce;
  }

  /** Models of the plant's own that came into force, in the order of their first approval. */
  get activated(): readonly Activated[] {
    return this.#activated;
  }

  /** A verifier's decision on a model. @returns why it cannot be followed, if so. @throws {BrokenLink} */
  decide(record: RecordEnvelope): string | undefined {
    const read = decisionSchema.safeParse(record.members.model);
    if (!read.success) {
      this.#lost = true;
      return "a model record is of a form not known to this version";
    }
    const { decision, model, in_force_before: before } = read.data;
    if (!this.#lost && before.hash !== this.#inForce.identity.hash) {
      throw broken(record, `in_force_before is ${before.id}, but ${this.#inForce.identity.id} was in force`);
    }
    if (model.hash === before.hash) throw broken(record, `${model.id} was in force already`);
    if (decision === "reject") {
      if (this.#known.has(model.hash)) throw broken(record, `${model.id} was approved before it is rejected`);
      this.#rejected.add(model.hash);
      return undefined;
    }
    if (this.#rejected.has(model.hash)) throw broken(record, `${model.id} was rejected before it is approved`);
    const forest = this.#known.get(model.hash) ?? this.#bring(record, read.data);
    this.#lost = forest === undefined;
    if (forest === undefined) return `the model ${model.id} uses features not known to this version`;
    this.#inForce = forest;
    return undefined;
  }

  /** Whether a verdict was made with the model in force. @returns why that is not known, if so. @throws {BrokenLink} */
  check(record: RecordEnvelope, claimed: { readonly id?: Json | undefined; readonly hash?: Json | undefined }) {
    const { id, hash } = this.#inForce.identity;
    if (claimed.hash === hash || claimed.hash === undefined) return this.#lost ? modelsLost : undefined;
    if (this.#lost) return modelsLost;
    // Only the prior may be of another version of the gateway; every other model stands in the chain.
    if (this.#inForce === priorForest && !this.#known.has(String(claimed.hash))) {
      return `the model ${claimed.id} with hash ${claimed.hash} is not in this version`;
    }
    throw broken(record, `verification.model is ${claimed.id} (${claimed.hash}), but ${id} (${hash}) was in force`);
  }

  /** A model's bytes as its first approval brings them; undefined where this version cannot score with it. */
  #bring(record: RecordEnvelope, { model, training, content }: z.output<typeof decisionSchema>) {
    if (content === undefined || training === undefined) {
      throw broken(record, `it approves ${model.id}, whose bytes neither it nor an earlier record holds`);
    }
    const hash = contentHash(content as Json);
    if (hash !== model.hash) {
      throw broken(record, `the bytes of model ${model.id} hash to ${hash}, not to the ${model.hash} it names`);
    }
    const forest = this.#compiled(record, model.id, content);
    if (forest.identity.id !== model.id) throw broken(record, `model ${model.id} calls itself ${forest.identity.id}`);
    if (forest.featureNames.join() !== featureNames.join()) return undefined;
    this.#known.set(hash, forest);
    this.#activated.push({ forest, training, record });
    return forest;
  }

  #compiled(record: RecordEnvelope, id: string, content: unknown): CompiledForest {
    try {
      return compileForest(content);
    } catch {
      throw broken(record, `the bytes of model ${id} are no whole isolation forest`);
    }
  }
}

const modelsLost = "which model was in force could not be read";

function broken(record: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("models", `${named(record)}: ${detail}`);
}
