import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readOptions } from "../../src/importer/options.ts";
import { planned, survey } from "../../src/importer/plan.ts";
import { openCsv } from "../../src/importer/source.ts";

/** As Windows-1252 writes them: one byte for each letter below U+0100. */
const windows = (text: string) => Buffer.from(text, "latin1");

async function fileOf(bytes: Buffer | string, name = "a.csv"): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hydro-source-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, name);
  await writeFile(file, bytes);
  return file;
}

/** What would be sent of a file, by its line; a row that is not sent, why. */
async function rowsOf(bytes: Buffer | string, argv: readonly string[]) {
  const file = await fileOf(bytes);
  const all = [file, "--plant", "P", "--device", "D", "--interval", "900", ...argv];
  const options = readOptions(all, { folder: "/", dataDir: "/nowhere", apiKey: "k" });
  const rows: unknown[] = [];
  for await (const { row, outcome } of planned(options, await survey(options, undefined))) {
    if (outcome.kind === "ready") rows.push([row.line, outcome.reading.body.timestamp, outcome.reading.body.readings]);
    else rows.push([row.line, outcome.kind === "skipped" ? outcome.reason : outcome.detail]);
  }
  return rows;
}

const german = ["--delimiter", ";", "--decimal", "comma", "--date", "dmy", "--time-zone", "Europe/Berlin"];
const heading = "Zeitstempel;Leistung (kW);Durchfluss (m³/s);Fallhöhe (m)\r\n";
const map = ["--map", "Zeitstempel=timestamp,Leistung (kW)=power_output_kw,Fallhöhe (m)=head_height_m"];
const sheet = `${heading}01.10.2026 00:15;1.234,5;2,5;45,0\r\nSumme;1.234,5;;\r\n`;
const first = ["2026-09-30T22:15:00.000Z", { power_output_kw: 1_234.5, head_height_m: 45 }];
const total = '"Summe" is no time such as 2026-05-01T12:00:00Z';

test("a spreadsheet in the letters of Windows is read as it says, and its total row is refused", async () => {
  const rows = await rowsOf(windows(sheet), [...german, ...map, "--encoding", "windows-1252"]);
  expect(rows).toEqual([
    [2, ...first],
    [3, total],
  ]);
});

test("letters in another encoding than was said end an import before anything is sent, with the option that says it", async () => {
  const said =
    /a\.csv is not in utf-8: say how it is written, such as --encoding windows-1252, or save it as CSV UTF-8/;
  await expect(rowsOf(windows(sheet), [...german, ...map])).rejects.toThrow(said);
  await expect(rowsOf(sheet, ["--encoding", "dos"])).rejects.toThrow('--encoding "dos" is none such as utf-8');
});

test("a byte order mark says how a file is written, whatever was said", async () => {
  for (const bytes of [`\uFEFF${sheet}`, Buffer.from(`\uFEFF${sheet}`, "utf16le")]) {
    const rows = await rowsOf(bytes as Buffer, [...german, ...map, "--encoding", "windows-1252"]);
    expect(rows[0]).toEqual([2, ...first]);
  }
});

test.each(["\r\n", "\n", "\r"])(
  "lines before the heading need no form of CSV, and rows keep their numbers (%j)",
  async (end) => {
    const before = ["Station: KW 'Mühlbach", 'Export: "22.11.2026', "", "a;b;c;d;e;f;g"];
    const file = [...before, ...sheet.trimEnd().split("\r\n")].join(end);
    const rows = await rowsOf(windows(file), [...german, ...map, "--encoding", "windows-1252", "--heading-line", "5"]);
    expect(rows).toEqual([
      [6, ...first],
      [7, total],
    ]);
  },
);

test("what stands in the first line is told where it is no heading, with the option that names another line", async () => {
  const file = `Station: KW Nord\n\n${sheet}`;
  await expect(rowsOf(file, [...german, ...map])).rejects.toThrow(/has Station: KW Nord; .* --heading-line N/);
  await expect(rowsOf(file, german)).rejects.toThrow(/No column is the time.*--heading-line N/);
  await expect(rowsOf(file, [...german, "--heading-line", "99"])).rejects.toThrow(/is empty.*--heading-line/);
});

test("a first line by which Excel tells itself what is between cells is no heading", async () => {
  expect((await rowsOf(`sep=;\r\n${sheet}`, [...german, ...map]))[0]).toEqual([3, ...first]);
  const tabs = await openCsv(await fileOf("sep=\t\na\tb\n"), { encoding: "utf-8", delimiter: "\t", headingLine: 1 });
  expect(tabs.heading).toEqual(["a", "b"]);
  await expect(rowsOf(`sep=;\r\n${sheet}`, map)).rejects.toThrow("give --delimiter ';'");
});

test("a date and a time of day in columns of their own are one time, and neither is one alone", async () => {
  const file = "Datum;Time;power_kw\n01.10.2026;00:15;900\n01.10.2026;;901\nSumme;;902\n";
  expect(await rowsOf(file, [...german, "--map", "Datum+Time=timestamp"])).toEqual([
    [2, "2026-09-30T22:15:00.000Z", { power_output_kw: 900 }],
    [3, "no time"],
    [4, "no time"],
  ]);
  const alone = await rowsOf(file, german);
  expect(alone[0]).toEqual([2, '"00:15" has no date: where that is another column, say --map DATE+TIME=timestamp']);
});

test("a row of units below the heading is passed over where they are the API's, and ends the import where they are not", async () => {
  const file = (unit: string) => `timestamp;power_output_kw;head_m\n;${unit};m\n2026-10-01T00:15:00Z;900;45\n`;
  for (const unit of ["kW", "[kW]", "", "-"]) {
    const rows = await rowsOf(file(unit), ["--delimiter", ";"]);
    expect(rows).toEqual([
      [2, "no time"],
      [3, "2026-10-01T00:15:00.000Z", { power_output_kw: 900, head_height_m: 45 }],
    ]);
  }
  for (const unit of ["MW", "[MW]", "kWh"]) {
    const said = `Line 2 says that power_output_kw is in ${unit}, but units are read in the heading`;
    await expect(rowsOf(file(unit), ["--delimiter", ";"])).rejects.toThrow(said);
  }
});

test("an hour that clocks show twice is taken with its offset behind it, as the refusal asks for", async () => {
  const file = "timestamp;power_kw\n25.10.2026 02:15;1\n25.10.2026 02:15 +02:00;2\n25.10.2026 02:15+01:00;3\n";
  expect(await rowsOf(file, german)).toEqual([
    [2, '"25.10.2026 02:15" is shown twice by clocks in Europe/Berlin: write its offset from UTC behind it, as +HH:MM'],
    [3, "2026-10-25T00:15:00.000Z", { power_output_kw: 2 }],
    [4, "2026-10-25T01:15:00.000Z", { power_output_kw: 3 }],
  ]);
});
