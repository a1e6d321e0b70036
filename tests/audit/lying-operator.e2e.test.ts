import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalBytes, sha256Hex } from "../../src/kernel/canonical.ts";
import { rawKey } from "../issuance/parties.ts";
import { type BundleWorld, bundleWorld } from "./bundle/world.ts";
import { type Anchored, keepLie, type Lie, othersLeaves, recordsIn, written } from "./lying-operator.ts";
import { audit } from "./support.ts";

/** A day that was read, closed, verified and issued honestly; then everything is written anew by whoever has the keys. */

const hourMs = 3_600_000;
let world: BundleWorld;
let folder: string;
let plantText: string;
let registerText: string;

beforeAll(async () => {
  world = await bundleWorld();
  folder = await mkdtemp(join(tmpdir(), "hydro-liar-"));
  const day = await world.closedDay(1);
  await world.issued(await world.verified(day));
  world.keys.registrar = await world.gateway.keyWith(["registrar"], "registrar");
  const exported = async (who: string, plant: string) =>
    (await world.bytes(who, `/api/v1/records/export?plant_id=${plant}`)).toString("utf8");
  plantText = await exported("owner", "PLANT-HP-001");
  registerText = await exported("registrar", "REGISTER");
}, 120_000);
afterAll(async () => {
  await world.gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

const chain = () => recordsIn(plantText);
const register = () => recordsIn(registerText);
const stepOf = (records: readonly Lie[], step: string): Lie => records.find(({ issuance }) => issuance?.step === step);
const lastMs = (records: readonly Lie[]) => Date.parse(records.at(-1).received_at);

type Told = { readonly register?: readonly Lie[]; readonly logged?: number; readonly anchored?: readonly Anchored[] };

/** The audit of a chain, written and logged as it is; with the registrar's records, of which `logged` are leaves before it. */
async function audited(records: readonly Lie[], { register: given, logged, anchored }: Told = {}) {
  const dir = join(folder, "lie");
  const [own, before] = [written(records), written(given ?? register())];
  const leaves = before.slice(0, logged);
  const size = othersLeaves + leaves.length + own.length;
  await keepLie(dir, own, anchored ?? [{ size, atMs: lastMs(records) + 1_000 }], leaves);
  const file = join(dir, "register.ndjson");
  await writeFile(file, Buffer.concat(before.flatMap((bytes) => [bytes, Uint8Array.of(10)])));
  return audit(["plant", "--saved", dir, ...(given === undefined ? [] : ["--register", file])]);
}

test("what was honest holds, with the registrar's records and without them", async () => {
  expect(await audited(chain())).toMatchObject({
    code: 0,
    out: expect.stringMatching(/--register FILE holds the steps/),
  });
  const { code, out } = await audited(chain(), { register: register() });
  expect([code, out]).toEqual([0, expect.stringMatching(/ok {4}accreditation +3 steps, each by the party/)]);
  expect(out).toMatch(/withdrawals are known up to record 2 of the registrar's chain/);
});

test("a message that counts fewer or more readings of a verdict than there are is found by whoever has the records", async () => {
  const records = chain();
  const readings = records.filter(({ kind }) => kind === "reading").length;
  const size = othersLeaves + 2 + records.length;
  const told = (approved: number, flagged: number) => {
    const counts = { approved, flagged, rejected: 0, other: size - approved - flagged };
    return audited(chain(), { anchored: [{ size, atMs: lastMs(records) + 1_000, counts }] });
  };
  const honest = await told(readings, 0);
  expect([honest.code, honest.out]).toEqual([0, expect.stringMatching(/ok {4}counts +1 message/)]);
  // Some of the others' leaves might be readings: of what is not at hand nothing is said.
  expect((await told(readings + 3, 2)).code).toBe(0);
  expect((await told(readings - 1, 1)).out).toMatch(
    /BROKEN {2}counts: message 2 counts \d+ leaves that are approved readings, but of plant PLANT-HP-001 alone it covers \d+/,
  );
  expect((await told(size, 0)).out).toMatch(/BROKEN {2}counts: message 2 counts 0 leaves that are no readings/);
});

test("a plant whose records were all written ninety days later says so in its audit", async () => {
  const size = othersLeaves + 2 + chain().length;
  const { code, out } = await audited(chain(), { anchored: [{ size, atMs: lastMs(chain()) + 90 * 24 * hourMs }] });
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/note {2}received .*up to 91 days later than received by their own/),
  ]);
});

test("a step that is back-dated into an accreditation which had ended is found by what stands before it", async () => {
  const [given, records] = [register(), chain()];
  const at = (hours: number) => new Date(lastMs(records) + hours * hourMs).toISOString();
  Object.assign(given[0].accreditation, { valid_from: at(-9), valid_to: at(-3) });
  stepOf(records, "verify").received_at = at(-4);
  const commitments = written(given).map((bytes) => sha256Hex(bytes));
  for (const [step, n] of [
    ["verify", 0],
    ["approve", 1],
    ["mint", 1],
  ] as const) {
    stepOf(records, step).issuance.accreditation.commitment = commitments[n];
  }
  const { out } = await audited(records, { register: given });
  expect(out).toMatch(/BROKEN {2}accreditation: .* held until .*, but what stands before it is of/);
});

test("a second chain of the same plant, logged like the first, hides nothing beside it", async () => {
  const [own, fork] = [chain(), chain()];
  fork.at(-1).salt = "0".repeat(32);
  const dir = join(folder, "fork");
  const before = [...written(register()), ...written(fork)];
  const size = othersLeaves + before.length + own.length;
  await keepLie(dir, written(own), [{ size, atMs: lastMs(own) + 1_000 }], before);
  const auditBeside = async (records: readonly Lie[]) => {
    const file = join(dir, "beside.ndjson");
    await writeFile(file, Buffer.concat(written(records).flatMap((bytes) => [bytes, Uint8Array.of(10)])));
    return audit(["plant", "--saved", dir, "--mirror", world.gateway.mirrorUrl, "--beside", file]);
  };
  const { code, out } = await auditBeside(fork);
  expect([code, out]).toEqual([
    1,
    expect.stringMatching(/BROKEN {2}beside: .* of plant PLANT-HP-001 .* there are two chains/),
  ]);
  expect((await auditBeside(chain().slice(0, -1))).out).not.toMatch(/two chains/);
});

describe("whom the registrar accredited, its own records say", () => {
  /** Another key signs in the verifier's place, under its accreditation. */
  const forged = () => {
    const records = chain();
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const { statement } = records.find(({ kind }) => kind === "statement");
    const { issuance } = stepOf(records, "verify");
    issuance.accreditation.public_key = Buffer.from(rawKey(publicKey)).toString("hex");
    issuance.signature = sign(null, canonicalBytes(statement), privateKey).toString("base64");
    return records;
  };

  test("a signature by a key of the operator's own, under a verifier's accreditation, is found", async () => {
    const { code, out } = await audited(forged(), { register: register() });
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/BROKEN {2}accreditation: .*its key is not the accredited one/),
    ]);
  });

  test("a step by another party, in another duty, or for another rulebook is found", async () => {
    for (const [change, why] of [
      [({ organisation }: Lie) => ({ organisation: `not ${organisation}` }), /is of not verify-co as verifier/],
      [() => ({ role: "issuer" }), /is of verify-co as issuer/],
      [() => ({ rulebook: { id: "vmr0017-v1.0", hash: "0".repeat(64) } }), /is for the rulebook vmr0017-v1.0/],
      [() => ({ valid_to: stepOf(chain(), "verify").received_at }), /did not hold at/],
    ] as const) {
      const given = register();
      Object.assign(given[0].accreditation, change(given[0].accreditation));
      const records = chain();
      // The plant's steps name what the registrar's record is now.
      const bytes = written(given).map((one) => sha256Hex(one));
      for (const { issuance } of records) {
        const at = given.findIndex(({ id }) => id === issuance?.accreditation?.record_id);
        if (at >= 0) issuance.accreditation.commitment = bytes[at];
      }
      expect((await audited(records, { register: given })).out).toMatch(why);
    }
  });

  test("a step after a withdrawal is found by the order of the log, whatever times records say", async () => {
    const withdrawn = (receivedAt: string) => {
      const given = register();
      const [{ id: record_id, accreditation, ...rest }] = given;
      const commitment = sha256Hex(written(given)[0] as Uint8Array);
      const withdrawal = {
        reason: "closed",
        accreditation: { id: accreditation.accreditation_id, record_id, commitment },
      };
      return [
        ...given,
        { ...rest, id: `rec_${"0".repeat(26)}`, kind: "withdrawal", received_at: receivedAt, withdrawal },
      ];
    };
    const atMs = lastMs(chain());
    const anchored = [
      { size: othersLeaves + 3, atMs: atMs - 3 * hourMs },
      { size: othersLeaves + 3 + chain().length, atMs: atMs + 1_000 },
    ];
    for (const laterMs of [-60_000, 48 * hourMs]) {
      const given = withdrawn(new Date(atMs + laterMs).toISOString());
      expect((await audited(chain(), { register: given, anchored })).out).toMatch(/acc_\w+ had been withdrawn/);
      // Of what came behind the steps nothing is said.
      const { code } = await audited(chain(), { register: given, logged: 2 });
      expect(code).toBe(0);
    }
  });

  test("records that are not the whole chain are told as such, and steps under one that is not there as not checked", async () => {
    const [verifiers, issuers] = register();
    const whole = written(register());
    const dir = join(folder, "part");
    await keepLie(
      dir,
      written(chain()),
      [{ size: othersLeaves + 2 + chain().length, atMs: lastMs(chain()) + 1_000 }],
      whole,
    );
    const given = async (one: Lie) => {
      const file = join(dir, "part.ndjson");
      await writeFile(file, canonicalBytes(one));
      return audit(["plant", "--saved", dir, "--register", file]);
    };
    written([verifiers, issuers]);
    const some = await given(issuers);
    expect([some.code, some.out]).toEqual([
      3,
      expect.stringMatching(/1 step under an accreditation whose record is not in/),
    ]);
    expect(some.out).toMatch(/is not the registrar's whole chain: a withdrawal may be missing/);
    expect((await given(chain()[0])).out).toMatch(/BROKEN {2}register: .* is not of the registrar's chain/);
  });

  test("an accreditation that ended before the ledger had the step is not checked by the gateway's word alone", async () => {
    const size = othersLeaves + 2 + chain().length;
    const anchored = [{ size, atMs: Date.parse(register()[0].accreditation.valid_to) + 2 * hourMs }];
    const { code, out } = await audited(chain(), { register: register(), anchored });
    expect([code, out]).toEqual([3, expect.stringMatching(/3 steps of a time that only the gateway says/)]);
  });

  test("a decision of the registrar's in a plant's chain, or a record of the plant's in its place, is found", async () => {
    const records = chain();
    const [{ accreditation, id }] = register();
    const { plant: _plant, ...envelope } = records[0];
    const at = records.indexOf(stepOf(records, "request"));
    records.splice(at, 0, { ...envelope, id, kind: "accreditation", accreditation });
    expect((await audited(records)).out).toMatch(
      /BROKEN {2}register: .* it is a decision of the registrar's, in a chain that is not/,
    );
    const others = chain();
    const commitment = sha256Hex(written(others)[2] as Uint8Array);
    stepOf(others, "verify").issuance.accreditation.commitment = commitment;
    expect((await audited(others)).out).toMatch(/which is a record of the plant's own chain, not of the registrar's/);
  });

  test("steps that say of one accreditation two keys or parties are found without the registrar's records", async () => {
    const records = chain();
    stepOf(records, "mint").issuance.accreditation.public_key = "0".repeat(64);
    expect((await audited(records)).out).toMatch(/is of another record, key or party in a step before it/);
    const others = chain();
    const { accreditation } = stepOf(others, "verify").issuance;
    for (const step of ["approve", "mint"])
      stepOf(others, step).issuance.accreditation.public_key = accreditation.public_key;
    expect((await audited(others)).out).toMatch(/the key of acc_\w+ is verify-co's in a step before it/);
  });
});
