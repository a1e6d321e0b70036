import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readOptions } from "../../src/importer/options.ts";
import { intervalsByLine, planned, survey } from "../../src/importer/plan.ts";

const hour = 3_600_000;
const at = (...hours: number[]) => hours.map((h, i) => ({ line: i + 2, ms: h * hour }));

test("hours that follow each other cover an hour each, the first and the last too", () => {
  expect([...intervalsByLine([at(0, 1, 2, 3)]).values()]).toEqual([3_600, 3_600, 3_600, 3_600]);
});

test("the row after a gap does not claim the gap", () => {
  expect(intervalsByLine([at(0, 1, 6, 7)]).get(4)).toBe(3_600);
});

test("devices do not see each other's times, and the file's order does not matter", () => {
  const shuffled = [at(0, 1, 2)[2], at(0, 1, 2)[0], at(0, 1, 2)[1]].filter((one) => one !== undefined);
  const intervals = intervalsByLine([shuffled, [{ line: 9, ms: 0.5 * hour }]]);
  expect(intervals.get(2)).toBe(3_600);
  expect(intervals.has(9)).toBe(false);
});

test("neighbours further than a day apart say nothing", () => {
  expect(intervalsByLine([at(0, 48)]).size).toBe(0);
});

test("rows that a logger adds while its file is imported wait for the next run: none of them becomes an instant", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hydro-plan-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "a.csv");
  const row = (hours: number) => `2026-01-01T0${hours}:00:00Z,${hours}\n`;
  await writeFile(file, `timestamp,power_kw\n${[0, 1, 2].map(row).join("")}`);
  const argv = [file, "--plant", "P", "--device", "D", "--interval", "auto"];
  const options = readOptions(argv, { folder, dataDir: folder, apiKey: "k" });
  const found = await survey(options, undefined);
  await appendFile(file, row(3));
  const bodies: unknown[] = [];
  for await (const { outcome } of planned(options, found))
    if (outcome.kind === "ready") bodies.push(outcome.reading.body);
  expect(bodies).toHaveLength(3);
  for (const body of bodies) expect(body).toMatchObject({ interval_s: 3_600 });
});

test("a file that is empty but for its heading has nothing to send", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hydro-plan-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "a.csv");
  await writeFile(file, "timestamp,power_kw\n");
  const options = readOptions([file, "--plant", "P", "--device", "D"], { folder, dataDir: folder, apiKey: "k" });
  const found = await survey(options, undefined);
  await appendFile(file, "2026-01-01T00:00:00Z,1\n");
  for await (const { row } of planned(options, found)) expect(row).toBeUndefined();
});
