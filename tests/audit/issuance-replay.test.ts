import { generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import { ChainBooks } from "../../src/audit/chain-books.ts";
import { IssuanceReplay } from "../../src/audit/issuance-replay.ts";
import type { Reading } from "../../src/hydropower/reading.ts";
import { partsOf } from "../../src/issuance/mint-parts.ts";
import { bytesToHex, canonicalBytes, type Json, sha256Bytes, sha256Hex } from "../../src/kernel/canonical.ts";
import { envelope as record } from "./envelopes.ts";

/** The chain of a plant with one reading, its period's statement, and the steps of its issuance. */
const hour = 3_600_000;
const from = Date.parse("2026-03-01T00:00:00Z");
const commitmentOf = (seq: number) => sha256Bytes(Buffer.from(`record ${seq}`));
const { publicKey, privateKey } = generateKeyPairSync("ed25519");

const statement = {
  statement_no: 1,
  period: { period_id: "per_1", from_at: "2026-03-01T00:00:00.000Z", to_at: "2026-03-02T00:00:00.000Z", vintage: 2026 },
  rulebook: { id: "acm0002-v22.0" },
  issuance: { unit_g: "1000000", issued_units: "5", taken_back_g: "0" },
  records: { head_seq: 1 },
  meters: [{ device_id: "METER-1" }],
  er_g: "5000000",
  calculation: { issuance: { carry_in_g: "0" } },
};
const bytes = canonicalBytes(statement);
const sha256 = sha256Hex(bytes);

const mint = {
  intent_id: "mnt_1",
  token_key: "acm0002-v22.0/2026/1000000",
  unit_g: "1000000",
  amount: "5",
  parts: partsOf(5n, sha256).map(({ partNo, amount, memo }) => ({ part_no: partNo, amount: String(amount), memo })),
};

const verifierKey = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
const accredited = (organisation: string) => ({
  accreditation_id: `acc of ${organisation}`,
  record_id: "rec_acc",
  commitment: sha256,
  public_key: organisation === "verifier" ? verifierKey : sha256Hex(Buffer.from(organisation)),
});

function stepRecord(seq: number, step: string, state: string, duty: string, more: { readonly [name: string]: Json }) {
  const issuance = {
    issuance_id: "iss_1",
    step,
    state,
    period_id: "per_1",
    statement: { statement_no: 1, record_id: "rec_2", seq: 2, commitment: bytesToHex(commitmentOf(2)), sha256 },
    party: { duty, organisation: duty, key_id: `key of ${duty}` },
    accreditation: accredited(duty),
    signature: null,
    reason: null,
    ...more,
  };
  return record(seq, "issuance", { issuance });
}

const steps = (minted: Json = mint) => [
  stepRecord(3, "request", "requested", "operator", { accreditation: null }),
  stepRecord(4, "verify", "verified", "verifier", { signature: sign(null, bytes, privateKey).toString("base64") }),
  stepRecord(5, "approve", "approved", "issuer", {}),
  stepRecord(6, "mint", "minting", "issuer", { mint: minted }),
];

/** Follows the steps; before the one at `rejectedAt` the reading stops counting. */
function followed(some: ReturnType<typeof steps>, rejectedAt?: number): void {
  const books = new ChainBooks(commitmentOf);
  const replay = new IssuanceReplay(books, commitmentOf);
  const reading = { deviceId: "METER-1", endMs: from + hour, intervalS: 3600, timed: true };
  books.reading(
    1,
    "rec_1",
    { ...reading, quantities: { energy_export_kwh_total: 100 } } as unknown as Reading,
    "APPROVED",
  );
  replay.statement(record(2, "statement", { statement }));
  for (const one of some) {
    if (one.seq === rejectedAt) books.stands(1, "REJECTED", one.seq - 1);
    replay.step(one);
  }
}

test("an issuance as it should be is followed to its mint", () => {
  expect(() => followed(steps())).not.toThrow();
});

test.each([
  ["verify", 1],
  ["approve", 2],
  ["mint", 3],
])("the step %s under no accreditation is found", (step, at) => {
  const some = steps().map((one, i) =>
    i === at ? { ...one, members: { issuance: { ...(one.members.issuance as object), accreditation: null } } } : one,
  ) as ReturnType<typeof steps>;
  expect(() => followed(some)).toThrow(`it takes the step ${step} under no accreditation`);
});

test.each<[string, string, number, Json]>([
  ["a signature, which covers nothing,", "request", 0, { signature: "AAAA" }],
  ["an accreditation", "request", 0, { accreditation: accredited("verifier") }],
  ["a signature", "approve", 2, { signature: "AAAA" }],
  ["a mint", "approve", 2, { mint }],
  ["a reason", "mint", 3, { reason: "because" }],
])("%s in the step %s is found", (_what, _step, at, more) => {
  const some = steps().map((one, i) =>
    i === at
      ? record(one.seq, "issuance", { issuance: { ...(one.members.issuance as object), ...(more as object) } })
      : one,
  );
  expect(() => followed(some)).toThrow("issuance is not in its form");
});

test.each([
  ["another vintage", "acm0002-v22.0/2027/1000000"],
  ["another rulebook", "vmr0017-v1.0/2026/1000000"],
  ["another unit", "acm0002-v22.0/2026/1000"],
])("a mint in the token of %s is found", (_what, token_key) => {
  expect(() => followed(steps({ ...mint, token_key }))).toThrow(
    `record 6 (rec_6) of plant PLANT-1: it mints in ${token_key}`,
  );
});

test.each([
  ["verified", 4],
  ["approved", 5],
  ["minted", 6],
])("a statement that is %s after one of its records stopped counting is found", (_what, seq) => {
  expect(() => followed(steps(), seq)).toThrow(
    `record ${seq} (rec_${seq}) of plant PLANT-1: statement 1 (record 2) rests on rec_1`,
  );
});

/** The chain of a plant without readings: each period is stated, requested, verified, approved and minted in turn. */
function issued(
  periods: readonly {
    readonly units: string;
    readonly parts?: Json;
    readonly transaction: string;
    readonly vintage?: number;
    readonly token?: string;
  }[],
) {
  const replay = new IssuanceReplay(new ChainBooks(commitmentOf), commitmentOf);
  for (const [i, { units, parts, transaction, vintage = 2026, token = "0.0.5" }] of periods.entries()) {
    const [period_id, at] = [`per_${i}`, 10 * (i + 1)];
    const stated = {
      ...statement,
      period: { ...statement.period, period_id, vintage },
      issuance: { ...statement.issuance, issued_units: units },
    };
    const digest = sha256Hex(canonicalBytes(stated));
    const names = { record_id: `rec_${at}`, seq: at, commitment: bytesToHex(commitmentOf(at)), sha256: digest };
    const about = { issuance_id: `iss_${i}`, period_id, statement: { statement_no: 1, ...names } };
    const made = parts ?? [{ part_no: 1, amount: units, memo: digest }];
    const signature = sign(null, canonicalBytes(stated), privateKey).toString("base64");
    const minted = { part_no: 1, amount: units, token_id: token, transaction_id: transaction };
    const token_key = `acm0002-v22.0/${vintage}/1000000`;
    replay.statement(record(at, "statement", { statement: stated }));
    for (const one of [
      stepRecord(at + 1, "request", "requested", "operator", { ...about, accreditation: null }),
      stepRecord(at + 2, "verify", "verified", "verifier", { ...about, signature }),
      stepRecord(at + 3, "approve", "approved", "issuer", about),
      stepRecord(at + 4, "mint", "minting", "issuer", {
        ...about,
        mint: { ...mint, token_key, amount: units, parts: made },
      }),
      stepRecord(at + 5, "issue", "issued", "", {
        accreditation: null,
        ...about,
        party: null,
        minted: { intent_id: mint.intent_id, parts: [minted] },
      }),
    ]) {
      replay.step(one);
    }
  }
}

test("a mint of nothing and one of more parts than any record holds are found, and nothing is made of them", () => {
  expect(() => issued([{ units: "5", transaction: "tx" }])).not.toThrow();
  expect(() => issued([{ units: "0", parts: [], transaction: "tx" }])).toThrow(
    "record 14 (rec_14) of plant PLANT-1: it mints nothing",
  );
  expect(() => issued([{ units: "9".repeat(40), transaction: "tx" }])).toThrow(
    /: its parts are not those of its amount/,
  );
});

test("one transaction mints for one statement only", () => {
  const [first, second] = [
    { units: "5", transaction: "0.0.2@1.000000001" },
    { units: "6", transaction: "0.0.2@1.000000002" },
  ];
  expect(() => issued([first, second])).not.toThrow();
  expect(() => issued([first, { ...second, transaction: first.transaction }])).toThrow(
    "record 25 (rec_25) of plant PLANT-1: the transaction 0.0.2@1.000000001 minted for iss_0 already",
  );
});

/** A chain of a statement with these steps on it, each of the issuance it names. */
function walked(some: readonly { readonly id: string; readonly step: keyof typeof walk }[]): void {
  const replay = new IssuanceReplay(new ChainBooks(commitmentOf), commitmentOf);
  replay.statement(record(2, "statement", { statement }));
  for (const [i, { id, step }] of some.entries()) {
    const [state, duty, more] = walk[step];
    replay.step(stepRecord(3 + i, step, state, duty, { issuance_id: id, ...more }));
  }
}
const nobody = { party: null, accreditation: null };
const walk = {
  request: ["requested", "operator", { accreditation: null }],
  verify: ["verified", "verifier", { signature: sign(null, bytes, privateKey).toString("base64") }],
  reject: ["rejected", "verifier", { reason: "a meter was not read" }],
  approve: ["approved", "issuer", {}],
  mint: ["minting", "issuer", { mint }],
  void: ["voided", "", { ...nobody, reason: "claimed elsewhere" }],
} as const satisfies { readonly [step: string]: readonly [string, string, { readonly [name: string]: Json }] };

test("a period has one request at a time, and a statement none behind its mint", () => {
  const of = (id: string, ...steps: readonly (keyof typeof walk)[]) => steps.map((step) => ({ id, step }));
  expect(() => walked([...of("iss_1", "request", "reject"), ...of("iss_2", "request", "verify")])).not.toThrow();
  expect(() => walked([...of("iss_1", "request", "verify", "void"), ...of("iss_2", "request")])).not.toThrow();
  // Whoever reads the steps of the newest request alone would miss the verifier of the one that is minted.
  for (const before of [["request"], ["request", "verify"], ["request", "verify", "approve", "mint"]] as const) {
    expect(() => walked([...of("iss_1", ...before), ...of("iss_2", "request")])).toThrow(
      /: it begins iss_2 while iss_1 of the same period is (requested|verified|minting)$/,
    );
  }
});

test("a token is of one kind: the units of one issuance are not minted in the token of another's", () => {
  const one = { units: "5", transaction: "0.0.2@1.000000001" };
  const other = { units: "6", transaction: "0.0.2@1.000000002", vintage: 2027 };
  expect(() => issued([one, { ...other, token: "0.0.6" }])).not.toThrow();
  expect(() => issued([one, other])).toThrow(
    "record 25 (rec_25) of plant PLANT-1: the token 0.0.5 is of acm0002-v22.0/2026/1000000 already, not of acm0002-v22.0/2027/1000000",
  );
});

test("a claim that is told again under its id does not take the place of the first", () => {
  const days = { from_at: "2026-03-01T00:00:00.000Z", to_at: "2026-03-02T00:00:00.000Z", withdraws: null };
  const elsewhere = { ...days, from_at: "1999-01-01T00:00:00.000Z", to_at: "1999-01-02T00:00:00.000Z" };
  const replay = new IssuanceReplay(new ChainBooks(commitmentOf), commitmentOf);
  replay.claim(record(1, "claim", { claim: { claim_id: "clm_1", ...days } }));
  expect(() => replay.claim(record(2, "claim", { claim: { claim_id: "clm_1", ...elsewhere } }))).toThrow(
    "record 2 (rec_2) of plant PLANT-1: clm_1 is claimed twice",
  );
});

test("a claim of no time is found: it would keep nothing from being minted", () => {
  const days = { from_at: "2026-03-02T00:00:00.000Z", to_at: "2026-03-01T00:00:00.000Z", withdraws: null };
  const replay = new IssuanceReplay(new ChainBooks(commitmentOf), commitmentOf);
  expect(() => replay.claim(record(1, "claim", { claim: { claim_id: "clm_1", ...days } }))).toThrow(
    /ends before it begins/,
  );
});

test("whoever decided on a reading of the period does not ask for it to be issued", () => {
  const asked = (by: string, endMs: number) => {
    const books = new ChainBooks(commitmentOf);
    const replay = new IssuanceReplay(books, commitmentOf);
    books.decided(by, endMs);
    replay.statement(record(2, "statement", { statement }));
    replay.step(stepRecord(3, "request", "requested", "operator", { accreditation: null }));
  };
  expect(() => asked("key of another", from + hour)).not.toThrow();
  expect(() => asked("key of operator", from)).not.toThrow();
  expect(() => asked("key of operator", from + hour)).toThrow(
    "record 3 (rec_3) of plant PLANT-1: key of operator asks for it, who has decided on readings of the period",
  );
});

test("MWh that make up for what was issued before are not claimed elsewhere, before or after", () => {
  const claim = record(3, "claim", {
    claim: {
      claim_id: "clm_1",
      from_at: "2026-03-01T00:00:00.000Z",
      to_at: "2026-03-02T00:00:00.000Z",
      withdraws: null,
    },
  });
  const stated = (carry_in_g: string) =>
    record(2, "statement", { statement: { ...statement, calculation: { issuance: { carry_in_g } } } });
  const replayed = (claimFirst: boolean, carryInG: string) => () => {
    const replay = new IssuanceReplay(new ChainBooks(commitmentOf), commitmentOf);
    if (claimFirst) replay.claim(claim);
    replay.statement(stated(carryInG));
    if (!claimFirst) replay.claim(claim);
  };
  expect(replayed(true, "-3000000")).toThrow(/makes up for 3000000 g of earlier periods with MWh of the claim clm_1/);
  expect(replayed(false, "-3000000")).toThrow(/claims MWh of per_1, which make up for earlier periods/);
  for (const claimFirst of [true, false]) expect(replayed(claimFirst, "0")).not.toThrow();
});

test("under an annual baseline a period is issued only while the periods of its year before it stand", () => {
  const verified = (ofYear: string | null, rejectedAt?: number) => {
    const books = new ChainBooks(commitmentOf);
    const replay = new IssuanceReplay(books, commitmentOf);
    const energy = { quantities: { energy_export_kwh_total: 100 }, intervalS: 3600, timed: true };
    const reading = { deviceId: "METER-1", endMs: from - 12 * hour, ...energy } as unknown as Reading;
    books.reading(1, "rec_1", reading, "APPROVED");
    const before = { ...statement.period, period_id: "per_0", from_at: "2026-02-28T00:00:00.000Z" };
    const earlier = { ...statement, period: { ...before, to_at: "2026-03-01T00:00:00.000Z" } };
    replay.statement(record(2, "statement", { statement: earlier }));
    const later = { ...statement, carried_in: { year_to_date_net_wh: ofYear } };
    const bytes = canonicalBytes(later);
    replay.statement(record(3, "statement", { statement: later }));
    const sha256 = sha256Hex(bytes);
    const commitment = bytesToHex(commitmentOf(3));
    const named = { statement_no: 1, record_id: "rec_3", seq: 3, commitment, sha256 };
    const signature = sign(null, bytes, privateKey).toString("base64");
    replay.step(stepRecord(4, "request", "requested", "operator", { accreditation: null, statement: named }));
    if (rejectedAt !== undefined) books.stands(1, "REJECTED", rejectedAt);
    replay.step(stepRecord(6, "verify", "verified", "verifier", { signature, statement: named }));
  };
  expect(() => verified("5000000")).not.toThrow();
  expect(() => verified(null, 5)).not.toThrow();
  expect(() => verified("5000000", 5)).toThrow("statement 1 (record 2) rests on rec_1, which has stopped counting");
});
