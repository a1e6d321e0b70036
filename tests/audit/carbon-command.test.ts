import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carbonAnswer } from "../../src/audit/carbon.ts";
import { runAudit } from "../../src/audit/command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hydro-audit-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const request = (change: Record<string, unknown> = {}) => ({
  rulebook: "acm0002-v22.0",
  grid: { table: "cea-v21.0", year: "2024-25", crediting_period: 1 },
  design: { technology: "hydro", project_type: "greenfield", reservoir: "none", country: "IN" },
  periods: [{ from: "2025-01-01", to: "2025-02-01", net_wh: 900_000_000 }],
  issuance: { unit_g: 1_000_000 },
  ...change,
});

async function audit(content: string | undefined): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  if (content !== undefined) await writeFile(join(folder, "request.json"), content);
  const code = await runAudit(
    ["carbon", content === undefined ? "absent.json" : "request.json"],
    { folder, dataDir: folder, apiKey: undefined },
    { out: { write: (text) => (out += text) }, err: { write: (text) => (err += text) } },
  );
  return { code, out, err };
}

test("it prints the calculator's answer, byte for byte", async () => {
  const text = JSON.stringify(request());
  expect(await audit(text)).toEqual({ code: 0, out: `${carbonAnswer(text)}\n`, err: "" });
  expect(JSON.parse(carbonAnswer(text)).totals.er_g).toBe("664425000");
});

test("a design that a rule refuses ends with 1 and the rule's name", async () => {
  const flooded = request({
    design: {
      technology: "hydro",
      project_type: "greenfield",
      reservoir: "single",
      cap_pj_w: 4_000_000,
      a_pj_m2: 1_000_000,
    },
  });
  const { code, err } = await audit(JSON.stringify(flooded));
  expect([code, err]).toEqual([1, expect.stringMatching(/^[a-z0-9-]+\.[a-z0-9-]+: .+\n$/)]);
});

test("what cannot be read or understood ends with 2", async () => {
  expect((await audit("{")).code).toBe(2);
  expect((await audit("{}")).code).toBe(2);
  expect((await audit(undefined)).code).toBe(2);
  const quiet = { out: { write: () => true }, err: { write: () => true } };
  for (const wrong of [[], ["a.json", "b.json"], ["a.json", "--grid-table"], ["a.json", "--bogus"]]) {
    expect(await runAudit(["carbon", ...wrong], { folder, dataDir: folder, apiKey: undefined }, quiet)).toBe(2);
  }
});
