import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import { bytesToHex, canonicalBytes, type Json, sha256Hex } from "../../src/kernel/canonical.ts";
import { acceptReading } from "../../src/telemetry/accept.ts";
import { decideOnModel, getModelContent, requestTraining } from "../../src/telemetry/models.ts";
import { type Members, relink } from "../support/chain.ts";
import { pilotPlant } from "../support/pilot.ts";
import { ModelBench, prior } from "./model-bench.ts";
import { failing, fault } from "./review-bench.ts";

let models: ModelBench;
beforeAll(async () => {
  models = await ModelBench.open();
});
afterAll(() => models.world.bench.close());

const { plant_id: plantId } = pilotPlant;
const checks = ["ok canonical", "ok chain", "ok replay", "ok no-time-twice", "ok models"];
const holds = [...checks, "note retraining", "note configuration"];

describe("an approval", () => {
  test("is a record with the model's bytes; the next reading is judged by it, no earlier one, and an auditor agrees", async () => {
    const orgId = await models.plantWith(24 * 14);
    await models.request(orgId);
    await models.train();
    const { hash, model } = await models.newest(orgId);
    const waiting = await models.list(orgId);
    expect([model.state, waiting.inForce]).toEqual(["candidate", prior]);
    await models.world.stream(orgId, models.hours(-400, 3));
    const { record, inForce, repeated } = await models.decide(orgId, hash);
    await models.world.stream(orgId, models.hours(-397, 5));
    expect([inForce, repeated]).toEqual([{ id: model.modelId, hash }, false]);
    const [body = {}] = await models.world.bodiesOf(orgId, "model");
    expect(body.model).toMatchObject({
      decision: "approve",
      model: { id: model.modelId, hash },
      in_force_before: prior,
      reason: "looks right",
      decided_by: "verifier",
      training: model.training,
      drift: model.drift,
    });
    const { content } = body.model as { content: Json };
    const bytes = canonicalBytes(content);
    expect(sha256Hex(bytes)).toBe(hash);
    expect(bytes.length).toBeLessThanOrEqual(200_000);
    const verifier = models.world.verifier(orgId);
    const served = await getModelContent(models.world.bench.deps, verifier, plantId, hash);
    expect(bytesToHex(served)).toBe(bytesToHex(bytes));
    expect(record).toMatchObject({ kind: "model", status: null });
    const judged = await models.judgedBy(orgId);
    expect(judged).toEqual([...new Array(24 * 14 + 3).fill(prior.hash), ...new Array(5).fill(hash)]);
    expect(await models.world.audit(orgId)).toEqual(holds);
  });

  test("among readings that arrive meanwhile has one place: all before it by the old model, all after by the new", async () => {
    const orgId = await models.plantWith(24 * 14);
    await models.request(orgId);
    await models.train();
    const { hash } = await models.newest(orgId);
    const actor = models.world.bench.actorOf(orgId);
    const accept = (body: unknown) => acceptReading(models.world.bench.deps, actor, body as TelemetryBody);
    const bodies = models.hours(-600, 120);
    const first = Promise.all(bodies.slice(0, 60).map(accept));
    const [, , { record }] = await Promise.all([
      first,
      Promise.all(bodies.slice(60).map(accept)),
      models.decide(orgId, hash),
    ]);
    await models.world.stream(orgId, models.hours(-480, 5));
    const chain = await models.world.chain(orgId);
    for (const { seq, kind, body } of chain) {
      if (kind !== "reading") continue;
      const { verification } = JSON.parse(body.toString()) as { verification: { model: { hash: string } } };
      expect(verification.model.hash, `record ${seq}`).toBe(seq < record.seq ? prior.hash : hash);
    }
    expect(await models.world.audit(orgId)).toEqual(holds);
  });

  test("of another model, of an earlier one and of the prior each take effect; the bytes are in the chain once", async () => {
    const { orgId, hash: first } = await models.plantWithOwnModel();
    await models.world.stream(orgId, models.hours(-700, 40));
    await models.request(orgId);
    await models.train();
    const { hash: second } = await models.newest(orgId);
    const choices = [second, first, prior.hash, second];
    for (const [i, choice] of choices.entries()) {
      await models.decide(orgId, choice, "approve", `choice ${i}`);
      await models.world.stream(orgId, models.hours(-600 + 2 * i, 2));
    }
    expect((await models.judgedBy(orgId)).slice(-8)).toEqual(choices.flatMap((hash) => [hash, hash]));
    const bodies = (await models.world.bodiesOf(orgId, "model")).map(({ model }) => model as Members);
    expect(bodies.map(({ content }) => content !== undefined)).toEqual([true, true, false, false, false]);
    const { models: listed, inForce } = await models.list(orgId);
    expect(inForce.hash).toBe(second);
    expect(new Map(listed.map(({ model }) => [bytesToHex(model.hash), model.state]))).toEqual(
      new Map([
        [second, "approved"],
        [first, "retired"],
      ]),
    );
    expect(await models.world.audit(orgId)).toEqual(holds);
  });

  test("that dies before its commit leaves neither record nor effect", async () => {
    const orgId = await models.plantWith(24 * 14);
    await models.request(orgId);
    await models.train();
    const { hash } = await models.newest(orgId);
    await failing(models.world, "plant_model_decisions", async () => {
      await expect(models.decide(orgId, hash)).rejects.toThrow("the machine died");
    });
    expect(await models.world.bodiesOf(orgId, "model")).toEqual([]);
    const { inForce, models: listed } = await models.list(orgId);
    expect([inForce, listed[0]?.model.state]).toEqual([prior, "candidate"]);
  });

  test("repeated fifty times at once is one record", async () => {
    const orgId = await models.plantWith(24 * 14);
    await models.request(orgId);
    await models.train();
    const { hash } = await models.newest(orgId);
    const made = await Promise.all(Array.from({ length: 50 }, () => models.decide(orgId, hash)));
    expect(new Set(made.map(({ record }) => record.recordId)).size).toBe(1);
    expect(made.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await models.world.bodiesOf(orgId, "model")).toHaveLength(1);
  });
});

describe("a decision on a model", () => {
  test("is a verifier's alone; a training may be asked for by the owner too, by nobody else", async () => {
    const { orgId, hash } = await models.plantWithOwnModel();
    const { deps } = models.world.bench;
    const input = { decision: "approve", reason: "mine" } as const;
    for (const role of ["owner", "operator", "device", "issuer", "auditor", "registrar"] as const) {
      const actor = { orgId, keyId: role, roles: [role] };
      expect((await fault(decideOnModel(deps, actor, plantId, hash, input))).code).toBe("forbidden");
      if (role === "owner") continue;
      expect((await fault(requestTraining(deps, actor, plantId))).code).toBe("forbidden");
    }
    await requestTraining(deps, { orgId, keyId: "owner", roles: ["owner"] }, plantId);
    expect((await models.list(orgId)).schedule.requestedAt).not.toBeNull();
    await models.train();
  });

  test("of another organisation's plant or on no model is the same not-found", async () => {
    const { orgId, hash } = await models.plantWithOwnModel();
    const stranger = await models.world.newPlant();
    const absent = "0".repeat(64);
    const [foreign, none] = [await fault(models.decide(stranger, hash)), await fault(models.decide(orgId, absent))];
    expect([foreign.code, none.code]).toEqual(["not-found", "not-found"]);
    expect(foreign.message.replace(hash, absent)).toBe(none.message);
  });

  test("that makes no sense is refused with its rule, and nothing is stored", async () => {
    const { orgId, hash: first } = await models.plantWithOwnModel();
    const refused = async (hash: string, decision: "approve" | "reject") =>
      (await fault(models.decide(orgId, hash, decision, "again"))).facts.extensions?.rule;
    expect(await refused(first, "approve")).toBe("model.in-force");
    expect(await refused(first, "reject")).toBe("model.in-force");
    expect(await refused(prior.hash, "reject")).toBe("model.not-waiting");
    await models.world.stream(orgId, models.hours(-700, 40));
    await models.request(orgId);
    await models.train();
    const { hash: second, model } = await models.newest(orgId);
    expect(model.drift.against.hash).toBe(first);
    await models.decide(orgId, prior.hash, "approve", "back to the start");
    expect(await refused(second, "approve")).toBe("model.drift-of-another");
    await models.decide(orgId, second, "reject", "not like this");
    expect(await refused(second, "approve")).toBe("model.rejected");
    expect(await models.world.bodiesOf(orgId, "model")).toHaveLength(3);
    expect((await models.list(orgId)).inForce).toEqual(prior);
    expect(await models.world.audit(orgId)).toEqual(holds);
  });
});

describe("a chain whose operator rewrites what concerns a model fails the audit, naming it:", () => {
  let chain: Members[];
  let seq: number;
  let modelId: string;
  beforeAll(async () => {
    const { orgId } = await models.plantWithOwnModel();
    await models.world.stream(orgId, models.hours(-600, 6));
    chain = (await models.world.chain(orgId)).map(({ body }) => JSON.parse(body.toString()) as Members);
    const record = chain.find(({ kind }) => kind === "model") as Members;
    seq = record.seq as number;
    modelId = (record.model as { model: { id: string } }).model.id;
  });
  const audited = (at: number, change: (record: Members) => void) =>
    models.world.audit("", relink(structuredClone(chain), at, change));

  type Content = { content: { thresholds: string; seed: number } };

  test("one bit of its bytes", async () => {
    const flipped = audited(seq, ({ model }) => {
      const { content } = model as unknown as Content;
      content.thresholds = `${content.thresholds.startsWith("A") ? "B" : "A"}${content.thresholds.slice(1)}`;
    });
    await expect(flipped).rejects.toThrow(new RegExp(`record ${seq} .*bytes of model ${modelId} hash to`));
  });

  test("its bytes and its hash: then the readings name a model that was not in force", async () => {
    const exchanged = audited(seq, (record) => {
      const model = record.model as unknown as Content & { model: { hash: string } };
      model.content.seed++;
      model.model.hash = sha256Hex(canonicalBytes(model.content));
    });
    await expect(exchanged).rejects.toThrow(new RegExp(`record ${seq + 1} .*verification.model is ${modelId}`));
  });

  test("a model in force that it replaces", async () => {
    const other = audited(seq, ({ model }) => {
      (model as { in_force_before: Json }).in_force_before = { id: "prior-v0", hash: "0".repeat(64) };
    });
    await expect(other).rejects.toThrow("in_force_before is prior-v0, but prior-v1 was in force");
  });

  test("an approval without bytes", async () => {
    const bare = audited(seq, ({ model }) => {
      delete (model as { content?: Json }).content;
    });
    await expect(bare).rejects.toThrow(`it approves ${modelId}, whose bytes neither it nor an earlier record holds`);
  });

  test("a reading judged by the model that was not in force there", async () => {
    const later = audited(seq + 2, ({ verification }) => {
      (verification as { model: Json }).model = { ...prior };
    });
    await expect(later).rejects.toThrow(`record ${seq + 2} `);
  });
});
