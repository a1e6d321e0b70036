import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { approved, run, scriptedGateway, stateFileOf } from "./scripted-gateway.ts";

let folder: string;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hydro-import-"));
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

async function gatewayThat(...script: Parameters<typeof scriptedGateway>) {
  const gateway = await scriptedGateway(...script);
  closing.push(gateway.close);
  return gateway;
}

const stamp = (i: number) => new Date(Date.UTC(2026, 0, 1, i)).toISOString();
const rows = (n: number) => Array.from({ length: n }, (_, i) => `${stamp(i)},${100 + i}`);
async function csv(lines: readonly string[], heading = "timestamp,power_kw"): Promise<void> {
  await writeFile(join(folder, "a.csv"), `${heading}\n${lines.join("\n")}\n`);
}
const command = (url: string, ...more: string[]) => [
  ...["a.csv", "--plant", "P", "--device", "D", "--interval", "3600", "--url", url, ...more],
];

test("rows arrive in the file's order, many in one call, with the key, as history with its reason", async () => {
  const gateway = await gatewayThat(approved);
  await csv(rows(40));
  const { code, out } = await run(command(gateway.url), folder);
  expect(code).toBe(0);
  expect(gateway.received.map(({ body }) => body.timestamp)).toEqual(Array.from({ length: 40 }, (_, i) => stamp(i)));
  expect(new Set(gateway.received.map(({ key, path }) => `${key} ${path}`))).toEqual(
    new Set(["Bearer test-key /api/v1/telemetry/batch"]),
  );
  expect(new Set(gateway.received.map(({ batch }) => batch)).size).toBeLessThan(5);
  const said = (more: string[]) => run(command(gateway.url, "--restart", ...more), folder);
  const last = () => gateway.received.at(-1)?.body;
  expect(last()).toMatchObject({ source: "backfill", reason: "imported from a.csv" });
  await said(["--reason", "logger read out"]);
  expect(last()).toMatchObject({ source: "backfill", reason: "logger read out" });
  await said(["--live"]);
  expect(last()).not.toHaveProperty("source");
  expect(out).toContain("40 APPROVED");
});

test("several devices go at the same time, each in its own order", async () => {
  const gateway = await gatewayThat(approved);
  await csv(
    Array.from({ length: 60 }, (_, i) => `${stamp(i)},${i},UNIT-${i % 3}`),
    "timestamp,power_kw,device_id",
  );
  const argv = ["a.csv", "--plant", "P", "--url", gateway.url, "--parallel", "3"];
  expect((await run(argv, folder)).code).toBe(0);
  for (const device of ["UNIT-0", "UNIT-1", "UNIT-2"]) {
    const times = gateway.received.filter(({ body }) => body.device_id === device).map(({ body }) => body.timestamp);
    expect(times).toEqual(times.toSorted());
    expect(times.length).toBe(20);
  }
});

test("a busy, failing or vanishing gateway is asked again until it answers; no row is lost or overtaken", async () => {
  const trouble = [
    { status: 503, headers: { "retry-after": "0" } },
    "hang up" as const,
    { status: 500 },
    { status: 429 },
  ];
  const gateway = await gatewayThat((body, nth) => trouble[nth - 2] ?? approved(body));
  await csv(rows(4));
  const { code, out, err } = await run(command(gateway.url), folder);
  expect(code).toBe(0);
  expect(out).toContain("4 APPROVED");
  expect(err).toContain("trying again");
  const order = gateway.received.map(({ body }) => body.timestamp);
  expect(order).toEqual([stamp(0), ...Array(5).fill(stamp(1)), stamp(2), stamp(3)]);
});

test("a gateway that stays away ends the import with the line to go on from, and the next run goes on there", async () => {
  let away = true;
  const gateway = await gatewayThat((body) => (away && body.timestamp === stamp(2) ? "hang up" : approved(body)));
  await csv(rows(5));
  const stopped = await run(command(gateway.url, "--patience", "0"), folder);
  expect(stopped.code).toBe(1);
  expect(stopped.err).toContain("goes on after line 3");
  away = false;
  const before = gateway.received.length;
  const { code, out, err } = await run(command(gateway.url), folder);
  expect(code).toBe(0);
  expect(err).toContain("Going on after line 3");
  expect(gateway.received.slice(before).map(({ body }) => body.timestamp)).toEqual([stamp(2), stamp(3), stamp(4)]);
  expect(out).toContain("rows read   5");
  expect(out).toContain("5 APPROVED");
});

test("a finished import sends nothing again, and only the new rows of a file that grew", async () => {
  const gateway = await gatewayThat(approved);
  const readings = () => gateway.received.length;
  await csv(rows(3));
  await run(command(gateway.url), folder);
  expect((await run(command(gateway.url), folder)).code).toBe(0);
  expect(readings()).toBe(3);
  await csv(rows(5));
  expect((await run(command(gateway.url), folder)).out).toContain("5 APPROVED");
  expect(readings()).toBe(5);
});

test.each([
  ["the row at that line was changed", async () => csv([...rows(2), `${stamp(2)},7`]), [] as string[]],
  ["a row before that line was changed", async () => csv([rows(1)[0] ?? "", `${stamp(1)},7`, rows(3)[2] ?? ""]), []],
  ["a column got another heading", async () => csv(rows(3), "timestamp,flow_m3s"), []],
  ["the options say other readings", async () => undefined, ["--from", stamp(-1)]],
  ["it is told to", async () => undefined, ["--restart"]],
])("progress is forgotten when %s", async (_, change, more) => {
  const gateway = await gatewayThat(approved);
  await csv(rows(3));
  await run(command(gateway.url), folder);
  await change();
  await run(command(gateway.url, ...more), folder);
  expect(gateway.received.length).toBe(6);
});

test("progress is forgotten when the gateway no longer has the records", async () => {
  let emptied = false;
  const gateway = await gatewayThat(approved, () => !emptied);
  await csv(rows(3));
  await run(command(gateway.url), folder);
  emptied = true;
  expect((await run(command(gateway.url), folder)).err).toContain("beginning anew");
  expect(gateway.received.length).toBe(6);
});

test("progress of samples, which have no record to ask for, is forgotten with them too", async () => {
  const known = new Set<string>();
  const gateway = await gatewayThat(({ timestamp }) => {
    const duplicate = known.has(timestamp);
    known.add(timestamp);
    return { status: 202, body: { result: "sample", sample: { duplicate } } };
  });
  await csv(rows(3));
  await run(command(gateway.url), folder);
  const times = () => gateway.received.splice(0).map(({ body }) => body.timestamp);
  expect(times()).toEqual([0, 1, 2].map(stamp));
  expect((await run(command(gateway.url), folder)).err).toContain("Going on after line 4");
  expect(times()).toEqual([stamp(2)]);
  known.clear();
  const anew = await run(command(gateway.url), folder);
  expect(anew.err).toContain("beginning anew");
  expect(times()).toEqual([2, 0, 1, 2].map(stamp));
  expect(anew.out).toContain("samples     3");
});

test("where progress cannot be kept the import ends at once and says so; nothing is sent twice", async () => {
  const gateway = await gatewayThat(approved);
  await csv(rows(4));
  const { code, err } = await run(command(gateway.url, "--state", "nowhere/progress.json"), folder);
  expect(code).toBe(2);
  expect(err).toMatch(/Progress cannot be kept in .*nowhere.*--state/);
  expect(gateway.received.length).toBeLessThanOrEqual(4);
});

test("a refused row is listed with its line and the gateway's words, the rest goes on, and the end says 1", async () => {
  const problem = { type: "http://x/problems/interval-overlap", title: "t", status: 409, detail: "Overlaps rec_9." };
  const gateway = await gatewayThat((body) =>
    body.timestamp === stamp(1) ? { status: 409, body: problem } : approved(body),
  );
  await csv([...rows(3), "nonsense,5"]);
  const { code, out } = await run(command(gateway.url), folder);
  expect(code).toBe(1);
  expect(out).toContain("line 3: 409 interval-overlap: Overlaps rec_9.");
  expect(out).toContain('line 5: "nonsense" is no time');
  expect(out).toContain("2 APPROVED");
});

test("a key that is not let in, or a plant that is not there, stops at the first row", async () => {
  for (const status of [401, 403, 404]) {
    const gateway = await gatewayThat(() => ({ status, body: { detail: "No such thing." } }));
    await csv(rows(3));
    const { code, err } = await run(command(gateway.url), folder);
    expect(code).toBe(1);
    expect(err).toContain("No such thing.");
    expect(new Set(gateway.received.map(({ batch }) => batch)).size).toBe(1);
  }
});

test("readings that were not approved are listed with the rules that objected", async () => {
  const reasons = [
    { rule: "physics.design-head-used", effect: "note", detail: "No head." },
    { rule: "physics.power-above-water", effect: "reject", detail: "More than the water holds." },
  ];
  const rejected = {
    result: "accepted",
    record_id: "rec_x",
    status: "REJECTED",
    trust_score: 0.2,
    reasons,
  };
  const gateway = await gatewayThat((body) =>
    body.timestamp === stamp(1) ? { status: 202, body: rejected } : approved(body),
  );
  await csv(rows(3));
  const { code, out } = await run(command(gateway.url), folder);
  expect(code).toBe(0);
  expect(out).toContain(
    `line 3: ${stamp(1)} REJECTED 0.2000 rec_x\n    physics.power-above-water: More than the water holds.`,
  );
  expect(out).not.toContain("design-head-used");
  expect(out).toContain("2 APPROVED, 0 FLAGGED, 1 REJECTED");
});

test("Ctrl-C lets the call in flight end, keeps progress, and says how to go on", async () => {
  const stop = new AbortController();
  const gateway = await gatewayThat((body, nth) => {
    if (nth === 3) stop.abort();
    return approved(body);
  });
  await csv(rows(6));
  const argv = command(gateway.url, "--batch", "3");
  const { code, err } = await run(argv, folder, stop.signal);
  expect(code).toBe(1);
  expect(err).toContain("goes on after line 4");
  expect(JSON.parse(await readFile(stateFileOf(argv, folder), "utf8"))).toMatchObject({ line: 4 });
  await run(argv, folder);
  const sent = gateway.received.map(({ body }) => body.timestamp);
  expect(sent).toEqual(Array.from({ length: 6 }, (_, i) => stamp(i)));
});

test.each([
  ["\r\n", "\n"],
  ["\n", "\r\n"],
  ["\r", "\n"],
])("rows may end otherwise than the heading (%j, then %j), and are counted as an editor does", async (first, rest) => {
  const gateway = await gatewayThat(approved);
  const [one, two] = rows(2);
  await writeFile(join(folder, "a.csv"), `timestamp,power_kw${first}${one}${rest}${two}${rest}2026-01-01,1,2${rest}`);
  const { out } = await run(command(gateway.url), folder);
  expect(gateway.received.map(({ body }) => body.timestamp)).toEqual([stamp(0), stamp(1)]);
  expect(out).toContain("line 4: has 3 cells");
});

test("a line of NDJSON ends with its line feed, whatever stands in its texts", async () => {
  const gateway = await gatewayThat(approved);
  const reasons = ["one\u2028two", "one\u2029two", "a longer one ".repeat(30), "plain"];
  const lines = reasons.map((reason, i) =>
    JSON.stringify({ timestamp: stamp(i), source: "backfill", reason, readings: { ph: 7 } }),
  );
  await writeFile(join(folder, "a.ndjson"), `\uFEFF${lines.slice(0, 2).join("\r\n")}\n\n${lines.slice(2).join("\n")}`);
  const { code } = await run(["a.ndjson", "--plant", "P", "--device", "D", "--url", gateway.url], folder);
  expect(gateway.received.map(({ body }) => body.reason)).toEqual(reasons);
  expect(code).toBe(0);
});

test("--from, --to and --limit choose rows by their time as written", async () => {
  const gateway = await gatewayThat(approved);
  await csv(rows(10));
  await run(command(gateway.url, "--from", stamp(2), "--to", stamp(8), "--limit", "4"), folder);
  expect(gateway.received.map(({ body }) => body.timestamp)).toEqual([3, 4, 5, 6].map(stamp));
});

test.each([
  [["a.csv"], /Say which plant/],
  [["--plant", "P"], /Name one FILE/],
  [["a.csv", "--plant", "P", "--intervall", "5"], /--intervall.*See --help/],
  [["a.csv", "--plant", "P", "--interval", "90000"], /longer than 86400 s/],
  [["a.csv", "--plant", "P", "--require", "power"], /"power" is no quantity/],
  [["a.csv", "--plant", "P", "--from", "2026-01-01 00:00"], /--from .* no offset/],
  [["nothing.csv", "--plant", "P"], /There is no file .*nothing.csv/],
  [["a.csv", "--plant", "P", "--state", "a.csv"], /holds no progress of an import/],
])("%j ends with 2 and one sentence", async (argv, message) => {
  await csv(rows(1));
  const { code, err } = await run([...argv, "--url", "http://127.0.0.1:9"], folder);
  expect(code).toBe(2);
  expect(err).toMatch(message);
  expect(err.trim().split("\n").length).toBe(1);
});
