import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalText, type Json, sha256Hex } from "../../src/kernel/canonical.ts";
import { modelPolicy } from "../../src/telemetry/model-policy.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { type Answer, type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody } from "../support/pilot.ts";
import { prior, shortPolicy } from "../telemetry/model-bench.ts";
import { audit, auditProgram } from "./support.ts";

const path = "/api/v1/plants/PLANT-HP-001/models";
const hours = 24 * 14;
const lastMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;

let gateway: TestGateway;
let dir: string;
let saved: string;
let verifier: string;
let stranger: string;
let listed: Answer;
let decided: Answer;
let hash: string;

async function call(method: string, where: string, body?: unknown, key = gateway.apiKey): Promise<Answer> {
  const response = await fetch(`${gateway.baseUrl}${where}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", prefer: "respond-async" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** An honest hour, counted back from now; one in the middle of the last ones is odd. */
function reading(hour: number): Promise<Answer> {
  const flow = Math.round(1000 * (2 + 0.5 * Math.sin((hour / 12) * Math.PI))) / 1000;
  const power = Math.round(9.78 * flow * 45 * 0.86 * (1 + 0.01 * Math.sin(hour * 1.7)) * 10) / 10;
  const time = { timestamp: new Date(lastMs - hour * 3_600_000).toISOString(), interval_s: 3600 };
  const odd = hour === 3 ? { power_output_kw: 0 } : {};
  return call("POST", "/api/v1/telemetry", pilotBody({ flow_rate_m3s: flow, power_output_kw: power, ...odd }, time));
}

const decide = (of: string, decision: string, reason: string, key = verifier) =>
  call("POST", `${path}/${of}/decisions`, { decision, reason }, key);

beforeAll(async () => {
  gateway = await testGateway({ overrides: { modelTraining: { policy: shortPolicy } } });
  dir = await mkdtemp(join(tmpdir(), "hydro-models-"));
  saved = join(dir, "saved");
  verifier = await gateway.sessionWith(["verifier"]);
  await createOrganisation(gateway.deps.tenancy, { orgId: "other", name: "Other" });
  stranger = await gateway.sessionWith(["owner", "verifier"], "other");
  for (let hour = hours + 10; hour > 10; hour--) expect((await reading(hour)).status).toBe(202);
  expect((await call("POST", path, undefined, verifier)).status).toBe(202);
  do listed = await call("GET", path);
  while (listed.body.items.length === 0);
  hash = listed.body.items[0].hash;
  decided = await decide(hash, "approve", "drift report read");
  for (let hour = 10; hour > 5; hour--) await reading(hour);
  await decide(prior.hash, "approve", "a week to compare");
  await reading(5);
  await decide(hash, "approve", "no difference seen");
  for (let hour = 4; hour > 0; hour--) await reading(hour);
  const live = ["plant", "--url", gateway.baseUrl, "--plant", "PLANT-HP-001", "--save", saved, "--retrain"];
  const done = await auditProgram(live, { HYDRO_API_KEY: gateway.apiKey });
  // Trained by a policy of the test's own: that its numbers bound the readings is for nobody to tell.
  expect(done).toMatchObject({ code: 3, out: expect.stringContaining("INCOMPLETE") });
  expect(done.out).toMatch(
    /retraining +whether nobody chose the readings of plant-v1-\S+: it names the training policy short with/,
  );
  expect(done.out).toMatch(new RegExp(`ok {4}models +3 decisions .*${hash}`));
  expect(done.out).toMatch(/ok {4}retraining +1 model trained again .* byte for byte equal/);
}, 180_000);
afterAll(async () => {
  await gateway.stop();
  await rm(dir, { recursive: true, force: true });
});

describe("models over HTTP", () => {
  test("a candidate is told with what it was trained on and how it drifts; its bytes hash to its name", async () => {
    expect(listed.body).toMatchObject({ in_force: prior, next_cursor: null });
    const [candidate] = listed.body.items;
    expect(candidate).toMatchObject({
      state: "candidate",
      training: { readings: { count: hours }, most_readings: 512 },
      drift: { against: prior, sentence: expect.stringMatching(/^Of \d+ recent approved readings/) },
      decisions: [],
    });
    const bytes = await fetch(`${gateway.baseUrl}${candidate.content}`, {
      headers: { authorization: `Bearer ${gateway.apiKey}` },
    });
    expect(sha256Hex(new Uint8Array(await bytes.arrayBuffer()))).toBe(hash);
  });

  test("an approval answers with its record without the bytes, and the list with what is in force since", async () => {
    expect([decided.status, decided.body.in_force.hash, decided.body.repeated]).toEqual([201, hash, false]);
    const { body } = await call("GET", decided.headers.get("location") ?? "");
    expect(body).toMatchObject({
      kind: "model",
      status: null,
      model: { decision: "approve", model: { hash }, in_force_before: prior, reason: "drift report read" },
    });
    expect(body.model.content).toBeUndefined();
    const now = await call("GET", path);
    expect(now.body).toMatchObject({ in_force: { hash }, items: [{ hash, state: "approved" }] });
    expect(now.body.items[0].decisions.map(({ reason }: { reason: string }) => reason)).toEqual([
      "drift report read",
      "no difference seen",
    ]);
    expect((await call("GET", `${path}/${hash}`)).body).toEqual(now.body.items[0]);
    const again = await decide(hash, "approve", "no difference seen");
    expect([again.status, again.body.repeated]).toEqual([200, true]);
  });

  test("is a verifier's alone; what stands against a decision is a 409 with its rule", async () => {
    for (const roles of [["owner", "operator"], ["auditor"], ["device"]] as const) {
      const refused = await decide(hash, "approve", "mine", await gateway.keyWith(roles));
      expect([refused.status, refused.body.needed_roles]).toEqual([403, "verifier"]);
    }
    expect((await call("POST", path, undefined, await gateway.keyWith(["operator"]))).status).toBe(403);
    const refused = await decide(hash, "reject", "no");
    expect([refused.status, refused.body.rule]).toEqual([409, "model.in-force"]);
    expect((await decide(hash, "approve", " ")).status).toBe(400);
  });

  test("shows another organisation nothing: not even that there is one", async () => {
    for (const where of [path, `${path}/${hash}`, `${path}/${hash}/content`]) {
      expect((await call("GET", where, undefined, stranger)).status).toBe(404);
    }
    expect((await call("POST", path, undefined, stranger)).status).toBe(404);
    expect((await decide(hash, "approve", "mine", stranger)).status).toBe(404);
    expect((await call("GET", `${path}/not-a-hash`)).status).toBe(404);
  });
});

test("a verdict that the vote speaks in says which feature weighed most", async () => {
  const page = await call("GET", "/api/v1/telemetry?plant_id=PLANT-HP-001&limit=1000");
  const reasons = page.body.items.flatMap(({ verification }: { verification: { reasons: { rule: string }[] } }) =>
    verification.reasons.filter(({ rule }) => rule === "statistical.unusual"),
  );
  expect(reasons.length).toBeGreaterThan(0);
  for (const { detail } of reasons) expect(detail).toMatch(/isolation score 0\.\d+, mostly for [a-z' ]+ \(\d+ %\)$/);
});

describe("offline, from what an auditor saved", () => {
  type Members = { [name: string]: Json };

  /** The saved export with one record changed, as canonical as before. */
  async function altered(kind: string, change: (record: Members) => void): Promise<string> {
    const copy = await mkdtemp(join(dir, "altered-"));
    await cp(saved, copy, { recursive: true });
    const lines = (await readFile(join(saved, "chain.ndjson"), "utf8")).trimEnd().split("\n");
    const at = lines.findIndex((line) => (JSON.parse(line) as Members).kind === kind);
    const record = JSON.parse(lines[at] as string) as Members;
    change(record);
    lines[at] = canonicalText(record);
    await writeFile(join(copy, "chain.ndjson"), `${lines.join("\n")}\n`);
    return copy;
  }

  test("every verdict is recomputed with the model of its place, without any network", async () => {
    const done = await audit(["plant", "--saved", saved]);
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining("HOLDS") });
    expect(done.out).toMatch(new RegExp(`ok {4}replay +verdict and carbon estimate of ${hours + 10} readings`));
    expect(done.out).toMatch(/note {2}retraining .*--retrain/);
  });

  test("altered model bytes fail, naming the model", async () => {
    const copy = await altered("model", ({ model }) => {
      const { content } = model as { content: { leaf_sizes: string } };
      content.leaf_sizes = `${content.leaf_sizes.startsWith("A") ? "B" : "A"}${content.leaf_sizes.slice(1)}`;
    });
    const done = await audit(["plant", "--saved", copy]);
    expect(done.code).toBe(1);
    expect(done.out).toMatch(/bytes of model plant-v1-\d+-[0-9a-f]{8} hash to/);
  });

  test("a training set that names other readings than its rule draws fails the retraining", async () => {
    const copy = await altered("model", ({ model }) => {
      (model as { training: { readings: { count: number } } }).training.readings.count--;
    });
    const done = await audit(["plant", "--saved", copy, "--retrain"]);
    expect(done.code).toBe(1);
    expect(done.out).toMatch(new RegExp(`its rule draws ${hours} \\(SHA-256 .* not the ${hours - 1}`));
  });

  test.each([
    [
      "a span of somebody's choice",
      { from: new Date(lastMs - 86_400_000).toISOString() },
      /training\.from does not lie 400 days/,
    ],
    ["fewer readings than its policy draws", {}, /training\.most_readings is not its policy's 4096/],
    [
      "fewer readings than its policy needs",
      { most_readings: 4096 },
      /trained on fewer than its policy's 1000 readings/,
    ],
  ])("a training set of %s fails the retraining", async (_what, change, detail) => {
    const copy = await altered("model", ({ model }) => {
      const { id, hash } = modelPolicy;
      Object.assign((model as { training: Members }).training, { policy: { id, hash }, ...change });
    });
    const done = await audit(["plant", "--saved", copy, "--retrain"]);
    expect([done.code, done.out]).toEqual([1, expect.stringMatching(detail)]);
  });
});
