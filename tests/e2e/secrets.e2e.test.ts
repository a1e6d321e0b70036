import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../../src/platform/log.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";

/** A gateway with every secret there is, at its most talkative log level. */

const pkcs8 = generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" });
const supplyKey = pkcs8.toString("hex");
const lines: string[] = [];
let gateway: TestGateway;
let session: string;
const secrets = new Map<string, Buffer | string>();

beforeAll(async () => {
  const log = createLog("trace", { write: (line) => lines.push(line) });
  gateway = await testGateway({ env: { HEDERA_SUPPLY_KEY: supplyKey }, overrides: { log } });
  secrets.set("the supply key", pkcs8.subarray(-32));
  const local = gateway.localLedger?.operator.privateKeyDer ?? "";
  secrets.set("the operator's key", Buffer.from(local, "hex").subarray(-32));
  secrets.set("an API key's secret", gateway.apiKey.split("_").slice(3).join("_"));
  const files = await readdir(gateway.dataDir);
  expect(files).toEqual(expect.arrayContaining(["auth-key.pem", "auth-secret", "log-key.pem", "plant-secret"]));
  for (const [name, file] of [
    ["the log's key", "log-key.pem"],
    ["the key of access tokens", "auth-key.pem"],
  ] as const) {
    const pem = await readFile(`${gateway.dataDir}/${file}`, "utf8");
    secrets.set(name, createPrivateKey(pem).export({ format: "der", type: "pkcs8" }).subarray(-32));
  }
  for (const [name, file] of [
    ["the plants' secret", "plant-secret"],
    ["the secret of second factors", "auth-secret"],
  ] as const) {
    const text = await readFile(`${gateway.dataDir}/${file}`, "utf8");
    secrets.set(name, Buffer.from(text.trim(), "hex"));
  }
  session = await gateway.sessionWith(["owner", "verifier"]);
  secrets.set("an access token", session);
});

afterAll(() => gateway?.stop());

/** Every text form in which somebody might have written the bytes. */
const forms = (secret: Buffer | string): string[] =>
  typeof secret === "string"
    ? [secret, Buffer.from(secret).toString("hex"), Buffer.from(secret).toString("base64").replace(/=+$/, "")]
    : [secret.toString("hex"), secret.toString("base64").replace(/=+$/, ""), secret.toString("base64url")];

function expectClean(text: string, where: string) {
  const lower = text.toLowerCase();
  for (const [name, secret] of secrets) {
    for (const form of forms(secret)) expect(lower.includes(form.toLowerCase()), `${name} in ${where}`).toBe(false);
  }
}

test("no secret is in an answer, a log line, a metric or the database in clear", async () => {
  const reading = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 };
  const body = { plant_id: "PLANT-HP-001", device_id: "TURBINE-001", readings: reading };
  const answers = [
    await gateway.post(body),
    await gateway.post({ ...body, api_key: gateway.apiKey }),
    await gateway.post(`{"plant_id": ${gateway.apiKey}`),
    await gateway.get(`/api/v1/records/rec_nothing?key=${gateway.apiKey}`),
    await gateway.get("/api/v1/plants", `${gateway.apiKey}x`),
    await gateway.get("/api/v1/members", session),
    await gateway.get("/api/v1/auth/me", `${session}x`),
    await gateway.get("/metrics"),
    await gateway.get("/health/ready"),
    await gateway.get("/openapi.json"),
  ];
  expect(answers[0]?.status).toBe(201);
  expect(answers[7]?.body).toContain("hydro_");
  for (const { body: answered, headers } of answers) {
    expectClean(`${JSON.stringify(answered)}${JSON.stringify([...headers])}`, "an answer");
  }
  expect(lines.length).toBeGreaterThan(5);
  expectClean(lines.join("\n"), "the log");
  const { rows: tables } = await sql<{ name: string }>`
    SELECT c.oid::regclass::text AS name FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = 'public'`.execute(gateway.roles.owner.db);
  expect(tables.length).toBeGreaterThan(20);
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`SELECT t::text AS row FROM ${sql.raw(name)} AS t`.execute(
      gateway.roles.owner.db,
    );
    expectClean(rows.map(({ row }) => row).join("\n"), `table ${name}`);
  }
});
