import { sql } from "kysely";
import { priorForest } from "../../src/fraud/prior.ts";
import { bytesToHex, contentHash } from "../../src/kernel/canonical.ts";
import { createLog } from "../../src/platform/log.ts";
import { type ModelPolicy, modelPolicy } from "../../src/telemetry/model-policy.ts";
import { runModelTraining, type TrainingDeps } from "../../src/telemetry/model-training.ts";
import { decideOnModel, listModels, type PlantModel, requestTraining } from "../../src/telemetry/models.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { ReviewBench } from "./review-bench.ts";

const hourMs = 3_600_000;
const { plant_id: plantId } = pilotPlant;

/** Enough of it in two weeks of hours. */
const short = { least_readings: 300, least_days: 10, most_readings: 512 };
export const shortPolicy: ModelPolicy = { ...modelPolicy, ...short, id: "short", hash: contentHash(short) };

export const prior = priorForest.identity;
export const forever = new AbortController().signal;

/** Plants with honest hours, their training job and a verifier who decides on models. */
export class ModelBench {
  readonly world: ReviewBench;

  constructor(world: ReviewBench) {
    this.world = world;
  }

  static async open(): Promise<ModelBench> {
    return new ModelBench(await ReviewBench.open());
  }

  /** A plant with so many honest hours up to now. */
  async plantWith(hours: number): Promise<string> {
    const orgId = await this.world.newPlant();
    await this.world.stream(orgId, this.hours(-hours, hours));
    return orgId;
  }

  /** Honest hours from so many before or after the bench's now. */
  hours(from: number, count: number): unknown[] {
    return Array.from({ length: count }, (_, i) => {
      const hour = from + i;
      const flow = Math.round(1000 * (2 + 0.5 * Math.sin((hour / 12) * Math.PI))) / 1000;
      const power = Math.round(9.78 * flow * 45 * 0.86 * (1 + 0.01 * Math.sin(hour * 1.7)) * 10) / 10;
      const time = { timestamp: new Date(this.world.bench.now + hour * hourMs).toISOString(), interval_s: 3600 };
      return pilotBody({ flow_rate_m3s: flow, power_output_kw: power }, time);
    });
  }

  training(holderName = "gateway", policy = shortPolicy): TrainingDeps {
    const { db, clock, metrics } = this.world.bench.work;
    const log = createLog("silent");
    return { db, clock, metrics, log, holderName, policy };
  }

  /** Passes until nothing is due. */
  async train(deps = this.training()): Promise<number> {
    let passes = 0;
    while ((await runModelTraining(deps, forever)) === "more") passes++;
    return passes;
  }

  request(orgId: string) {
    return requestTraining(this.world.bench.deps, this.world.verifier(orgId), plantId);
  }

  list(orgId: string) {
    return listModels(this.world.bench.deps, this.world.verifier(orgId), { plantId, limit: 100 });
  }

  async newest(orgId: string): Promise<PlantModel & { readonly hash: string }> {
    const { models } = await this.list(orgId);
    // The bench's clock stands still: of several, the one that waits is the newest.
    const newest = models.find(({ model }) => model.state === "candidate") ?? models[0];
    if (newest === undefined) throw new Error("the plant has no model");
    return { ...newest, hash: bytesToHex(newest.model.hash) };
  }

  decide(
    orgId: string,
    hash: string,
    decision: "approve" | "reject" = "approve",
    reason = "looks right",
    keyId?: string,
  ) {
    const { bench } = this.world;
    return decideOnModel(bench.deps, this.world.verifier(orgId, keyId), plantId, hash, { decision, reason });
  }

  /** A plant whose own model was trained now and approved. */
  async plantWithOwnModel(hours = 24 * 14): Promise<{ orgId: string; hash: string }> {
    const orgId = await this.plantWith(hours);
    await this.request(orgId);
    await this.train();
    const { hash } = await this.newest(orgId);
    await this.decide(orgId, hash);
    return { orgId, hash };
  }

  /** The hash of the model in each reading's record, in order of acceptance. */
  async judgedBy(orgId: string): Promise<string[]> {
    const rows = await this.world.rows<{ hash: string }>(sql`
      SELECT convert_from(body, 'UTF8')::jsonb #>> '{verification,model,hash}' AS hash FROM records
      WHERE org_id = ${orgId} AND kind IN ('reading', 'correction') ORDER BY seq`);
    return rows.map(({ hash }) => hash);
  }
}
