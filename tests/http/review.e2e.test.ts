import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordAnswerSchema } from "../../src/http/schemas.ts";
import type { Role } from "../../src/kernel/actor.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { audit } from "../audit/support.ts";
import { type Answer, type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";

let gateway: TestGateway;
let verifier: string;
let rival: string;
beforeAll(async () => {
  gateway = await testGateway();
  verifier = await gateway.sessionWith(["verifier"]);
  await createOrganisation(gateway.deps.tenancy, { orgId: "rival", name: "Rival" });
  rival = await gateway.sessionWith(["owner", "operator", "verifier"], "rival");
});
afterAll(() => gateway.stop());

const { plant_id: plantId } = pilotPlant;
const rejection = { decision: "reject", reason: "no evidence" };
const correction = { readings: pilotBody({ energy_export_kwh_total: 77.25 }).readings, reason: "digits transposed" };
const absent = `rec_${"0".repeat(26)}`;

/** An hour of March 2026 that no other test has used. */
let hours = 0;
async function reading(readings: Record<string, unknown> = {}): Promise<Answer["body"]> {
  const time = { timestamp: new Date(Date.UTC(2026, 2, 1, ++hours)).toISOString(), interval_s: 3600 };
  return (await gateway.post(pilotBody(readings, time), { prefer: "respond-async" })).body;
}
const flagged = () => reading({ ph: 4.5, turbidity_ntu: 180 });

async function post(path: string, body: unknown, key: string): Promise<Answer> {
  const response = await fetch(`${gateway.baseUrl}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
const decide = (id: string, body: unknown = { decision: "approve", reason: "probe in cleaning" }, key = verifier) =>
  post(`/records/${id}/decisions`, body, key);
const correct = (id: string, body: unknown = correction, key = gateway.apiKey) =>
  post(`/records/${id}/corrections`, body, key);
const codeOf = ({ body }: Answer) => body.type?.split("/").at(-1);

describe("a decision over HTTP", () => {
  test("is answered with its own record and the reading as it stands now; a repeat with the first", async () => {
    const { record_id: id, status, effective_status } = await flagged();
    expect([status, effective_status]).toEqual(["FLAGGED", "FLAGGED"]);
    const made = await decide(id);
    expect(made.status).toBe(201);
    expect(made.body.record).toMatchObject({ record_id: id, status: "FLAGGED", effective_status: "APPROVED" });
    for (const told of [made.body.decision, made.body.record]) {
      expect(recordAnswerSchema.parse(told)).toEqual(told);
    }
    const { headers } = made;
    expect((await gateway.get(headers.get("location") ?? "")).body).toMatchObject({
      kind: "review",
      status: null,
      review: { record: { id }, decision: "approve", effects: [{ id, effective_status: "APPROVED" }] },
    });
    expect((await gateway.get(`/api/v1/records/${id}`)).body.effective_status).toBe("APPROVED");
    const again = await decide(id);
    expect([again.status, again.body.repeated, again.body.decision.record_id]).toEqual([
      200,
      true,
      made.body.decision.record_id,
    ]);
  });

  test("on what is not in doubt, or rejected by a rule, is a 409 that names the rule", async () => {
    const { record_id: honest } = await reading();
    const { record_id: impossible } = await reading({ power_output_kw: 9_000 });
    for (const [id, rule] of [
      [honest, "review.not-in-doubt"],
      [impossible, "review.rejected-by-rule"],
    ]) {
      const refused = await decide(id);
      expect([refused.status, codeOf(refused), refused.body.rule]).toEqual([409, "not-reviewable", rule]);
    }
  });

  test.each([
    ["without a reason", { decision: "approve" }, "/reason"],
    ["with an empty reason", { decision: "approve", reason: "  " }, "/reason"],
    ["that is none", { decision: "maybe", reason: "x" }, "/decision"],
    ["with more than is asked", { decision: "approve", reason: "x", status: "APPROVED" }, "/status"],
  ])("%s is refused by name", async (_, body, pointer) => {
    const { record_id: id } = await flagged();
    const refused = await decide(id, body);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, pointer]);
  });
});

describe("a correction over HTTP", () => {
  test("waits as PROPOSED beside the reading, and stands in its place once accepted", async () => {
    const { record_id: id, timestamp, status } = await reading();
    const filed = await correct(id);
    expect(filed.status).toBe(201);
    expect(recordAnswerSchema.parse(filed.body)).toEqual(filed.body);
    expect(filed.body).toMatchObject({
      kind: "correction",
      effective_status: "PROPOSED",
      timestamp,
      readings: correction.readings,
      correction: { replaces: { id }, reason: correction.reason },
    });
    const again = await correct(id);
    expect([again.status, again.body.record_id, again.body.duplicate]).toEqual([200, filed.body.record_id, true]);
    expect((await gateway.get(`/api/v1/records/${id}`)).body.effective_status).toBe(status);
    expect((await decide(filed.body.record_id)).body.record.effective_status).toBe("APPROVED");
    expect((await gateway.get(`/api/v1/records/${id}`)).body).toMatchObject({
      status,
      effective_status: "REPLACED",
    });
    const other = await correct(id, { ...correction, reason: "once more" });
    expect([other.status, other.body.rule]).toEqual([409, "review.replaced"]);
  });

  test("with more decimals of energy than whole Wh hold is refused at its place", async () => {
    const { record_id: id } = await reading();
    const readings = { ...correction.readings, energy_export_kwh_total: 77.2501 };
    const refused = await correct(id, { ...correction, readings });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, "/readings/energy_export_kwh_total"]);
  });
});

test("each call is for its roles; every other key gets 403 with the roles that are needed", async () => {
  const { record_id: id } = await flagged();
  const calls: [string, readonly Role[], (key: string) => Promise<Answer>][] = [
    ["verifier", ["verifier"], (key) => decide(id, rejection, key)],
    ["owner operator", ["owner", "operator"], (key) => correct(id, correction, key)],
    [
      "owner operator verifier issuer auditor",
      ["owner", "operator", "verifier", "issuer", "auditor"],
      (key) => gateway.get("/api/v1/reviews", key),
    ],
  ];
  for (const role of ["owner", "operator", "verifier", "issuer", "auditor", "device", "registrar"] as const) {
    const key = await (role === "device" ? gateway.keyWith : gateway.sessionWith)([role]);
    for (const [needed, allowed, call] of calls) {
      const answer = await call(key);
      if (allowed.includes(role)) expect(answer.status, `${role}: ${needed}`).toBeLessThan(300);
      else expect([role, answer.status, answer.body.needed_roles]).toEqual([role, 403, needed]);
    }
  }
});

test("another organisation's records are told like those that do not exist", async () => {
  const { record_id: id } = await flagged();
  for (const call of [
    (record: string) => decide(record, rejection, rival),
    (record: string) => correct(record, correction, rival),
  ]) {
    const [foreign, none] = [await call(id), await call(absent)];
    expect([foreign.status, codeOf(foreign), foreign.body.detail.replace(id, absent)]).toEqual([
      404,
      codeOf(none),
      none.body.detail,
    ]);
  }
  const list = (plant: string) => gateway.get(`/api/v1/reviews?plant_id=${plant}`, rival);
  const [foreign, none] = [await list(plantId), await list("NOWHERE")];
  expect([foreign.status, foreign.body.detail.replace(plantId, "NOWHERE")]).toEqual([404, none.body.detail]);
  expect((await gateway.get("/api/v1/reviews", rival)).body.items).toEqual([]);
});

test("the queue lists what waits by page; telemetry can be asked by what stands", async () => {
  const waiting = [(await flagged()).record_id, (await flagged()).record_id];
  const { record_id: decided } = await flagged();
  await decide(decided, rejection);
  const ids: string[] = [];
  let path: string | undefined = `/api/v1/reviews?plant_id=${plantId}&limit=2`;
  while (path !== undefined) {
    const page: Answer = await gateway.get(path, verifier);
    expect(page.body.items.length).toBeLessThanOrEqual(2);
    for (const { record } of page.body.items) {
      expect(["FLAGGED", "REOPENED", "PROPOSED"]).toContain(record.effective_status);
      ids.push(record.record_id);
    }
    path = page.headers.get("link")?.match(/^<(.+)>; rel="next"$/)?.[1];
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(waiting));
  expect(ids).not.toContain(decided);
  const rejected = await gateway.get(`/api/v1/reviews?status=REJECTED&limit=1000`, verifier);
  const found = rejected.body.items.find(({ record }: Answer["body"]) => record.record_id === decided);
  expect(found.changes).toMatchObject([{ cause: "decision", decision: "reject", effective_status: "REJECTED" }]);
  const query = `/api/v1/telemetry?plant_id=${plantId}&limit=1000&effective_status=REJECTED`;
  const listed = (await gateway.get(query)).body.items as { record_id: string; effective_status: string }[];
  expect(listed.every(({ effective_status }) => effective_status === "REJECTED")).toBe(true);
  expect(listed.map(({ record_id }) => record_id)).toContain(decided);
  for (const wrong of ["status=MAYBE", "limit=0", "cursor=bm9uZQ", "page=2"]) {
    expect((await gateway.get(`/api/v1/reviews?${wrong}`, verifier)).status).toBe(400);
  }
});

test("a plant with decisions and corrections is audited whole: chain, log and every effect hold", async () => {
  const { record_id: id } = await flagged();
  const filed = await correct(id);
  await decide(filed.body.record_id);
  await decide(filed.body.record_id, rejection);
  const key = (await gateway.get("/log/key")).body.trim();
  const where = ["--url", gateway.baseUrl, "--plant", plantId, "--verifier-key", key, "--key", gateway.apiKey];
  const done = await audit(["plant", ...where, "--json"]);
  expect([done.code, done.err]).toEqual([0, ""]);
  const report = JSON.parse(done.out) as { checks: { check: string; state: string }[] };
  expect(report.checks).toContainEqual(expect.objectContaining({ check: "reviews", state: "ok" }));
  expect(report.checks.filter(({ state }) => state === "unchecked")).toEqual([]);
});
