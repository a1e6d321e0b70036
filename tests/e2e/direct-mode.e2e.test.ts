import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noteSigner, readLogKey } from "../../src/anchoring/identity.ts";
import { sha256Bytes } from "../../src/kernel/canonical.ts";
import { genesisRunningHash, runningHashV3 } from "../../src/kernel/running-hash.ts";
import type { Faults } from "../../src/ledger/local/faults.ts";
import { decodeMessage, type RecordMessage } from "../../src/proof/checkpoint-message.ts";
import { signRecordMessage } from "../../src/proof/record-message.ts";
import { audit } from "../audit/support.ts";
import { type Answer, type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";

let gateway: TestGateway;
let dir: string;
let logKeyFile: string;

const openPlant = "PLANT-OPEN";
const chosen = ["timestamp", "interval_s", "energy_wh", "er_g", "trust_score", "plant_id", "head_height_m"];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "hydro-direct-"));
  logKeyFile = join(dir, "log-key.pem");
  gateway = await testGateway({ env: { LOG_KEY_FILE: logKeyFile } });
  const plant = { ...pilotPlant, plant_id: openPlant, anchor_mode: "record", public_fields: chosen };
  expect((await send("POST", "/api/v1/plants", plant)).status).toBe(201);
  await addTurbine(openPlant, "OPEN-1");
});
afterAll(async () => {
  await gateway.stop();
  await rm(dir, { recursive: true, force: true });
});

async function send(method: string, path: string, body: unknown, key = gateway.apiKey): Promise<Answer> {
  const response = await fetch(`${gateway.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

async function addTurbine(plantId: string, deviceId: string): Promise<void> {
  const added = await send("POST", `/api/v1/plants/${plantId}/devices`, { device_id: deviceId, kind: "turbine" });
  expect(added.status).toBe(201);
}

let turbines = 0;
/** A reading of an hour, of a turbine of its own, so that none is judged against another's past. */
async function postTo(plantId: string, readings: object = {}, headers = {}): Promise<Answer["body"]> {
  const deviceId = `${plantId}-T${++turbines}`;
  await addTurbine(plantId, deviceId);
  const more = { plant_id: plantId, device_id: deviceId, timestamp: "2026-03-01T10:00:00Z", interval_s: 3600 };
  const answer = await gateway.post(pilotBody({ energy_kwh: 900, ...readings }, more), headers);
  expect([201, 202]).toContain(answer.status);
  return answer.body;
}

type OnTopic = RecordMessage & { readonly hex: string; readonly sequenceNumber: number };

/** The direct messages as anybody sees them on the mirror. */
async function published(): Promise<OnTopic[]> {
  const topic = await topicId();
  const found: OnTopic[] = [];
  for (let after = 0; ; ) {
    const url = `${gateway.mirrorUrl}/api/v1/topics/${topic}/messages?sequencenumber=gt:${after}&limit=100&order=asc`;
    const { messages } = (await (await fetch(url)).json()) as {
      messages: { message: string; sequence_number: number }[];
    };
    for (const { message, sequence_number: sequenceNumber } of messages) {
      const decoded = decodeMessage(Buffer.from(message, "base64"));
      if (decoded?.type !== "record") continue;
      found.push({ ...decoded, sequenceNumber, hex: Buffer.from(decoded.commitment).toString("hex") });
    }
    const last = messages.at(-1);
    if (last === undefined) return found;
    after = last.sequence_number;
  }
}

async function topicId(): Promise<string> {
  const response = await fetch(`${gateway.baseUrl}/log/key`, { headers: { accept: "application/json" } });
  return ((await response.json()) as { topic_id: string }).topic_id;
}

async function awaitMessages(records: readonly { commitment: string }[]): Promise<OnTopic[]> {
  const wanted = records.map((record) => record.commitment);
  const ours = async () => (await published()).filter((message) => wanted.includes(message.hex));
  await expect.poll(async () => (await ours()).length, { timeout: 10_000 }).toBe(wanted.length);
  return ours();
}

describe("a plant in direct mode", () => {
  test("gets one message for an approved record, with the chosen fields as the record has them", async () => {
    const record = await postTo(openPlant);
    expect(record.status).toBe("APPROVED");
    const [message] = await awaitMessages([record]);
    expect(message?.fields).toEqual({
      timestamp: record.timestamp,
      interval_s: 3600,
      energy_wh: record.carbon.energy_wh,
      er_g: record.carbon.er_g,
      estimate: true,
      trust_score: record.trust_score,
      plant_id: openPlant,
      head_height_m: 45,
    });
    expect(String(message?.leafIndex)).toBe(record.anchor.leaf_index);
    expect(message?.sequenceNumber).toBeGreaterThan(Number(record.anchor.sequence_number));
  });

  test("tells in the record's answer which transaction it was", async () => {
    const record = await postTo(openPlant);
    const [message] = await awaitMessages([record]);
    const told = async () => (await gateway.get(`/api/v1/records/${record.record_id}`)).body.public_message;
    await expect.poll(async () => (await told()).state).toBe("published");
    const { hedera_tx_id, hashscan_url, sequence_number, mirror_url } = await told();
    expect(hedera_tx_id).toMatch(/^0\.0\.\d+@\d+\.\d{9}$/);
    expect(hedera_tx_id).not.toBe(record.hedera_tx_id);
    expect(hashscan_url).toBeNull();
    expect(sequence_number).toBe(String(message?.sequenceNumber));
    expect(((await (await fetch(mirror_url)).json()) as { sequence_number: number }).sequence_number).toBe(
      message?.sequenceNumber,
    );
  });

  test("gets none for a flagged or a rejected one, nor does a plant in log mode for any", async () => {
    const flagged = await postTo(openPlant, { power_output_kw: 450, energy_kwh: 450 });
    const rejected = await postTo(openPlant, { power_output_kw: 9_000 });
    const elsewhere = await postTo(pilotPlant.plant_id);
    expect([flagged.status, rejected.status, elsewhere.status]).toEqual(["FLAGGED", "REJECTED", "APPROVED"]);
    // Messages go out in the log's order, four at a time: when the next one is there, these would have been.
    await awaitMessages([await postTo(openPlant)]);
    const { body } = await gateway.get(`/api/v1/records/${elsewhere.record_id}`);
    expect(body).not.toHaveProperty("public_message");
    const commitments = (await published()).map((message) => message.hex);
    for (const record of [flagged, rejected, elsewhere]) expect(commitments).not.toContain(record.commitment);
  });

  test("while the ledger is down records are taken as ever; when it is back each gets its message once", async () => {
    const faults = gateway.localLedger?.faults as Faults;
    faults.ledgerDown("reset");
    const records = [];
    for (let i = 0; i < 6; i++) records.push(await postTo(openPlant, {}, { prefer: "respond-async" }));
    faults.ledgerUp();
    const messages = await awaitMessages(records);
    expect(new Set(messages.map((message) => message.hex)).size).toBe(6);
  });
});

describe("the owner's choice", () => {
  const path = (plantId: string) => `/api/v1/plants/${plantId}/anchoring`;
  const chainLength = async (plantId: string) =>
    (await gateway.get(`/api/v1/records/export?plant_id=${plantId}`)).body.trimEnd().split("\n").length as number;

  test("holds from the next record on, is a record of the chain, and can be taken back", async () => {
    const plantId = "PLANT-TURNS";
    await send("POST", "/api/v1/plants", { ...pilotPlant, plant_id: plantId });
    const before = await postTo(plantId);
    const choice = { anchor_mode: "record", public_fields: ["energy_wh"] };
    const set = await send("PUT", path(plantId), choice);
    expect(set).toMatchObject({ status: 200, body: { plant_id: plantId, ...choice } });
    const length = await chainLength(plantId);
    expect((await send("PUT", path(plantId), choice)).status).toBe(200);
    expect(await chainLength(plantId)).toBe(length);
    const during = await postTo(plantId);
    await awaitMessages([during]);
    expect((await send("PUT", path(plantId), { anchor_mode: "log" })).body).not.toHaveProperty("public_fields");
    const after = await postTo(plantId);
    await awaitMessages([await postTo(openPlant)]);
    const commitments = (await published()).map((message) => message.hex);
    expect(commitments).toContain(during.commitment);
    expect(commitments).not.toContain(before.commitment);
    expect(commitments).not.toContain(after.commitment);
    const done = await audit(["plant", "--url", gateway.baseUrl, "--key", gateway.apiKey, "--plant", plantId]);
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining("1 record made public as chosen") });
  });

  test("is the owner's alone, at registration too", async () => {
    const operator = await gateway.keyWith(["operator"]);
    const choice = { anchor_mode: "record", public_fields: ["energy_wh"] };
    const set = await send("PUT", path(openPlant), choice, operator);
    expect(set).toMatchObject({ status: 403, body: { needed_roles: "owner" } });
    const plant = { ...pilotPlant, plant_id: "PLANT-BY-OPERATOR" };
    expect((await send("POST", "/api/v1/plants", { ...plant, ...choice }, operator)).status).toBe(403);
    expect((await send("POST", "/api/v1/plants", plant, operator)).status).toBe(201);
    expect((await send("PUT", path("PLANT-NOWHERE"), choice)).status).toBe(404);
  });

  test("of more than fits into a message is refused when it is made", async () => {
    const fields = Object.keys(pilotBody().readings).concat(chosen, [
      "device_id",
      "org_id",
      "status",
      "ph",
      "efficiency",
    ]);
    const all = ["turbidity_ntu", "temperature_c", "dissolved_oxygen_mg_l", "tds_mg_l", "spill_flow_m3s"];
    const choice = { anchor_mode: "record", public_fields: [...new Set([...fields, ...all])] };
    const set = await send("PUT", path(openPlant), choice);
    expect(set.status).toBe(400);
    expect(set.body.errors).toEqual([
      expect.objectContaining({
        pointer: "/public_fields",
        detail: expect.stringMatching(/may take \d+ bytes .* 700 fit/),
      }),
    ]);
  });
});

describe("the auditor", () => {
  let saved: string;

  test("finds the plant in order, with every message of its records", async () => {
    saved = join(dir, "saved");
    await awaitMessages([await postTo(openPlant)]);
    const done = await audit([
      ...["plant", "--url", gateway.baseUrl, "--key", gateway.apiKey, "--plant", openPlant],
      ...["--tiles", `${gateway.baseUrl}/log`, "--save", saved],
    ]);
    expect(done).toMatchObject({ code: 0, err: "" });
    expect(done.out).toMatch(/direct-message +\d+ records made public, each signed/);
    expect(done.out).toMatch(/public-fields +\d+ records made public as chosen/);
  });

  test("finds record and log in order", async () => {
    const record = await postTo(openPlant);
    await awaitMessages([record]);
    const one = await audit(["record", record.record_id, "--url", gateway.baseUrl, "--key", gateway.apiKey]);
    expect(one).toMatchObject({ code: 0, out: expect.stringMatching(/public-fields +message \d+ makes public what/) });
    expect((await audit(["log", "--url", gateway.baseUrl])).code).toBe(0);
  });

  type Saved = { [name: string]: unknown; message: string; sequence_number: number };

  /** What an operator could do who has the log's key and a mirror of his own: other messages, all hashes made to fit. */
  async function forged(change: (all: Saved[]) => Promise<Saved[]>): Promise<string> {
    const copy = await mkdtemp(join(dir, "forged-"));
    await cp(saved, copy, { recursive: true });
    const lines = (await readFile(join(saved, "messages.ndjson"), "utf8")).trimEnd().split("\n");
    let previous: Uint8Array = genesisRunningHash;
    const rebuilt = (await change(lines.map((line) => JSON.parse(line) as Saved))).map((message, i) => {
      previous = runningHashV3({
        previous,
        payer: message.payer_account_id as string,
        topicId: message.topic_id as string,
        consensusTimestamp: message.consensus_timestamp as string,
        sequenceNumber: BigInt(i + 1),
        message: Buffer.from(message.message, "base64"),
      });
      return JSON.stringify({
        ...message,
        sequence_number: i + 1,
        running_hash: Buffer.from(previous).toString("base64"),
      });
    });
    await writeFile(join(copy, "messages.ndjson"), rebuilt.join("\n"));
    return copy;
  }

  /** Changes the first direct message and signs it anew. */
  const changeFirst = (change: (message: RecordMessage) => Partial<RecordMessage>) =>
    forged(async (all) => {
      const at = all.findIndex(({ message }) => decodeMessage(Buffer.from(message, "base64"))?.type === "record");
      return all.with(at, { ...(all[at] as Saved), message: await signed(all[at] as Saved, change) });
    });

  async function signed({ message }: Saved, change: (message: RecordMessage) => Partial<RecordMessage>) {
    const decoded = decodeMessage(Buffer.from(message, "base64")) as RecordMessage;
    const key = await readLogKey(logKeyFile);
    if (key === undefined) throw new Error("the gateway made no key");
    const bytes = await signRecordMessage({ ...decoded, ...change(decoded) }, noteSigner(decoded.origin, key));
    return Buffer.from(bytes).toString("base64");
  }

  test("passes what was saved, hashes made anew", async () => {
    expect((await audit(["plant", "--saved", await forged(async (all) => all)])).code).toBe(0);
  });

  test.each<[string, (message: RecordMessage) => Partial<RecordMessage>, RegExp]>([
    [
      "is changed",
      ({ fields }) => ({ fields: { ...fields, energy_wh: "900001" } }),
      /BROKEN {2}public-fields: message \d+ shows energy_wh "900001", but record \d+ says "900000"/,
    ],
    [
      "is left out",
      ({ fields: { trust_score: _gone, ...fields } }) => ({ fields }),
      /BROKEN {2}public-fields: message \d+ does not show trust_score of record \d+, which was chosen/,
    ],
    [
      "was never chosen",
      ({ fields }) => ({ fields: { ...fields, flow_rate_m3s: 2.5 } }),
      /BROKEN {2}public-fields: message \d+ shows flow_rate_m3s of record \d+, which was not chosen/,
    ],
  ])("names the message whose field %s, though the log's own key signed it", async (_what, change, sentence) => {
    const done = await audit(["plant", "--saved", await changeFirst(change)]);
    expect(done).toMatchObject({ code: 1, out: expect.stringMatching(sentence) });
  });

  test("finds a changed field in a part of the chain too, where the owner's choice is not at hand", async () => {
    const chain = (await readFile(join(saved, "chain.ndjson"), "utf8")).trimEnd().split("\n");
    const range = join(dir, "range.ndjson");
    await writeFile(range, chain.slice(1).join("\n"));
    expect((await audit(["range", range, "--saved", saved])).code).toBe(0);
    const changed = await changeFirst(({ fields }) => ({ fields: { ...fields, er_g: "1" } }));
    const done = await audit(["range", range, "--saved", changed]);
    expect(done).toMatchObject({
      code: 1,
      out: expect.stringMatching(/public-fields: message \d+ shows er_g "1", but/),
    });
  });

  test("names a message of a record that its owner did not make public", async () => {
    const chain = (await readFile(join(saved, "chain.ndjson"), "utf8")).trimEnd().split("\n");
    const flagged = chain.find((line) => line.includes('"status":"FLAGGED"')) as string;
    const copy = await changeFirst(() => ({ commitment: sha256Bytes(new TextEncoder().encode(flagged)) }));
    const done = await audit(["plant", "--saved", copy]);
    expect(done).toMatchObject({
      code: 1,
      out: expect.stringMatching(/makes record \d+ public, which is not approved/),
    });
  });

  test("tells of an approved record whose message is not on the topic", async () => {
    const without = await forged(async (all) => {
      const isRecord = ({ message }: Saved) => decodeMessage(Buffer.from(message, "base64"))?.type === "record";
      return all.toSpliced(all.findIndex(isRecord), 1);
    });
    const done = await audit(["plant", "--saved", without]);
    expect(done).toMatchObject({
      code: 0,
      out: expect.stringMatching(/note {2}public-fields +1 approved record whose owner/),
    });
  });

  test("names a message that says another place in the log, or names a leaf the log does not have", async () => {
    const moved = await changeFirst(({ leafIndex }) => ({ leafIndex: leafIndex - 1 }));
    expect((await audit(["plant", "--saved", moved])).out).toMatch(
      /BROKEN {2}direct-message: message \d+ says that its record is leaf/,
    );
    const early = await changeFirst(() => ({ leafIndex: 10_000 }));
    expect((await audit(["plant", "--saved", early])).out).toMatch(
      /makes leaf 10000 public, but the checkpoints before it cover/,
    );
    const invented = await changeFirst(() => ({ commitment: new Uint8Array(32) }));
    expect((await audit(["log", "--saved", invented])).out).toMatch(/which is no leaf of the log/);
  });

  test("of two messages for one record counts the first, and leaves a stranger's aside", async () => {
    const repeated = await forged(async (all) => {
      const first = all.find(
        ({ message }) => decodeMessage(Buffer.from(message, "base64"))?.type === "record",
      ) as Saved;
      const last = all.at(-1) as Saved;
      const later = (n: number) => String(last.consensus_timestamp).replace(/\d$/, "").concat(String(n));
      const changed = await signed(first, ({ fields }) => ({ fields: { ...fields, energy_wh: "1" } }));
      const stranger = Buffer.from(changed, "base64").toString("utf8").replace('"energy_wh":"1"', '"energy_wh":"2"');
      const time = BigInt(later(0).replace(".", "")) + 100n;
      const at = (ns: bigint) => `${ns / 1_000_000_000n}.${String(ns % 1_000_000_000n).padStart(9, "0")}`;
      return [
        ...all,
        { ...last, consensus_timestamp: at(time), message: changed },
        { ...last, consensus_timestamp: at(time + 1n), message: Buffer.from(stranger).toString("base64") },
      ];
    });
    const done = await audit(["plant", "--saved", repeated]);
    expect(done.code).toBe(0);
    expect(done.out).toMatch(
      /first-wins +1 repeated message; the first counts: message \d+ makes leaf \d+ public again/,
    );
    expect(done.out).toMatch(/other-messages +1 message not of this log's form: message \d+ is not signed by the key/);
  });
});
