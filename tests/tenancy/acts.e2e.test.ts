import { afterAll, beforeAll, expect, test } from "vitest";
import { ChainCheck } from "../../src/audit/chain-check.ts";
import { createKey, createOrganisation, revokeKey } from "../../src/tenancy/tenancy.ts";
import { auditProgram } from "../audit/support.ts";
import { type Members, relink } from "../support/chain.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";

let gateway: TestGateway;
let owner: string;

beforeAll(async () => {
  gateway = await testGateway();
  const { tenancy } = gateway.deps;
  await createOrganisation(tenancy, { orgId: "elsewhere", name: "Elsewhere" });
  await createKey(tenancy, { orgId: "elsewhere", roles: ["owner"], label: "theirs" });
  owner = await gateway.keyWith(["owner"]);
});

afterAll(() => gateway?.stop());

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
const acts = async (): Promise<any[]> => (await gateway.get("/api/v1/acts", owner)).body.items;

test("every act on keys is listed to its organisation and no other, and becomes a proven record", async () => {
  const made = await createKey(gateway.deps.tenancy, { orgId: "pilot", roles: ["operator"], label: "scada" });
  await revokeKey(gateway.deps.tenancy, made.keyId);
  const all = await acts();
  expect(all.slice(-2)).toMatchObject([
    { act: "key.created", object: made.keyId, actor: null, detail: { roles: ["operator"], label: "scada" } },
    { act: "key.revoked", object: made.keyId },
  ]);
  expect(all[0]).toMatchObject({ act: "organisation.created", object: "pilot" });
  expect(JSON.stringify(all)).not.toMatch(/theirs|elsewhere/);
  expect(JSON.stringify(all)).not.toContain(made.text.split("_").at(-1));

  await expect.poll(async () => (await acts()).every(({ record_id }) => record_id !== null)).toBe(true);
  const { record_id } = (await acts()).at(-1);
  const state = async () => (await gateway.get(`/api/v1/records/${record_id}`, owner)).body.anchor?.state;
  await expect.poll(state, { timeout: 20_000 }).toBe("anchored");
  const proof = await gateway.get(`/api/v1/records/${record_id}/proof`, owner);
  expect(proof.status).toBe(200);
  const checked = await fetch(`${gateway.baseUrl}/api/v1/verify`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(proof.body),
  });
  expect(await checked.json()).toMatchObject({ valid: true });
});

test("the chain of acts is audited like a plant's, and an act that was put in twice is found", async () => {
  const key = (await (await fetch(`${gateway.baseUrl}/log/key`, { headers: { accept: "text/plain" } })).text()).trim();
  const live = ["plant", "--url", gateway.baseUrl, "--plant", "ORGANISATION", "--verifier-key", key];
  const clean = await auditProgram(live, { HYDRO_API_KEY: owner });
  expect(clean).toMatchObject({ code: 0, err: "" });
  expect(clean.out).toMatch(/\d+ acts of the organisation's administration, each once/);

  const chain = await gateway.get("/api/v1/records/export?plant_id=ORGANISATION", owner);
  const lines = (chain.body as string).trimEnd().split("\n");
  const records = lines.map((line) => JSON.parse(line) as Members);
  const check = new ChainCheck({ plantId: "ORGANISATION", whole: true });
  const twice = (record: Members) => (record.acts as unknown[]).push((record.acts as unknown[])[0]);
  const read = async () => {
    for (const line of relink(records, records.length, twice)) await check.add(line);
  };
  await expect(read()).rejects.toThrow(/act \d+ is there twice/);
});

test("the acts come page by page", async () => {
  const all = await acts();
  const first = await gateway.get("/api/v1/acts?limit=2", owner);
  const second = await gateway.get(`/api/v1/acts?limit=1000&cursor=${first.body.next_cursor}`, owner);
  expect([...first.body.items, ...second.body.items]).toEqual(all);
  expect(second.body.next_cursor).toBeNull();
});

test("the chain's name is no plant's: none is listed, found or registered under it", async () => {
  const plants = await gateway.get("/api/v1/plants");
  expect(plants.body.items.map(({ plant_id }: { plant_id: string }) => plant_id)).toEqual(["PLANT-HP-001"]);
  expect((await gateway.get("/api/v1/plants/ORGANISATION")).status).toBe(404);
  const { body: plant } = await gateway.get("/api/v1/plants/PLANT-HP-001");
  const { devices: _, ...config } = plant;
  const answer = await fetch(`${gateway.baseUrl}/api/v1/plants`, {
    method: "POST",
    headers: { authorization: `Bearer ${owner}`, "content-type": "application/json" },
    body: JSON.stringify({ ...config, plant_id: "ORGANISATION" }),
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ errors: [{ pointer: "/plant_id", rule: "reserved" }] });
});
