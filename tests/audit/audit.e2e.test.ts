import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalText, type Json, sha256Hex } from "../../src/kernel/canonical.ts";
import type { Faults } from "../../src/ledger/local/faults.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { type Audited, audit, auditProgram, OwnTopic } from "./support.ts";

let gateway: TestGateway;
let stopped = false;
let dir: string;
let saved: string;
let key: string;
/** A proof document of one of the records. */
let kept: string;

const at = (hour: number) => new Date(Date.UTC(2026, 1, 1, hour)).toISOString();
const hourly = (hour: number, readings = {}) => pilotBody(readings, { timestamp: at(hour), interval_s: 3600 });

beforeAll(async () => {
  gateway = await testGateway();
  dir = await mkdtemp(join(tmpdir(), "hydro-audit-"));
  saved = join(dir, "saved");
  key = (await gateway.get("/log/key")).body.trim();
  for (const body of [
    hourly(1, { energy_export_kwh_total: 1000, energy_import_kwh_total: 5 }),
    hourly(2, { energy_export_kwh_total: 1900, energy_import_kwh_total: 5 }),
    // One second into the hour before: cut off and noted.
    pilotBody(
      { energy_kwh: 900 },
      { timestamp: new Date(Date.UTC(2026, 1, 1, 2, 59, 59)).toISOString(), interval_s: 3600 },
    ),
    hourly(5, { flow_rate_m3s: 0 }),
    // Late, by event time: judged without memory.
    hourly(4, { energy_kwh: 890 }),
    pilotBody(),
    hourly(6, { energy_export_kwh_total: 100, energy_import_kwh_total: 5 }),
  ]) {
    expect((await gateway.post(body)).status).toBe(201);
  }
  // With one flight held up, all the rest go with the next message: more than it can list.
  const faults = gateway.localLedger?.faults as Faults;
  faults.arm({ kind: "precheck", status: "BUSY" }, { call: "consensusSubmitMessage", times: 1_000_000 });
  for (let i = 0; i < 40; i++) {
    const answer = await gateway.post(hourly(10 + i, { energy_kwh: 880 + i / 8 }), { prefer: "respond-async" });
    expect(answer.status).toBe(202);
  }
  await faults.clear();
  const { items } = (await gateway.get(`/api/v1/telemetry?plant_id=${pilotPlant.plant_id}&limit=3`)).body;
  kept = JSON.stringify((await gateway.get(`/api/v1/records/${items[2].record_id}/proof`)).body);
  // The audit itself waits until the newest record is anchored.
  const live = ["plant", "--url", gateway.baseUrl, "--plant", pilotPlant.plant_id, "--verifier-key", key];
  expectHolds(await auditProgram([...live, "--save", saved], { HYDRO_API_KEY: gateway.apiKey }));
});
afterAll(async () => {
  if (!stopped) await gateway.stop();
  await rm(dir, { recursive: true, force: true });
});

function expectHolds(done: Audited): void {
  expect(done).toMatchObject({ code: 0, err: "", out: expect.stringContaining("HOLDS") });
}

const asJson = (done: Audited) => JSON.parse(done.out) as { result: string; broken: { check: string; detail: string } };
const savedFile = (name: string) => readFile(join(saved, name), "utf8");
const chainLines = async () => (await savedFile("chain.ndjson")).trimEnd().split("\n");

/** A copy of what was saved, with some files changed. */
async function tampered(changes: Record<string, string | Uint8Array>): Promise<string> {
  const copy = await mkdtemp(join(dir, "tampered-"));
  await cp(saved, copy, { recursive: true });
  for (const [name, content] of Object.entries(changes)) await writeFile(join(copy, name), content);
  return copy;
}

type Members = { [name: string]: Json };

/** What an operator would do who rewrites his own records: changes one, and links the rest behind it anew. */
function rewrite(lines: readonly string[], seq: number, change: (record: Members) => void): string[] {
  let prev: string | null = null;
  return lines.map((line) => {
    const record = JSON.parse(line) as Members;
    if (record.seq === seq) change(record);
    record.prev = prev;
    const text = canonicalText(record);
    prev = sha256Hex(new TextEncoder().encode(text));
    return text;
  });
}

async function expectBroken(args: readonly string[], check: string, detail: RegExp): Promise<void> {
  const done = await audit([...args, "--json"]);
  expect(done.code).toBe(1);
  const { broken } = asJson(done);
  expect(broken.check).toBe(check);
  expect(broken.detail).toMatch(detail);
}

describe("against the running gateway", () => {
  test("a record is checked by its id alone, and by the document its owner hands on", async () => {
    const { body } = await gateway.post(pilotBody());
    const proof = await gateway.get(body.links.proof);
    const file = join(dir, "proof.json");
    await writeFile(file, JSON.stringify(proof.body));
    expectHolds(await auditProgram(["record", file]));
    expectHolds(await audit(["record", body.record_id, "--url", gateway.baseUrl, "--key", gateway.apiKey]));
    expectHolds(await auditProgram(["receipt", file, "--verifier-key", key, "--tiles", `${gateway.baseUrl}/log`]));
  });

  test("a record's bare bytes and a third-party tlog-proof are enough, when topic and mirror are named", async () => {
    const { body } = await gateway.post(pilotBody());
    const { record, proof, receipt } = (await gateway.get(body.links.proof)).body;
    const [file, proofFile, receiptFile] = [join(dir, "record"), join(dir, "tlog-proof"), join(dir, "receipt.json")];
    await writeFile(file, `${record}\n`);
    await writeFile(proofFile, proof);
    await writeFile(receiptFile, JSON.stringify(receipt));
    const place = ["--topic", receipt.topic_id, "--mirror", gateway.mirrorUrl];
    expectHolds(await audit(["record", file, "--proof", proofFile, ...place]));
    expectHolds(await audit(["receipt", receiptFile]));
    await writeFile(file, record.replace('"kind"', '"kinD"'));
    await expectBroken(["record", file, "--proof", proofFile, ...place], "canonical", /record and its proof/);
  });

  test("the whole log holds, and its entries come from the tiles where messages do not list them", async () => {
    const done = await auditProgram(["log", "--url", gateway.baseUrl, "--json"]);
    expect(done.code).toBe(0);
    expect(asJson(done)).toMatchObject({
      result: "holds",
      checks: expect.arrayContaining([expect.objectContaining({ check: "append-only", state: "ok" })]),
    });
  });

  test("a plant's owner hands on an export: it is checked with no key to the gateway", async () => {
    const { body } = await gateway.get(`/api/v1/records/export?plant_id=${pilotPlant.plant_id}&to_seq=40`);
    const file = join(dir, "export.ndjson");
    await writeFile(file, body);
    expectHolds(await audit(["plant", file, "--url", gateway.baseUrl]));
    await writeFile(file, (body as string).split("\n").slice(10, 20).join("\n"));
    expectHolds(await audit(["range", file, "--url", gateway.baseUrl, "--verifier-key", key]));
  });

  test("on the gateway's own machine demo.json says where everything is", async () => {
    const dataDir = await mkdtemp(join(dir, "data-"));
    const demo = { base_url: gateway.baseUrl, mirror_url: gateway.mirrorUrl, api_key: gateway.apiKey };
    await writeFile(join(dataDir, "demo.json"), JSON.stringify({ ...demo, plant_id: pilotPlant.plant_id }));
    expectHolds(await auditProgram(["plant"], { DATA_DIR: dataDir }));
  });

  test("without entries the audit says that it is incomplete, and does not pass", async () => {
    const topic = JSON.parse((await savedFile("messages.ndjson")).split("\n")[0] as string).topic_id as string;
    const done = await audit(["log", "--topic", topic, "--mirror", gateway.mirrorUrl]);
    expect(done).toMatchObject({ code: 3, out: expect.stringContaining("INCOMPLETE") });
    expect(done.out).toMatch(/\?\?\?\? {2}append-only/);
  });

  test("a mirror that cannot be asked makes an audit incomplete, not the log broken", async () => {
    const done = await audit(["log", "--topic", "0.0.1", "--mirror", gateway.baseUrl]);
    expect(done).toMatchObject({ code: 3, out: expect.stringContaining("INCOMPLETE: 0 checks") });
    expect(done.out).toContain("the mirror knows no topic 0.0.1");
    expect(await audit(["plant", dir, "--saved", saved])).toMatchObject({
      code: 3,
      out: expect.stringContaining("EISDIR"),
    });
  });

  test("wrong use is told with exit code 2, by the program itself", async () => {
    expect(await auditProgram([])).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("Say what to audit"),
    });
    expect(await auditProgram(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("npm run audit") });
    for (const [args, sentence] of [
      [["plant"], "Name the file with the plant, or --url and --plant"],
      [["record", "/nowhere/at/all"], "There is no file"],
      [["log", "--verifier-key", "x"], "--verifier-key is not an Ed25519 verifier key"],
      [["log", "--after", "3:abc"], "--after takes NUMBER:HASH:SIZE"],
      [["log", "--after", `3:${"A".repeat(64)}`], "--after needs --verifier-key"],
      [["log"], "Name the topic with --topic"],
      [["log", "--bogus"], "bogus"],
      [["log", "--saved", dir], "There is no messages.ndjson"],
    ] as const) {
      expect(await audit(args)).toMatchObject({ code: 2, out: "", err: expect.stringContaining(sentence) });
    }
  });
});

describe("offline, from what was saved", () => {
  test("with the gateway gone, plant, range and log hold again from the saved files alone", async () => {
    stopped = true;
    await gateway.stop();
    expectHolds(await auditProgram(["plant", "--saved", saved, "--verifier-key", key]));
    expectHolds(await auditProgram(["log", "--saved", saved]));
    const range = join(dir, "range.ndjson");
    await writeFile(range, (await chainLines()).slice(20, 40).join("\n"));
    expectHolds(await auditProgram(["range", range, "--saved", saved]));
  });

  test("a record that was proven and is then left out of the chain convicts it, by the proof that somebody kept", async () => {
    const lines = await chainLines();
    const proof = join(dir, "kept.json");
    await writeFile(proof, kept);
    const seq = (JSON.parse(JSON.parse(kept).record) as Members).seq as number;
    const held = ["--held", proof];
    const whole = await audit(["plant", "--saved", saved, ...held]);
    expect(whole.out).toMatch(/ok {4}held +1 record proven before, up to number \d+, stand/);
    expect(whole.code).toBe(0);

    const cut = await tampered({ "chain.ndjson": `${lines.slice(0, seq - 1).join("\n")}\n` });
    expect((await audit(["plant", "--saved", cut])).code).toBe(0);
    await expectBroken(["plant", "--saved", cut, ...held], "held", /kept\.json, but the chain ends with number \d+/);
    const before = await audit(["range", "--saved", cut, ...held]);
    expect(before.out).toMatch(/note {2}held +1 record proven before and not in this part/);

    const document = JSON.parse(kept) as Members;
    await writeFile(proof, JSON.stringify({ ...document, record: (document.record as string).replace("900", "901") }));
    await expectBroken(["plant", "--saved", saved, ...held], "commitment", /kept\.json: /);
    await writeFile(proof, "[]");
    // A wrong file says nothing of the plant.
    expect(await audit(["plant", "--saved", saved, ...held])).toMatchObject({
      code: 2,
      err: expect.stringContaining("kept.json is no proof document."),
    });
    expect((await audit(["log", "--saved", saved, ...held])).code).toBe(2);
  });

  test("messages saved with curl, page by page, serve as well", async () => {
    const messages = (await savedFile("messages.ndjson"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Json);
    const pages = join(dir, "pages.json");
    await writeFile(
      pages,
      [messages.slice(0, 3), messages.slice(3)].map((some) => JSON.stringify({ links: {}, messages: some })).join("\n"),
    );
    expectHolds(await audit(["plant", "--saved", saved, "--messages", pages]));
    await writeFile(pages, JSON.stringify({ messages }, null, 2));
    expectHolds(await audit(["plant", "--saved", saved, "--messages", pages]));
  });

  test.each<[string, (lines: string[]) => string[], string, RegExp]>([
    [
      "one digit of a reading is changed",
      (lines) => lines.with(9, (lines[9] as string).replace(/"energy_kwh":880/, '"energy_kwh":890')),
      "replay",
      /^record 10 \(rec_\w+\) of plant PLANT-HP-001: \S+ says .+, but recomputing it gives /,
    ],
    [
      "one digit of a salt is changed",
      (lines) => lines.with(9, flipSalt(lines[9] as string)),
      "chain",
      /^record 11 .*: prev names .*SHA-256 of record 10 /,
    ],
    [
      "one digit of the newest salt is changed",
      (lines) => lines.with(-1, flipSalt(lines.at(-1) as string)),
      "in-log",
      /record 49 .* is in no checkpoint/,
    ],
    [
      "white space is added",
      (lines) => lines.with(9, `${lines[9]} `),
      "canonical",
      /line 10, the record after record 9 .*not in canonical form/,
    ],
    ["a record is dropped", (lines) => lines.toSpliced(9, 1), "chain", /record 11 .* comes next: record 10 is missing/],
    ["the first record is dropped", (lines) => lines.slice(1), "chain", /begins with record 2 .*: record 1 is missing/],
    [
      "two records are swapped",
      (lines) => lines.toSpliced(9, 2, lines[10] as string, lines[9] as string),
      "chain",
      /record 11 .* comes next: record 10 is missing/,
    ],
    [
      "a record is repeated",
      (lines) => lines.toSpliced(10, 0, lines[9] as string),
      "chain",
      /line 11, .*record 10 .* comes again/,
    ],
    [
      "a verdict is changed and everything after it linked anew",
      (lines) =>
        rewrite(lines, 6, (record) => {
          (record.verification as Members).status = "APPROVED";
        }),
      "replay",
      /^record 6 .*: verification\.status says "APPROVED", but recomputing it gives "REJECTED"/,
    ],
    [
      "a carbon figure is changed and everything after it linked anew",
      (lines) =>
        rewrite(lines, 7, (record) => {
          (record.carbon as Members).er_g = "999999";
        }),
      "replay",
      /^record 7 .*: carbon\.er_g says "999999"/,
    ],
    [
      "a nameplate is raised and everything after it linked anew",
      (lines) =>
        rewrite(lines, 1, (record) => {
          (record.plant as Members).rated_power_kw = 2_000;
        }),
      "replay",
      /^record \d+ .*recomputing it gives/,
    ],
    [
      "the cut of an overlap is hidden and everything after it linked anew",
      (lines) =>
        rewrite(lines, 5, (record) => {
          delete record.covers;
        }),
      "replay",
      /^record 5 .*: covers says null/,
    ],
    [
      "an interval is made to cover time twice",
      (lines) =>
        rewrite(lines, 12, (record) => {
          record.timestamp = at(11);
        }),
      "no-time-twice",
      /^record 12 .*is covered by an earlier reading/,
    ],
    [
      "a salt is changed and everything after it linked anew",
      (lines) =>
        rewrite(lines, 8, (record) => {
          record.salt = "0".repeat(32);
        }),
      "in-log",
      /record 8 .* is in no checkpoint/,
    ],
    [
      "a policy is exchanged for an unknown one",
      (lines) =>
        rewrite(lines, 49, (record) => {
          ((record.verification as Members).policy as Members).hash = "0".repeat(64);
        }),
      "in-log",
      /record 49 /,
    ],
  ])("when %s, the first broken record is named", async (_what, tamper, check, detail) => {
    const copy = await tampered({ "chain.ndjson": tamper(await chainLines()).join("\n") });
    await expectBroken(["plant", "--saved", copy], check, detail);
  });

  test("a verdict under a policy this version does not have is told as not recomputed, never as a success", async () => {
    const lines = rewrite(await chainLines(), 49, (record) => {
      ((record.verification as Members).policy as Members).hash = "0".repeat(64);
    });
    const copy = await tampered({ "chain.ndjson": lines.join("\n") });
    const done = await audit(["plant", "--saved", copy, "--allow-pending"]);
    expect(done.code).toBe(3);
    expect(done.out).toMatch(
      /\?\?\?\? {2}replay .*1 record cannot be recomputed with this version .*the policy \S+ with hash 0{64}/,
    );
  });

  test.each<[string, (messages: Members[]) => Members[], string, RegExp]>([
    [
      "a message is changed",
      (all) => all.with(4, { ...all[4], message: Buffer.from("other").toString("base64") }),
      "running-hash",
      /^message 5: /,
    ],
    ["a message is removed", (all) => all.toSpliced(4, 1), "sequence", /5 is missing/],
    [
      "a running hash is broken",
      (all) => all.with(4, { ...all[4], running_hash: Buffer.alloc(48).toString("base64") } as Members),
      "running-hash",
      /^message 5: /,
    ],
    ["the newest message is removed", (all) => all.slice(0, -1), "in-log", /record \d+ .* is in no checkpoint/],
    ["a message is not in a mirror's form", (all) => all.with(4, {}), "saved-file", /line 5: not a topic message/],
  ])("when in the saved topic %s, it is named", async (_what, tamper, check, detail) => {
    const messages = (await savedFile("messages.ndjson"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Members);
    const copy = await tampered({
      "messages.ndjson": tamper(messages)
        .map((message) => JSON.stringify(message))
        .join("\n"),
    });
    await expectBroken(["plant", "--saved", copy], check, detail);
  });

  test("a changed and a missing entry of the log are found by the checkpoint that covers them", async () => {
    const entries = await readFile(join(saved, "entries.bundle"));
    const copy = await tampered({ "entries.bundle": entries.with(entries.length - 1, (entries.at(-1) ?? 0) ^ 1) });
    await expectBroken(
      ["log", "--saved", copy],
      "append-only",
      /its checkpoint of \d+ leaves is not what the entries lead to/,
    );
    const short = await tampered({ "entries.bundle": entries.subarray(0, -34) });
    await expectBroken(["log", "--saved", short], "entries", /only \d+ entries/);
    const cut = await tampered({ "entries.bundle": entries.subarray(0, -5) });
    await expectBroken(["log", "--saved", cut], "entries", /ends within an entry/);
  });

  test("another verifier key than the topic announces is refused by the program itself", async () => {
    const other = (await OwnTopic.open()).verifierKey;
    const done = await auditProgram(["plant", "--saved", saved, "--verifier-key", other]);
    expect(done).toMatchObject({
      code: 1,
      out: expect.stringMatching(/BROKEN {2}announcement: message 1 announces the key/),
    });
  });

  test("tampering is named by the program itself, with exit code 1", async () => {
    const copy = await tampered({ "chain.ndjson": (await chainLines()).toSpliced(30, 1).join("\n") });
    const done = await auditProgram(["plant", "--saved", copy]);
    expect(done).toMatchObject({
      code: 1,
      err: "",
      out: expect.stringMatching(/BROKEN {2}chain: line 31, .*record 31 is missing/),
    });
  });
});

function flipSalt(line: string): string {
  return line.replace(/("salt":")(.)/, (_all, name: string, digit: string) => name + (digit === "0" ? "1" : "0"));
}
