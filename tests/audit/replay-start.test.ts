import { generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import { Replay } from "../../src/audit/replay.ts";
import { ReplayTally } from "../../src/audit/replay-tally.ts";
import * as examples from "../../src/http/periods.examples.ts";
import { claimMessage, deviceKeyIdOf } from "../../src/hydropower/device-key.ts";
import { bytesToHex, canonicalBytes, type Json, sha256Bytes, sha256Hex } from "../../src/kernel/canonical.ts";
import { envelope, plant } from "./envelopes.ts";

/** Records before a bundle's first one: a device's key is claimed right before a statement's issuance goes on. */
const commitmentOf = (seq: number) => sha256Bytes(Buffer.from(`record ${seq}`));
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const rawKey = Uint8Array.from(publicKey.export({ format: "der", type: "spki" }).subarray(-32));

const record = (seq: number, kind: string, members: { readonly [name: string]: Json }) =>
  envelope(seq, kind, { received_at: "2026-03-03T00:00:00.000Z", ...members });

const statement = {
  v: 2,
  statement_no: 1,
  reason: null,
  period: {
    ...{ period_id: "per_1", from: "2026-03-01", to: "2026-03-02", time_zone: "UTC", vintage: 2026 },
    ...{ from_at: "2026-03-01T00:00:00.000Z", to_at: "2026-03-02T00:00:00.000Z" },
  },
  rulebook: { id: "acm0002-v22.0", hash: "" },
  records: { head_seq: 2, log_size: "2" },
  facts: {},
  eg_facility_wh: "0",
  er_g: "0",
  issuance: { unit_g: "1000000", issued_units: "5", carry_out_g: "0", taken_back_g: "0" },
  calculation: { issuance: { carry_in_g: "0" } },
  meters: [{ device_id: "METER-1", trusted_export_wh: null }],
};

const claimed = (code: string) => ({
  act: "register",
  device_id: "METER-1",
  key_id: deviceKeyIdOf(rawKey),
  public_key: bytesToHex(rawKey),
  retires: [],
  claim: { code, proof: sign(null, claimMessage("ABCD", rawKey), privateKey).toString("base64") },
});

function issuanceStep(seq: number, step: string, state: string, duty: string, signature: string | null) {
  const accreditation = {
    ...{ accreditation_id: "acc_1", record_id: "rec_acc", public_key: bytesToHex(rawKey) },
    commitment: bytesToHex(commitmentOf(99)),
  };
  const issuance = {
    ...{ issuance_id: "iss_1", step, state, period_id: "per_1", reason: null, signature },
    statement: {
      ...{ statement_no: 1, record_id: "rec_3", seq: 3, commitment: bytesToHex(commitmentOf(3)) },
      sha256: sha256Hex(canonicalBytes(statement as Json)),
    },
    party: { duty, organisation: duty, key_id: `key of ${duty}` },
    accreditation: signature === null ? null : accreditation,
  };
  return record(seq, "issuance", { issuance });
}

const signature = sign(null, canonicalBytes(statement as Json), privateKey).toString("base64");
const earlier = (code = "ABCD") => [
  record(1, "plant", { plant }),
  record(2, "device", { device: { device_id: "METER-1", kind: "meter" } }),
  record(3, "statement", { statement: statement as Json }),
  record(4, "device-key", { device_key: claimed(code) }),
  issuanceStep(5, "request", "requested", "operator", null),
  issuanceStep(6, "verify", "verified", "verifier", signature),
];
const started = (before = earlier()) =>
  new Replay(commitmentOf, {
    start: {
      ...{ firstSeq: 7, memory: new Map(), commitments: new Map() },
      earlier: before,
      restated: { periodId: "per_2", statementNo: 1 },
    } as never,
  });
const handedOut = record(7, "bundle", { bundle: {} });

test("records before the start are taken in the order of the chain, also behind a claim of a device's key", async () => {
  expect(await started().step(handedOut)).toEqual({ kind: "handed-out" });
});

test("a claim before the start that its key did not sign is found with the first record behind it", async () => {
  await expect(started(earlier("WXYZ")).step(handedOut)).rejects.toThrow("the key does not sign for its claim");
});

test.each([
  ["statement", "soon"],
  ["statement", null],
  ["device-key", "2026-03-03"],
  ["issuance", "2026-03-03T00:00:00Z"],
])(
  "a record of kind %s that does not say when it was accepted (%s) is found, and not taken for one in time",
  async (kind, received_at) => {
    const forged = earlier().map((one) =>
      one.kind === kind ? { ...one, members: { ...one.members, received_at } } : one,
    );
    expect(() => started(forged as ReturnType<typeof earlier>)).toThrow(/: received_at is not a time in UTC/);
  },
);

test("a design before the start whose rulebook this version does not have is told as not checked", async () => {
  const rulebook = { id: examples.design.rulebook, hash: "0".repeat(64) };
  const design = record(7, "design", { version: 1, design: examples.design as unknown as Json, rulebook });
  const replay = started([...earlier(), design]);
  await replay.step(handedOut);
  const findings = new ReplayTally({ retrain: false }).findings(replay);
  expect(findings).toContainEqual({
    check: "replay",
    state: "unchecked",
    detail: expect.stringContaining("which is not in this version, admits a design"),
  });
});
