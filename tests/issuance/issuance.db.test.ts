import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accredit, withdrawAccreditation } from "../../src/issuance/accreditations.ts";
import { amendPeriod } from "../../src/issuance/closing.ts";
import { invite, withdrawInvitation } from "../../src/issuance/invitations.ts";
import { getIssuance, listVisibleIssuances } from "../../src/issuance/issuance-queries.ts";
import { findIntent, listIntents } from "../../src/issuance/mint-store.ts";
import { settlePart } from "../../src/issuance/minting.ts";
import { decideOnIssuance } from "../../src/issuance/verification.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { addMembership, insertUser } from "../../src/tenancy/user-store.ts";
import { actorOf, type Parties, partyWorld, rawKey, rulebook } from "./parties.ts";
import { type PlantWorld, refusedBy } from "./world.ts";

let world: Parties;
beforeAll(async () => {
  world = await partyWorld();
});
afterAll(() => world.close());

async function requested() {
  const plant = await world.running();
  const periodId = await world.closed(plant);
  const { issuance } = await world.request(plant, periodId);
  return { plant, periodId, id: issuance.issuanceId };
}

async function verified() {
  const made = await requested();
  await world.verify(made.plant, made.periodId, made.id);
  return made;
}

const stepsIn = async (plant: PlantWorld) => {
  const rows = await world.db
    .selectFrom("records")
    .select(["kind", "body", "seq"])
    .where("plant_id", "=", plant.plantId)
    .where("kind", "=", "issuance")
    .orderBy("seq")
    .execute();
  return rows.map(({ body }) => JSON.parse(new TextDecoder().decode(body)).issuance);
};

test("from request to mint every step is a record of the plant's chain with a place in line for the log", async () => {
  const plant = await world.running();
  const periodId = await world.closed(plant);
  const minting = await world.minting(plant, periodId);
  expect(minting).toMatchObject({ state: "minting", units: 8n, unitG: 1_000_000n, vintage: 2026, rulebook });
  const records = await stepsIn(plant);
  expect(records.map(({ step, state }) => `${step} ${state}`)).toEqual([
    "request requested",
    "verify verified",
    "approve approved",
    "mint minting",
  ]);
  expect(records.map(({ party }) => party.organisation)).toEqual(["pilot", "verify-co", "issue-co", "issue-co"]);
  expect(records[1].accreditation).toMatchObject({ accreditation_id: world.accreditation.accreditationId });
  expect(records[3].mint).toMatchObject({ amount: "8", parts: [{ part_no: 1, amount: "8" }] });
  const line = await world.db
    .selectFrom("outbox")
    .select("record_id")
    .where(
      "record_id",
      "in",
      minting.steps.map(({ recordId }) => recordId),
    )
    .execute();
  expect(line).toHaveLength(4);
  const [intent] = await listIntents(world.db, { orgId: "pilot", plantId: plant.plantId });
  expect(intent).toMatchObject({ state: "committed", amount: 8n, tokenKey: `${rulebook}/2026/1000000` });
  expect(intent?.parts[0]?.memo).toBe(Buffer.from(minting.statementSha256).toString("hex"));
});

describe("the same call again", () => {
  test("or twice at once leaves one request, one verification, one approval and one intent", async () => {
    const plant = await world.running();
    const periodId = await world.closed(plant);
    const both = async <T>(call: () => Promise<T>): Promise<[T, T]> => Promise.all([call(), call()]);
    const requests = await both(() => world.request(plant, periodId));
    const id = requests[0].issuance.issuanceId;
    const all = [
      requests,
      await both(() => world.verify(plant, periodId, id)),
      await both(() => world.approve(id)),
      await both(() => world.mint(id)),
    ];
    for (const calls of all) {
      expect(calls.map(({ repeated }) => repeated).sort()).toEqual([false, true]);
      expect(new Set(calls.map(({ issuance }) => issuance.issuanceId))).toEqual(new Set([id]));
    }
    expect((await world.request(plant, periodId)).issuance.state).toBe("minting");
    expect(await stepsIn(plant)).toHaveLength(4);
    expect(await listIntents(world.db, { orgId: "pilot", plantId: plant.plantId })).toHaveLength(1);
  });
});

describe("a verifier", () => {
  test("who signs other bytes, or with a key that nobody is accredited with, is refused", async () => {
    const { plant, periodId, id } = await requested();
    const other = generateKeyPairSync("ed25519").privateKey;
    for (const signature of [await world.signed(plant, periodId, 1, other), new Uint8Array(64)]) {
      const finding = { decision: "verify", signature } as const;
      expect(await refusedBy(decideOnIssuance(world.deps, world.verifier, id, finding))).toBe("signature.invalid");
    }
    const another = await world.running();
    const elsewhere = await world.closed(another);
    const signature = await world.signed(another, elsewhere);
    const finding = { decision: "verify", signature } as const;
    expect(await refusedBy(decideOnIssuance(world.deps, world.verifier, id, finding))).toBe("signature.invalid");
    expect(await stepsIn(plant)).toHaveLength(1);
  });

  test("rejects with a reason, and the operator may ask again", async () => {
    const { plant, periodId, id } = await requested();
    const finding = { decision: "reject", reason: "the meter was not on site" } as const;
    const rejected = await decideOnIssuance(world.deps, world.verifier, id, finding);
    expect(rejected.issuance).toMatchObject({ state: "rejected" });
    expect((await decideOnIssuance(world.deps, world.verifier, id, finding)).repeated).toBe(true);
    expect(await refusedBy(world.verify(plant, periodId, id))).toBe("issuance-state");
    const again = await world.request(plant, periodId);
    expect([again.repeated, again.issuance.issuanceId === id]).toEqual([false, false]);
    await world.verify(plant, periodId, again.issuance.issuanceId);
  });

  test("counts only while accredited for the rulebook, at the moment of signing", async () => {
    const { plant, periodId, id } = await requested();
    const { now } = world.bench;
    for (const at of ["2025-12-31T23:59:59.999Z", "2027-01-01T00:00:00Z"]) {
      world.bench.now = Date.parse(at);
      expect(await refusedBy(world.verify(plant, periodId, id))).toBe("not-accredited");
    }
    world.bench.now = now;
    await world.verify(plant, periodId, id);
  });

  test("whose accreditation was withdrawn signs no more, and what it signed before stands", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const tenancy = { db: world.deps.db, clock: world.deps.clock, keyEnvironment: "local" as const };
    await createOrganisation(tenancy, { orgId: "brief-co", name: "Brief" });
    const validity = { validFromMs: world.bench.now - 1_000, validToMs: world.bench.now + 86_400_000 };
    const given = await accredit(world.register, {
      ...{ orgId: "brief-co", role: "verifier", rulebook, publicKey: rawKey(publicKey) },
      ...validity,
    });
    const brief = actorOf("brief-co", ["verifier"]);
    const [first, second] = [await requested(), await requested()];
    const sign = async ({ plant, periodId, id }: typeof first) => {
      await invite(world.deps, plant.actor, plant.plantId, periodId, { guestOrgId: "brief-co", role: "verifier" });
      const signature = await world.signed(plant, periodId, 1, privateKey);
      return decideOnIssuance(world.deps, brief, id, { decision: "verify", signature });
    };
    await sign(first);
    await withdrawAccreditation(world.register, given.accreditationId, "found to sign anything");
    expect(await refusedBy(sign(second))).toBe("not-accredited");
    expect((await world.approve(first.id)).issuance.state).toBe("approved");
  });

  test("whose accreditation is withdrawn several times at once loses it once: the register holds one record of that", async () => {
    await createOrganisation({ ...world.deps, keyEnvironment: "local" }, { orgId: "twice-co", name: "Twice" });
    const validity = { validFromMs: world.bench.now - 1_000, validToMs: world.bench.now + 86_400_000 };
    const publicKey = rawKey(generateKeyPairSync("ed25519").publicKey);
    const wish = { orgId: "twice-co", role: "verifier", rulebook, publicKey, ...validity } as const;
    const { accreditationId } = await accredit(world.register, wish);
    const { pool } = world.bench.connection;
    const holder = await pool.connect();
    await holder.query("BEGIN");
    await holder.query("SELECT FROM plant_heads WHERE org_id = 'registrar' FOR UPDATE");
    const acts = ["first", "second", "third"].map((reason) =>
      withdrawAccreditation(world.register, accreditationId, reason),
    );
    // Each has got as far as it gets beside the others.
    const waiting = `SELECT FROM pg_locks WHERE NOT granted AND pid IN
      (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`;
    await expect.poll(async () => (await pool.query(waiting)).rowCount, { timeout: 20_000 }).toBe(acts.length);
    await holder.query("COMMIT");
    holder.release();
    const told = await Promise.all(acts);
    expect(new Set(told.map(({ withdrawn }) => withdrawn?.recordId)).size).toBe(1);
    const { rows } = await pool.query(
      "SELECT FROM records WHERE org_id = 'registrar' AND kind = 'withdrawal' AND position($1 in convert_from(body, 'UTF8')) > 0",
      [accreditationId],
    );
    expect(rows).toHaveLength(1);
  });

  test("accredited for another rulebook only is none for this one", async () => {
    const { plant, periodId, id } = await requested();
    const tenancy = { db: world.deps.db, clock: world.deps.clock, keyEnvironment: "local" as const };
    await createOrganisation(tenancy, { orgId: "small-co", name: "Small" });
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const validity = { validFromMs: world.bench.now - 1_000, validToMs: world.bench.now + 1_000 };
    const key = rawKey(publicKey);
    await accredit(world.register, {
      orgId: "small-co",
      role: "verifier",
      rulebook: "ams-i.d-v18",
      publicKey: key,
      ...validity,
    });
    await invite(world.deps, plant.actor, plant.plantId, periodId, { guestOrgId: "small-co", role: "verifier" });
    const signature = await world.signed(plant, periodId, 1, privateKey);
    const finding = { decision: "verify", signature } as const;
    expect(await refusedBy(decideOnIssuance(world.deps, actorOf("small-co", ["verifier"]), id, finding))).toBe(
      "not-accredited",
    );
  });
});

test("one public key speaks for one organisation only", async () => {
  const { publicKey } = world.accreditation;
  const input = { orgId: "elsewhere", role: "issuer", rulebook, publicKey, validFromMs: 0, validToMs: 1 } as const;
  expect(await refusedBy(accredit(world.register, input))).toBe("already-exists");
});

describe("nobody holds two duties for one period:", () => {
  test("the plant's organisation does not verify, whatever roles its key has", async () => {
    const { plant, periodId, id } = await requested();
    const own = actorOf("pilot", ["operator", "verifier"], "key-two-hats");
    expect(await refusedBy(world.verify(plant, periodId, id, own))).toBe("duties-conflict");
  });

  test("the plant's organisation does not issue", async () => {
    const { id } = await verified();
    const own = actorOf("pilot", ["operator", "issuer"], "key-two-hats");
    expect(await refusedBy(world.approve(id, own))).toBe("duties-conflict");
    expect(await refusedBy(world.mint(id, own))).toBe("duties-conflict");
  });

  test("a member of the plant's organisation does not verify for another one, whatever key the request came by", async () => {
    const { plant, periodId, id } = await requested();
    const userId = `usr_${"a".repeat(26)}`;
    const at = new Date(world.bench.now);
    const passwordHash = `$argon2id$v=19$m=8,t=1,p=1$${"A".repeat(22)}$${"A".repeat(43)}`;
    await world.deps.db
      .person(userId, "pilot")
      .transaction()
      .execute(async (tx) => {
        await insertUser(tx, { userId, email: "eve@plants.example", name: "Eve", passwordHash, createdAt: at });
        await addMembership(tx, { orgId: "pilot", userId, roles: ["operator"], at });
      });
    const eve = actorOf("verify-co", ["verifier"], userId);
    expect(await refusedBy(world.verify(plant, periodId, id, eve))).toBe("duties-conflict");
  });

  test("the verifier's organisation does not issue, accredited and invited for it or not", async () => {
    const { plant, periodId, id } = await verified();
    const key = rawKey(generateKeyPairSync("ed25519").publicKey);
    const validity = { validFromMs: world.bench.now - 1_000, validToMs: world.bench.now + 1_000 };
    await accredit(world.register, { orgId: "verify-co", role: "issuer", rulebook, publicKey: key, ...validity });
    await invite(world.deps, plant.actor, plant.plantId, periodId, { guestOrgId: "verify-co", role: "issuer" });
    const both = actorOf("verify-co", ["verifier", "issuer"], "key-another");
    expect(await refusedBy(world.approve(id, both))).toBe("duties-conflict");
  });

  test("who rejected a first request does not issue the second", async () => {
    const { plant, periodId, id } = await requested();
    await decideOnIssuance(world.deps, world.verifier, id, { decision: "reject", reason: "no" });
    const { issuance } = await world.request(plant, periodId);
    await invite(world.deps, plant.actor, plant.plantId, periodId, { guestOrgId: "verify-co", role: "issuer" });
    const both = actorOf("verify-co", ["verifier", "issuer"]);
    expect(await refusedBy(world.approve(issuance.issuanceId, both))).toBe("duties-conflict");
  });
});

describe("another organisation", () => {
  test("sees nothing of a period without an invitation, and the same nothing of what does not exist", async () => {
    const { id } = await requested();
    const stranger = actorOf("elsewhere", ["auditor"]);
    const absent = id.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    expect(await refusedBy(getIssuance(world.deps, stranger, id))).toBe("not-found");
    expect(await refusedBy(getIssuance(world.deps, stranger, absent))).toBe("not-found");
    expect((await listVisibleIssuances(world.deps, stranger, { limit: 9 })).issuances).toEqual([]);
    const finding = { decision: "reject", reason: "envy" } as const;
    const act = decideOnIssuance(world.deps, actorOf("elsewhere", ["verifier"]), id, finding);
    expect(await refusedBy(act)).toBe("not-found");
  });

  test("pages through what its own plants and its hosts' have, each issuance once, while more are requested", async () => {
    const { plant, periodId } = await requested();
    for (let i = 0; i < 3; i++) await requested();
    const whole = (await listVisibleIssuances(world.deps, plant.actor, { limit: 1_000 })).issuances;
    const ids: string[] = [];
    let after: readonly string[] | undefined;
    do {
      const page = await listVisibleIssuances(world.deps, plant.actor, { after, limit: 1 });
      ids.push(...page.issuances.map(({ issuance }) => issuance.issuanceId));
      after = page.next;
      // Behind what was read already: it moves no page.
      if (ids.length === 1) await world.request(plant, periodId);
    } while (after !== undefined);
    expect(ids).toEqual(whole.map(({ issuance }) => issuance.issuanceId));
    expect(new Set(ids).size).toBeGreaterThanOrEqual(4);
  });

  test("sees the one period it is invited to, and no more once the invitation is taken back", async () => {
    const { plant, periodId, id } = await requested();
    const { id: other } = await requested();
    const guest = actorOf("elsewhere", ["auditor"]);
    const invitation = { guestOrgId: "elsewhere", role: "auditor" } as const;
    const made = await invite(world.deps, plant.actor, plant.plantId, periodId, invitation);
    expect((await invite(world.deps, plant.actor, plant.plantId, periodId, invitation)).created).toBe(false);
    expect((await getIssuance(world.deps, guest, id)).issuance.issuanceId).toBe(id);
    expect(
      (await listVisibleIssuances(world.deps, guest, { limit: 9 })).issuances.map(
        ({ issuance }) => issuance.issuanceId,
      ),
    ).toEqual([id]);
    expect(await refusedBy(getIssuance(world.deps, guest, other))).toBe("not-found");
    // Invited to look is not invited to decide.
    const finding = { decision: "reject", reason: "envy" } as const;
    const act = decideOnIssuance(world.deps, actorOf("elsewhere", ["verifier"]), id, finding);
    expect(await refusedBy(act)).toBe("forbidden");
    await withdrawInvitation(world.deps, plant.actor, plant.plantId, periodId, made.invitationId);
    expect(await refusedBy(getIssuance(world.deps, guest, id))).toBe("not-found");
  });
});

describe("an amendment", () => {
  const amend = (plant: PlantWorld, periodId: string) =>
    amendPeriod(world.deps, plant.actor, plant.plantId, periodId, { reason: "a test", invoice_net_wh: "6000000" });

  test("voids a request that still waits, at every stage, and the next request is of its units alone", async () => {
    for (const stage of ["requested", "verified", "approved"]) {
      const { plant, periodId, id } = stage === "requested" ? await requested() : await verified();
      if (stage === "approved") await world.approve(id);
      const [made] = await amend(plant, periodId);
      expect(made?.json.issuance).toMatchObject({ taken_back_g: "8000000", issued_units: "4", carry_out_g: "200000" });
      const { issuance } = await getIssuance(world.deps, plant.actor, id);
      expect([stage, issuance.state, issuance.steps.at(-1)?.step]).toEqual([stage, "voided", "void"]);
      expect(await refusedBy(world.mint(id))).toBe("issuance-state");
      expect(await world.minting(plant, periodId)).toMatchObject({ state: "minting", units: 4n, statementNo: 2 });
    }
  });

  test("after the mint is committed leaves it as it is and makes a deficit, which the next period meets first", async () => {
    const plant = await world.running();
    const periodId = await world.closed(plant);
    const { issuanceId } = await world.minting(plant, periodId);
    const [made] = await amend(plant, periodId);
    expect(made?.json.issuance).toMatchObject({ taken_back_g: "0", issued_units: "0", carry_out_g: "-3800000" });
    expect((await getIssuance(world.deps, plant.actor, issuanceId)).issuance.state).toBe("minting");
    const next = await world.closed(plant, "2026-03-02", "2026-03-03");
    expect(await world.minting(plant, next)).toMatchObject({ units: 4n });
    const intents = await listIntents(world.db, { orgId: "pilot", plantId: plant.plantId });
    // 4.2 t of the first day as amended and 8.4 t of the second: 12 whole tonnes in all.
    expect(intents.map(({ amount }) => amount)).toEqual([8n, 4n]);
  });

  test("that only adds is minted as the difference", async () => {
    const plant = await world.running({ grid: { ef_cm_g_per_mwh: "600000" } });
    const periodId = await world.closed(plant);
    expect((await world.minting(plant, periodId)).units).toBe(7n);
    await plant.design({ meter: { serial: `S/${plant.plantId}` }, in_force_from: "2020-01-01" });
    await amendPeriod(world.deps, plant.actor, plant.plantId, periodId, { reason: "the right factor" });
    expect((await world.minting(plant, periodId)).units).toBe(1n);
  });

  test("without a whole unit to issue is verified but neither approved nor minted", async () => {
    const plant = await world.running();
    const periodId = await world.closed(plant);
    await world.minting(plant, periodId);
    await amend(plant, periodId);
    const { issuance } = await world.request(plant, periodId);
    expect((await world.verify(plant, periodId, issuance.issuanceId)).issuance.state).toBe("verified");
    expect(await refusedBy(world.approve(issuance.issuanceId))).toBe("issuance.nothing");
    expect(await refusedBy(world.mint(issuance.issuanceId))).toBe("issuance-state");
  });
});

test("an open period cannot be requested", async () => {
  const plant = await world.running();
  const { periodId } = await plant.open("2026-03-01", "2026-03-02");
  expect(await refusedBy(world.request(plant, periodId))).toBe("period.not-closed");
});

test("the ledger's word on the last part makes it issued, once, with a record of the transactions", async () => {
  const plant = await world.running();
  const periodId = await world.closed(plant);
  const { issuanceId } = await world.minting(plant, periodId);
  const [intent] = await listIntents(world.db, { orgId: "pilot", plantId: plant.plantId });
  const minted = {
    intentId: intent?.intentId ?? "",
    partNo: 1,
    tokenId: "0.0.5005",
    transactionId: "0.0.2@1.000000001",
  };
  const settle = (more = {}) =>
    world.work.db.transaction().execute((tx) => settlePart(world.work, tx, { ...minted, ...more }));
  expect(await settle()).toBe("issued");
  expect(await settle()).toBe("repeated");
  await expect(settle({ transactionId: "0.0.2@2.000000001" })).rejects.toThrow("minted twice");
  const { issuance, mint } = await getIssuance(world.deps, plant.actor, issuanceId);
  expect([issuance.state, issuance.steps.length, mint?.state]).toEqual(["issued", 5, "minted"]);
  expect((await stepsIn(plant)).at(-1)).toMatchObject({
    step: "issue",
    party: null,
    minted: { parts: [{ transaction_id: minted.transactionId, amount: "8" }] },
  });
  expect((await findIntent(world.db, minted.intentId))?.parts[0]).toMatchObject({ state: "minted" });
});
