import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ChainCheck } from "../../src/audit/chain-check.ts";
import { BrokenLink } from "../../src/audit/findings.ts";
import { signaturesIn } from "../../src/audit/signatures.ts";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { forgetExpired } from "../../src/plants/claim-store.ts";
import { claimDevice, issueClaimCode } from "../../src/plants/claims.ts";
import { listDeviceKeys, revokeDeviceKey, rotateDeviceKey } from "../../src/plants/device-keys.ts";
import { acceptReading } from "../../src/telemetry/accept.ts";
import { fileCorrection } from "../../src/telemetry/review-corrections.ts";
import { parseBody } from "../../src/telemetry/types.ts";
import { authenticate } from "../../src/tenancy/tenancy.ts";
import { type Members, relink } from "../support/chain.ts";
import { type Body, TestDevice } from "../support/device.ts";
import { pilotBody, pilotPlant, pilotTurbine } from "../support/pilot.ts";
import { type Bench, recordedOf, telemetryBench } from "../support/telemetry.ts";

let bench: Bench;
const start = Date.parse("2026-05-01T12:00:00Z");
beforeAll(async () => {
  bench = await telemetryBench();
});
afterAll(() => bench.close());

const place = { plantId: pilotPlant.plant_id, deviceId: pilotTurbine.device_id };
const wirePlace = { plant_id: place.plantId, device_id: place.deviceId };
const from = { address: "192.0.2.1" };
let organisations = 0;

/** An organisation whose plant's device is claimed with a key of its own. */
async function claimedPlant(signatures?: "required"): Promise<{ orgId: string; device: TestDevice }> {
  bench.now = start;
  const orgId = `signers-${++organisations}`;
  const device = new TestDevice(40 + organisations);
  await bench.addPlant(orgId, { ...pilotPlant, ...(signatures && { signatures }) });
  await claim(orgId, device);
  return { orgId, device };
}

async function claim(orgId: string, device: TestDevice) {
  const { code } = await issueClaimCode(bench.deps, bench.actorOf(orgId), place);
  const key = { publicKey: device.publicHex, proof: device.claimProof(code) };
  return claimDevice(claimDeps(), { code, key, wantsApiKey: false }, from);
}

const claimDeps = () => ({ ...bench.deps, tenancy: { ...bench.deps, keyEnvironment: "local" as const } });

const send = async (orgId: string, body: Body, idempotencyKey?: string) =>
  recordedOf(await acceptReading(bench.deps, bench.actorOf(orgId), body as TelemetryBody, { idempotencyKey }));

const at = (minute: number) => new Date(start + minute * 60_000 - 3_600_000).toISOString();
const reading = (seq: number, readings = {}, more = {}) =>
  pilotBody(readings, { timestamp: at(seq), device_seq: seq, ...more });

async function fault(promise: Promise<unknown>): Promise<Fault> {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof Fault)) throw new Error(`expected a fault, got ${String(error)}`);
  return error;
}

const rowsOf = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(bench.connection.db)).rows;
const chain = (orgId: string) =>
  rowsOf(sql<{ kind: string; body: Buffer }>`SELECT kind, body FROM records WHERE org_id = ${orgId} ORDER BY seq`);
const evidence = async (orgId: string) =>
  (
    await rowsOf(sql<{ evidence: Buffer }>`SELECT evidence FROM signed_readings WHERE org_id = ${orgId} ORDER BY seq`)
  ).map((row) => row.evidence);
const acts = async (orgId: string) =>
  (await rowsOf(sql<{ act: string }>`SELECT act FROM audit_trail WHERE org_id = ${orgId} ORDER BY audit_id`)).map(
    (row) => row.act,
  );

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function audit(bodies: readonly Uint8Array[], signed?: readonly Uint8Array[]) {
  const signatures = signed && signaturesIn(each(signed));
  const check = new ChainCheck({ plantId: place.plantId, whole: true, signatures });
  for (const body of bodies) await check.add(body);
  return check.finish();
}

async function broken(bodies: readonly Uint8Array[], signed?: readonly Uint8Array[]): Promise<BrokenLink> {
  const error = await audit(bodies, signed).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof BrokenLink)) throw new Error(`expected a broken link, got ${String(error)}`);
  return error;
}

describe("a signed reading", () => {
  test("is recorded as signed, with its key and the digest of what is archived", async () => {
    const { orgId, device } = await claimedPlant();
    const { record } = await send(orgId, device.signed(reading(1), at(1)));
    const body = parseBody(record);
    expect(body).toMatchObject({
      signed: true,
      signature: { key_id: device.keyId, form: "reading", signed_at: at(1) },
    });
    const [row] = await rowsOf(sql<{ ok: boolean }>`
      SELECT sha256(evidence) = sha256 AND encode(sha256, 'hex') = ${(body.signature as Members).sha256 as string} AS ok
      FROM signed_readings WHERE record_id = ${record.recordId}`);
    expect(row?.ok).toBe(true);
    const unsigned = await send(orgId, reading(2));
    expect(parseBody(unsigned.record)).toMatchObject({ signed: false });
    expect(parseBody(unsigned.record)).not.toHaveProperty("signature");
  });

  test("what is archived is never changed", async () => {
    const { orgId, device } = await claimedPlant();
    await send(orgId, device.signed(reading(1), at(1)));
    const change = (query: string) => bench.connection.pool.query(query, [orgId]);
    await expect(change("UPDATE signed_readings SET evidence = 'x' WHERE org_id = $1")).rejects.toThrow(
      /never changed/,
    );
    await expect(change("DELETE FROM signed_readings WHERE org_id = $1")).rejects.toThrow(/never changed/);
  });

  test("of a batch comes by itself, in any order, under the one signature", async () => {
    const { orgId, device } = await claimedPlant();
    const bodies = device.batch(
      [1, 2, 3, 4, 5, 6, 7].map((seq) => reading(seq)),
      at(7),
    );
    const answers = await Promise.all([...bodies].reverse().map((body) => send(orgId, body)));
    expect(answers.map(({ record }) => parseBody(record).signature)).toEqual(
      answers.map(() => expect.objectContaining({ form: "batch", key_id: device.keyId })),
    );
    const bodiesOnRecord = (await chain(orgId)).map(({ body }) => body);
    expect((await audit(bodiesOnRecord, await evidence(orgId))).allSigned).toBe(true);
  });

  test("that a person corrected is not all signed any more: what stands in its place is no device's", async () => {
    const { orgId, device } = await claimedPlant();
    const { record } = await send(orgId, device.signed(reading(1), at(1)));
    const correction = { readings: { power_output_kw: 890 }, reason: "misread" };
    await fileCorrection(bench.deps, bench.actorOf(orgId), record.recordId, correction as never);
    const bodies = (await chain(orgId)).map(({ body }) => body);
    expect((await audit(bodies, await evidence(orgId))).allSigned).toBe(false);
  });

  test("whose figure was changed on its way is refused, kept in the audit trail and leaves no record", async () => {
    const { orgId, device } = await claimedPlant();
    const signed = device.signed(reading(1), at(1));
    const { code, message } = await fault(send(orgId, { ...signed, readings: { power_output_kw: 990 } }));
    expect([code, message]).toEqual(["signature-invalid", expect.stringMatching(/does not hold/)]);
    expect(await acts(orgId)).toEqual(["reading.signature"]);
    expect((await chain(orgId)).filter(({ kind }) => kind === "reading")).toEqual([]);
    expect((await send(orgId, signed)).record.status).toBe("APPROVED");
  });

  test("by a key of another device, plant or organisation is refused with the same words as by an unknown one", async () => {
    const { orgId } = await claimedPlant();
    const other = await claimedPlant();
    const foreign = await fault(send(orgId, other.device.signed(reading(1), at(1))));
    const unknown = await fault(send(orgId, new TestDevice(200).signed(reading(1), at(1))));
    const words = (one: Fault) => [one.code, one.message.replace(/dk_[0-9a-z]{26}/, "KEY")];
    expect(words(foreign)).toEqual(words(unknown));
  });

  test("is taken seven days after it was signed, and not later; its time does not matter", async () => {
    const { orgId, device } = await claimedPlant();
    const [first, second] = [device.signed(reading(1), at(60)), device.signed(reading(2), at(60))];
    bench.now = start + 7 * 86_400_000;
    expect((await send(orgId, first)).record.status).toBe("APPROVED");
    bench.now += 1;
    expect((await fault(send(orgId, second))).message).toMatch(/7 days/);
    expect((await send(orgId, device.signed(reading(2), bench.now))).duplicate).toBe(false);
  });

  test("needs its time and number beside it, in the schema of every transport", async () => {
    const { device } = await claimedPlant();
    const { telemetrySchema } = await import("../../src/hydropower/reading.ts");
    const { device_seq: _seq, ...without } = device.signed(reading(1), at(1));
    expect(telemetrySchema.safeParse(without).success).toBe(false);
    expect(telemetrySchema.safeParse(device.signed(reading(1), at(1))).success).toBe(true);
    const { signature, ...rest } = device.signed(reading(1), at(1)) as Body & { signature: { value: string } };
    // Stray bits behind the last byte would give one signature two texts.
    const value = signature.value.replace(/.==$/, "B==");
    expect(telemetrySchema.safeParse({ ...rest, signature: { ...signature, value } }).success).toBe(false);
  });
});

describe("a number under one key", () => {
  test("with the same content is a duplicate, also when it was signed again", async () => {
    const { orgId, device } = await claimedPlant();
    const first = await send(orgId, device.signed(reading(1), at(1)));
    const again = await send(orgId, device.signed(reading(1), at(5)));
    expect([again.duplicate, again.record.recordId]).toEqual([true, first.record.recordId]);
    const many = await Promise.all(Array.from({ length: 30 }, () => send(orgId, device.signed(reading(2), at(2)))));
    expect(new Set(many.map(({ record }) => record.recordId)).size).toBe(1);
    expect(many.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  });

  test("with another content is a conflict that names the record, whatever its time; the attempt is kept", async () => {
    const { orgId, device } = await claimedPlant();
    const { record } = await send(orgId, device.signed(reading(1), at(1)));
    const other = device.signed({ ...reading(1), timestamp: at(9) }, at(9));
    const conflict = await fault(send(orgId, other));
    expect([conflict.code, conflict.facts.extensions?.record_id]).toEqual(["sequence-conflict", record.recordId]);
    expect(await acts(orgId)).toEqual(["reading.sequence"]);
    const both = await Promise.allSettled([
      send(orgId, device.signed(reading(3), at(3))),
      send(orgId, device.signed({ ...reading(3), timestamp: at(4) }, at(4))),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("does not bind readings that are not signed: a counter may begin again", async () => {
    const { orgId } = await claimedPlant();
    await send(orgId, reading(1));
    expect((await send(orgId, { ...reading(1), timestamp: at(2) })).duplicate).toBe(false);
  });
});

describe("a plant that takes signed readings only", () => {
  test("refuses others and takes those; the same holds from the moment it is configured so", async () => {
    const { orgId, device } = await claimedPlant("required");
    expect((await fault(send(orgId, reading(1)))).code).toBe("signature-required");
    expect((await fault(send(orgId, pilotBody()))).code).toBe("signature-required");
    expect((await send(orgId, device.signed(reading(1), at(1)))).record.status).toBe("APPROVED");
    expect((await chain(orgId)).map(({ kind }) => kind)).toEqual(["plant", "device", "device-key", "reading"]);
  });
});

describe("keys", () => {
  test("a rotation is signed by the key in use and the new one; the old one empties its buffer for seven days", async () => {
    const { orgId, device } = await claimedPlant();
    const next = new TestDevice(101);
    const text = device.rotationText(next, wirePlace);
    const rotation = {
      keyId: device.keyId,
      newPublicKey: next.publicHex,
      signature: device.sign(text),
      proof: next.sign(text),
    };
    const actor = bench.actorOf(orgId);
    bench.now = start + 1;
    const stranger = new TestDevice(102);
    for (const wrong of [
      { ...rotation, signature: stranger.sign(text) },
      { ...rotation, proof: stranger.sign(text) },
      { ...rotation, keyId: stranger.keyId },
    ]) {
      expect(["signature-invalid", "invalid-request", "not-found"]).toContain(
        (await fault(rotateDeviceKey(bench.deps, actor, place, wrong))).code,
      );
    }
    const rotated = await rotateDeviceKey(bench.deps, actor, place, rotation);
    expect(rotated).toMatchObject({ keyId: next.keyId, state: "active" });
    expect((await fault(rotateDeviceKey(bench.deps, actor, place, rotation))).code).toBe("signature-invalid");
    // Each key counts for itself.
    await send(orgId, next.signed(reading(1), at(1)));
    await send(orgId, device.signed(reading(2), at(2)));
    bench.now = start + 7 * 86_400_000 + 2;
    const signedNow = new Date(bench.now).toISOString();
    expect((await fault(send(orgId, device.signed(reading(3), signedNow)))).message).toMatch(/not in use/);
    await send(orgId, next.signed(reading(3), signedNow));
    const states = (await listDeviceKeys(bench.deps, actor, place)).map(({ keyId, state }) => [keyId, state]);
    expect(states).toEqual([
      [device.keyId, "retired"],
      [next.keyId, "active"],
    ]);
    const found = await audit(
      (await chain(orgId)).map(({ body }) => body),
      await evidence(orgId),
    );
    expect(found.findings).toContainEqual(expect.objectContaining({ check: "device-keys", state: "ok" }));
  });

  test("a new claim replaces the key; a revoked one is refused at once, for whatever it signed before", async () => {
    const { orgId, device } = await claimedPlant();
    const early = device.signed(reading(1), at(1));
    const next = new TestDevice(103);
    await claim(orgId, next);
    const actor = bench.actorOf(orgId);
    const revoke = () => revokeDeviceKey(bench.deps, actor, place, { keyId: device.keyId, reason: "stolen" });
    expect((await revoke()).state).toBe("revoked");
    const length = (await chain(orgId)).length;
    await revoke();
    expect(await chain(orgId)).toHaveLength(length);
    expect((await fault(send(orgId, early))).message).toMatch(/revoked/);
    expect((await send(orgId, next.signed(reading(1), at(1)))).record.status).toBe("APPROVED");
    // No key comes back, at this device or another.
    expect((await fault(claim(orgId, device))).code).toBe("already-exists");
  });

  test("a revocation that waits for the plant's lock holds for the readings behind it", async () => {
    const { orgId, device } = await claimedPlant();
    const actor = bench.actorOf(orgId);
    const held = await bench.connection.pool.connect();
    await held.query("BEGIN");
    await held.query("SELECT FROM plant_heads WHERE org_id = $1 FOR UPDATE", [orgId]);
    const waiting = async (n: number) => {
      for (;;) {
        const { rows } = await bench.connection.pool.query(
          "SELECT count(DISTINCT pid)::int AS n FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()",
        );
        if ((rows[0] as { n: number }).n >= n) return;
      }
    };
    const revoked = revokeDeviceKey(bench.deps, actor, place, { keyId: device.keyId, reason: "lost" });
    await waiting(1);
    const sent = fault(send(orgId, device.signed(reading(1), at(1))));
    await waiting(2);
    await held.query("COMMIT");
    held.release();
    await revoked;
    expect((await sent).message).toMatch(/revoked/);
  });
});

describe("claiming", () => {
  test("a code works once, before it is over, typed as people type; a wrong one tells nothing", async () => {
    bench.now = start;
    const orgId = `claims-${++organisations}`;
    await bench.addPlant(orgId);
    const actor = bench.actorOf(orgId);
    const { code, expiresAt } = await issueClaimCode(bench.deps, actor, place, { expiresInS: 600 });
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(expiresAt.getTime()).toBe(start + 600_000);
    const { rows } = await bench.connection.pool.query("SELECT claim_codes::text AS row FROM claim_codes");
    expect(JSON.stringify(rows)).not.toContain(code.slice(0, 5));
    const typed = ` ${code.toLowerCase().replace("-", " ")} `;
    const asKey = { code: typed, wantsApiKey: true };
    const claimed = await claimDevice(claimDeps(), asKey, from);
    expect(claimed).toMatchObject({ ...place, keyId: undefined });
    const device = await authenticate(claimDeps().tenancy, claimed.apiKey?.text);
    expect(device).toMatchObject({
      orgId,
      roles: ["device"],
      limits: { plants: [place.plantId], devices: [place.deviceId] },
    });
    const again = await fault(claimDevice(claimDeps(), asKey, from));
    const wrong = await fault(claimDevice(claimDeps(), { ...asKey, code: "00000-00000" }, from));
    expect([again.code, again.message]).toEqual([wrong.code, wrong.message]);
    const late = await issueClaimCode(bench.deps, actor, place, { expiresInS: 600 });
    bench.now += 600_000;
    expect((await fault(claimDevice(claimDeps(), { ...asKey, code: late.code }, from))).message).toBe(wrong.message);
  });

  test("a new code ends the one before; of ten callers with one code one claims", async () => {
    bench.now = start;
    const orgId = `claims-${++organisations}`;
    await bench.addPlant(orgId);
    const actor = bench.actorOf(orgId);
    const old = await issueClaimCode(bench.deps, actor, place);
    const { code } = await issueClaimCode(bench.deps, actor, place);
    const try_ = (one: string, address: string) =>
      claimDevice(claimDeps(), { code: one, wantsApiKey: true }, { address });
    expect((await fault(try_(old.code, "192.0.2.9"))).code).toBe("not-found");
    const all = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => try_(code, `192.0.2.${100 + i}`)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const keys = await rowsOf(
      sql<{ n: bigint }>`SELECT count(*) AS n FROM api_keys WHERE org_id = ${orgId} AND label <> 'test'`,
    );
    expect(keys[0]?.n).toBe(1n);
  });

  test("a key that does not sign for itself, or holds for anything, claims nothing and leaves the code usable", async () => {
    bench.now = start;
    const orgId = `claims-${++organisations}`;
    await bench.addPlant(orgId);
    const { code } = await issueClaimCode(bench.deps, bench.actorOf(orgId), place);
    const [one, other] = [new TestDevice(110), new TestDevice(111)];
    const attempt = (publicKey: string, proof: string) =>
      claimDevice(claimDeps(), { code, key: { publicKey, proof }, wantsApiKey: true }, { address: "192.0.2.8" });
    expect((await fault(attempt(one.publicHex, other.claimProof(code)))).code).toBe("invalid-request");
    expect((await fault(attempt("00".repeat(32), one.claimProof(code)))).code).toBe("invalid-request");
    expect((await attempt(one.publicHex, one.claimProof(code))).keyId).toBe(one.keyId);
  });

  test("guessing ends after ten wrong codes from a network, for a quarter of an hour", async () => {
    bench.now = start;
    const orgId = `claims-${++organisations}`;
    await bench.addPlant(orgId);
    const { code } = await issueClaimCode(bench.deps, bench.actorOf(orgId), place);
    const guess = (one: string, address: string) =>
      claimDevice(claimDeps(), { code: one, wantsApiKey: true }, { address });
    for (let i = 0; i < 10; i++) expect((await fault(guess("00000-00000", "2001:db8:9::1"))).code).toBe("not-found");
    const refused = await fault(guess(code, "2001:db8:9::2"));
    expect([refused.code, refused.facts.retryAfterS]).toEqual(["too-many-attempts", 900]);
    expect((await fault(guess("00000-00000", "2001:db8:a::1"))).code).toBe("not-found");
    bench.now += 900_000;
    expect((await guess(code, "2001:db8:9::2")).deviceId).toBe(place.deviceId);
  });

  test("many wrong codes at once are counted as many, and a right one as none", async () => {
    bench.now = start;
    const orgId = `claims-${++organisations}`;
    await bench.addPlant(orgId);
    const address = "2001:db8:b::1";
    const claim = async () => {
      const { code } = await issueClaimCode(bench.deps, bench.actorOf(orgId), place);
      return claimDevice(claimDeps(), { code, wantsApiKey: true }, { address });
    };
    for (let i = 0; i < 11; i++) expect((await claim()).deviceId).toBe(place.deviceId);
    const wrong = { code: "00000-00000", wantsApiKey: true };
    const guesses = Array.from({ length: 30 }, () => fault(claimDevice(claimDeps(), wrong, { address })));
    const codes = (await Promise.all(guesses)).map(({ code }) => code).sort();
    expect(codes).toEqual([...Array(10).fill("not-found"), ...Array(20).fill("too-many-attempts")]);
  });
});

test("what only had to be kept for a while is forgotten, and nothing before its time", async () => {
  const { pool } = bench.connection;
  const now = new Date("2030-01-01T00:00:00Z");
  const at = (ms: number) => new Date(now.getTime() + ms);
  for (const [nonce, ms] of [
    ["over", -1],
    ["live", 1],
  ] as const)
    await pool.query("INSERT INTO device_nonces VALUES ('o', 'k', $1, $2)", [nonce, at(ms)]);
  for (const [network, ms] of [
    ["over", -3_600_001],
    ["live", -3_600_000],
  ] as const)
    await pool.query("INSERT INTO claim_attempts VALUES ($1, $2, 1)", [network, at(ms)]);
  await forgetExpired(bench.work.db, now);
  const { rows } = await pool.query(
    "SELECT nonce AS one FROM device_nonces WHERE org_id = 'o' UNION ALL SELECT network FROM claim_attempts ORDER BY 1",
  );
  expect(rows).toEqual([{ one: "live" }, { one: "live" }]);
});

describe("the auditor", () => {
  let orgId: string;
  let device: TestDevice;
  let bodies: Buffer[];
  let signed: Buffer[];
  beforeAll(async () => {
    ({ orgId, device } = await claimedPlant());
    for (const seq of [1, 2, 3]) await send(orgId, device.signed(reading(seq), at(seq)));
    await send(orgId, reading(4));
    const batch = device.batch(
      [5, 6].map((seq) => reading(seq)),
      at(6),
    );
    for (const body of batch) await send(orgId, body);
    bodies = (await chain(orgId)).map(({ body }) => body);
    signed = await evidence(orgId);
  });
  const members = () => bodies.map((body) => JSON.parse(body.toString()) as Members);

  test("holds every signature against the key in use, and says what is not signed", async () => {
    const { findings, allSigned } = await audit(bodies, signed);
    expect(allSigned).toBe(false);
    const told = findings.filter(({ check }) => check === "signatures").map(({ state, detail }) => [state, detail]);
    expect(told).toEqual([
      ["ok", expect.stringMatching(/^5 readings signed/)],
      ["note", expect.stringMatching(/^1 reading without/)],
    ]);
  });

  test("without what was signed is not complete", async () => {
    const { findings } = await audit(bodies);
    expect(findings).toContainEqual(expect.objectContaining({ check: "signatures", state: "unchecked" }));
  });

  test("names the first record whose evidence is missing, changed or of another", async () => {
    const missing = await broken(bodies, signed.slice(0, 1));
    expect([missing.check, missing.message]).toEqual(["signatures", expect.stringMatching(/^record 5 .*not there/)]);
    const swapped = await broken(bodies, [signed[1], signed[0], ...signed.slice(2)] as Buffer[]);
    expect(swapped.message).toMatch(/^record 4 .*SHA-256/);
  });

  test("names a reading that its own operator changed and linked anew, with a digest that fits", async () => {
    const changed = relink(members(), 5, (record) => {
      (record.readings as Record<string, number>).power_output_kw = 905;
    });
    expect((await broken(changed, signed)).message).toMatch(/^record 5 .*another readings/);
  });

  test("names a reading that is said to be signed by a key of nobody, or that its operator signed himself", async () => {
    const unknown = relink(members(), 5, (record) => {
      (record.signature as Members).key_id = new TestDevice(120).keyId;
    });
    expect((await broken(unknown, signed)).message).toMatch(/^record 5 .*no record before it registers/);
    const { evidenceDigest } = await import("../../src/proof/device-envelope.ts");
    const own = JSON.parse((signed[1] as Buffer).toString());
    const forged = Buffer.from(JSON.stringify({ ...own, signature: new TestDevice(121).sign(own.signed) }));
    const relinked = relink(members(), 5, (record) => {
      (record.signature as Members).sha256 = evidenceDigest(forged);
    });
    const withForged = signed.map((line, i) => (i === 1 ? forged : line));
    expect((await broken(relinked, withForged)).message).toMatch(/^record 5 .*does not hold/);
  });

  test("names an unsigned reading of a plant that takes none, and a signature hidden", async () => {
    const required = relink(members(), 1, (record) => {
      (record.plant as Members).signatures = "required";
    });
    expect((await broken(required, signed)).message).toMatch(/^record 7 .*signed readings only/);
    const hidden = relink(members(), 5, (record) => {
      record.signed = false;
    });
    expect((await broken(hidden, signed)).message).toMatch(/^record 5 .*names a signature/);
  });

  test("names a key that did not sign for its claim, and one whose claim stands elsewhere", async () => {
    const other = new TestDevice(122);
    const foreign = relink(members(), 3, (record) => {
      const change = record.device_key as Members;
      Object.assign(change, { public_key: other.publicHex, key_id: other.keyId });
    });
    const found = await broken(foreign, signed);
    expect([found.check, found.message]).toEqual(["device-keys", expect.stringMatching(/^record 3 .*does not sign/)]);
    const mislabelled = relink(members(), 3, (record) => {
      (record.device_key as Members).key_id = other.keyId;
    });
    expect((await broken(mislabelled, signed)).message).toMatch(/not the one of its id/);
  });

  test("names a reading under a key that was revoked before it", async () => {
    const plant = await claimedPlant();
    await send(plant.orgId, plant.device.signed(reading(1), at(1)));
    const actor = bench.actorOf(plant.orgId);
    await revokeDeviceKey(bench.deps, actor, place, { keyId: plant.device.keyId, reason: "lost" });
    const records = (await chain(plant.orgId)).map(({ body }) => JSON.parse(body.toString()) as Members);
    const [plantRecord, deviceRecord, key, first, revocation] = records as [
      Members,
      Members,
      Members,
      Members,
      Members,
    ];
    // The operator puts the reading behind the revocation.
    const order = [plantRecord, deviceRecord, key, { ...revocation, seq: 4 }, { ...first, seq: 5 }];
    const moved = relink(order, 0, () => undefined);
    expect((await broken(moved, await evidence(plant.orgId))).message).toMatch(/^record 5 .*was revoked before it/);
  });
});
