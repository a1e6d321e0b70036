import { expect, test } from "vitest";
import { ChainBooks } from "../../src/audit/chain-books.ts";
import { DesignReplay } from "../../src/audit/design-replay.ts";
import { rulebooks } from "../../src/carbon/rulebook.ts";
import * as examples from "../../src/http/periods.examples.ts";
import type { Json } from "../../src/kernel/canonical.ts";
import { sha256Bytes } from "../../src/kernel/canonical.ts";
import { pilotPlant } from "../support/pilot.ts";
import { envelope } from "./envelopes.ts";

const commitmentOf = (seq: number) => sha256Bytes(Buffer.from(`record ${seq}`));
const { design } = examples;
const [meter] = design.meters;
const rulebook = { id: design.rulebook, hash: rulebooks.get(design.rulebook)?.hash as string };

function designed(...versions: readonly { readonly [member: string]: unknown }[]) {
  const replay = new DesignReplay(new ChainBooks(commitmentOf), commitmentOf);
  return versions.map((one, i) => {
    const members = { version: i + 1, design, rulebook, ...one };
    return replay.next(envelope(2 + i, "design", members as { readonly [name: string]: Json }), pilotPlant).kind;
  });
}

test("a design that the gateway takes is taken", () => {
  expect(designed({}, {})).toEqual(["configuration", "configuration"]);
});

test("a design under a rulebook of another hash is told as not checked: no made-up hash takes the check away unsaid", () => {
  const larger = { ...design, design: { ...design.design, cap_pj_w: "9000000" } };
  expect(designed({ design: larger, rulebook: { ...rulebook, hash: "0".repeat(64) } })).toEqual(["unknown"]);
  expect(designed({ design: larger, rulebook: { ...rulebook, hash: null } })).toEqual(["unknown"]);
});

test.each([
  ["of another id", { ...rulebook, id: "ams-i.d-v18" }],
  ["that is none", null],
])("a design whose record names a rulebook %s is found", (_what, named) => {
  expect(() => designed({ rulebook: named })).toThrow(
    /: it says that it is under .*, but the design names acm0002-v22\.0$/,
  );
});

test.each([
  ["a project larger than its plant", { ...design, design: { ...design.design, cap_pj_w: "9000000" } }],
  ["two main meters, each for the whole plant", { ...design, meters: [meter, { ...meter, device_id: "METER-002" }] }],
  ["meters that stand for more than the project", { ...design, meters: [{ ...meter, capacity_w: "9000000" }] }],
  [
    "a crediting period that the rulebook does not know",
    { ...design, crediting: { ...design.crediting, kind: "5x3" } },
  ],
])("a design of %s, which the gateway refuses, is found", (_what, cheating) => {
  expect(() => designed({ design: cheating })).toThrow(/^record 2 \(rec_2\) of plant PLANT-1: its design is refused: /);
});

test("a design that is not the next version is found", () => {
  expect(() => designed({}, {}, { version: 1 })).toThrow(/: version is 1, but the design before it is version 2$/);
});

test("a design before its plant, which could be held to nothing, is found; where the plant cannot be read it is told", () => {
  const before = (lost?: string) =>
    new DesignReplay(new ChainBooks(commitmentOf), commitmentOf).next(
      envelope(1, "design", { version: 1, design: design as Json, rulebook }),
      undefined,
      lost,
    );
  expect(() => before()).toThrow("record 1 (rec_1) of plant PLANT-1: no record before it registers the plant");
  const why = "the configuration before it could not be read";
  expect(before(why)).toEqual({ kind: "unknown", why });
});

test("a design by which the crediting of a stated period begins anew is found, as the gateway refuses it", () => {
  const books = new ChainBooks(commitmentOf);
  const replay = new DesignReplay(books, commitmentOf);
  const next = (version: number, crediting: object) =>
    replay.next(
      envelope(1 + version, "design", { version, design: { ...design, crediting } as unknown as Json, rulebook }),
      pilotPlant,
    ).kind;
  next(1, design.crediting);
  const period = { periodId: "per_1", from: "2025-03-01", to: "2025-04-01" };
  books.statement({ period, facts: {} } as unknown as Parameters<typeof books.statement>[0]);
  expect(next(2, { ...design.crediting, start: "2023-05-01" })).toBe("configuration");
  expect(() => next(3, { ...design.crediting, start: "2025-04-01" })).toThrow(
    /^record 4 \(rec_4\) .*: its design is refused: .*the period per_1 from 2025-03-01 is stated in crediting period 1/,
  );
});
