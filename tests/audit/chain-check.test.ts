import { describe, expect, test } from "vitest";
import { ChainCheck } from "../../src/audit/chain-check.ts";
import type { Json } from "../../src/kernel/canonical.ts";
import { relink } from "../support/chain.ts";

const record = (seq: number, letter: string, more: { readonly [name: string]: Json } = {}) => ({
  v: 1,
  kind: "bundle",
  id: `rec_${letter.repeat(26)}`,
  org_id: "operator",
  plant_id: "PLANT-1",
  seq,
  salt: "0".repeat(32),
  received_at: "2026-03-01T00:00:00.000Z",
  ...more,
});

/** A part of a chain whose verdicts are not looked at. */
async function checked(records: readonly { [name: string]: Json }[]) {
  const check = new ChainCheck({ plantId: undefined, whole: false });
  for (const bytes of relink(records, 0, () => undefined)) await check.add(bytes);
  return check.finish();
}

describe("a chain", () => {
  test("has no two records of one id: a correction is never taken for what it replaces", async () => {
    expect((await checked([record(1, "a"), record(2, "b"), record(3, "c")])).lastSeq).toBe(3);
    await expect(checked([record(1, "a"), record(2, "b"), record(3, "a")])).rejects.toThrow(
      /^record 3 \(rec_a+\) of plant PLANT-1: a record before it has that id already$/,
    );
  });

  const told = async (more: { readonly [name: string]: Json }) => {
    const { findings } = await checked([record(1, "a"), record(2, "b", more), record(3, "c", more)]);
    return findings.filter(({ check }) => check === "form").map(({ state, detail }) => `${state} ${detail}`);
  };

  test.each<[string, { readonly [name: string]: Json }, string]>([
    ["a member that nobody knows", { verified_by: "somebody" }, "has a member verified_by"],
    ["one of another kind of record", { carbon: {} }, "has a member carbon"],
    ["one within what it says", { bundle: { sha256: "", seal: "x" } }, "has a member bundle.seal"],
    [
      "one further in",
      { kind: "design", rulebook: { id: "", hash: "", approved: true } },
      "has a member rulebook.approved",
    ],
    [
      "one in a list",
      { kind: "issuance", issuance: { minted: { parts: [{ amount: "1" }, { checked_by: "x" }] } } },
      "has a member issuance.minted.parts.*.checked_by",
    ],
    [
      "one of a decision of the registrar's",
      { kind: "meter-decision", decision: { holder: { plant_id: "P", owner: "x" } } },
      "has a member decision.holder.owner",
    ],
    ["a later version", { v: 2 }, "is of version 2"],
    ["no version", { v: null }, "is of version null"],
  ])("is not passed as checked where a record has %s", async (_what, more, why) => {
    expect(await told(more)).toEqual([
      `unchecked what 2 records say beside what this version knows: the first, record 2 (rec_${"b".repeat(26)}) of plant PLANT-1 ${why}`,
    ]);
  });

  test("says nothing of forms where it knows them all", async () => {
    expect(await told({ bundle: { sha256: "" } })).toEqual([]);
  });
});
