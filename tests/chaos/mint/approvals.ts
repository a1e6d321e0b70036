import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { accredit } from "../../../src/issuance/accreditations.ts";
import type { IssuanceDeps } from "../../../src/issuance/append.ts";
import { closePeriod } from "../../../src/issuance/closing.ts";
import { putDesign } from "../../../src/issuance/design.ts";
import { projectDesignSchema } from "../../../src/issuance/design-schema.ts";
import { invite } from "../../../src/issuance/invitations.ts";
import { approveIssuance } from "../../../src/issuance/minting.ts";
import { getStatement, openPeriod } from "../../../src/issuance/periods.ts";
import { requestIssuance } from "../../../src/issuance/requests.ts";
import { decideOnIssuance } from "../../../src/issuance/verification.ts";
import type { Actor, Role } from "../../../src/kernel/actor.ts";
import { registerDevice, registerPlant } from "../../../src/plants/plants.ts";
import { connect, type Db } from "../../../src/platform/database.ts";
import { ownerRole } from "../../../src/platform/roles.ts";
import { scoped } from "../../../src/platform/scoped.ts";
import { createAccessTokens } from "../../../src/tenancy/access-token.ts";
import { createSeal } from "../../../src/tenancy/seal.ts";
import { createOrganisation } from "../../../src/tenancy/tenancy.ts";
import { pilotPlant } from "../../support/pilot.ts";
import { signedIn } from "../../support/users.ts";

/** What an issuer may have minted: the campaign's own books, against which the ledger is compared. */
export type Approved = { readonly issuanceId: string; readonly units: bigint };

const rulebook = "acm0002-v22.0";
const firstDay = Date.parse("2026-01-01T00:00:00Z");
const dayMs = 86_400_000;
const daysPerPlant = 10;
const day = (n: number) => new Date(firstDay + n * dayMs).toISOString().slice(0, 10);
const actorOf = (orgId: string, ...roles: Role[]): Actor => {
  const keyId = `key-${orgId}`;
  return {
    orgId,
    keyId,
    roles,
    person: { userId: keyId, method: "session", sessionId: "ses_chaos", secondFactor: true },
  };
};
const [owner, verifier, issuer] = [
  actorOf("chaos", "owner", "operator"),
  actorOf("verify-co", "verifier"),
  actorOf("issue-co", "issuer"),
];

/** Periods of one day, closed, verified and approved through the gateway's own verbs: only the mint is missing. */
export async function approveMany(databaseUrl: string, dataDir: string, count: number): Promise<Approved[]> {
  const plantSecret = Buffer.from((await readFile(join(dataDir, "plant-secret"), "utf8")).trim(), "hex");
  // The campaign's own hand does everybody's part, the registrar's too.
  const { db: all, pool, close } = connect(databaseUrl, { role: ownerRole, maxConnections: 8 });
  const db = scoped(pool);
  const clock = { nowMs: () => Date.now() };
  const deps = { db, clock, random: { bytes: (length: number) => randomBytes(length) }, plantSecret };
  const register = { ...deps, db: all };
  try {
    const tenancy = { db, clock, keyEnvironment: "local" as const };
    for (const orgId of ["verify-co", "issue-co"]) await createOrganisation(tenancy, { orgId, name: orgId });
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const raw = (key: typeof publicKey) => key.export({ format: "der", type: "spki" }).subarray(-32);
    const validity = { validFromMs: Date.now() - 1_000, validToMs: Date.now() + dayMs };
    const base = { rulebook, ...validity };
    await accredit(register, { ...base, orgId: "verify-co", role: "verifier", publicKey: raw(publicKey) });
    const other = raw(generateKeyPairSync("ed25519").publicKey);
    await accredit(register, { ...base, orgId: "issue-co", role: "issuer", publicKey: other });
    const plants = Array.from({ length: Math.ceil(count / daysPerPlant) }, (_, i) => i);
    const approved: Approved[] = [];
    const worker = async () => {
      for (let plant = plants.shift(); plant !== undefined; plant = plants.shift()) {
        const days = Math.min(daysPerPlant, count - plant * daysPerPlant);
        approved.push(...(await approvePlant(deps, privateKey, `MINT-${plant}`, days)));
      }
    };
    await Promise.all(Array.from({ length: 6 }, worker));
    return approved;
  } finally {
    await close();
  }
}

/** An issuer who signed in with a second factor. @returns an access token that outlives the campaign */
export async function issuerSession(databaseUrl: string, dataDir: string): Promise<string> {
  const { pool, close } = connect(databaseUrl, { role: ownerRole, maxConnections: 1 });
  try {
    const db = scoped(pool);
    const clock = { nowMs: () => Date.now() };
    const pem = await readFile(join(dataDir, "auth-key.pem"), "utf8");
    const accessTokens = await createAccessTokens(pem, { clock, lifeS: 86_400 });
    const random = { bytes: (length: number) => randomBytes(length) };
    const auth = { db, clock, random, accessTokens, seal: createSeal(randomBytes(32)) };
    return (await signedIn(auth, ["issuer"], "issue-co")).accessToken;
  } finally {
    await close();
  }
}

type Signer = ReturnType<typeof generateKeyPairSync>["privateKey"];

async function approvePlant(deps: IssuanceDeps, key: Signer, plantId: string, days: number): Promise<Approved[]> {
  await registerPlant(deps, owner, { ...pilotPlant, time_zone: "UTC", plant_id: plantId });
  const meter = `METER-${plantId}`;
  await registerDevice(deps, owner, plantId, { device_id: meter, kind: "meter" });
  const calibrations = [{ on: "2019-12-01", valid_until: "2040-01-01" }];
  const design = projectDesignSchema.parse({
    rulebook,
    grid: { ef_cm_g_per_mwh: "700000" },
    crediting: { kind: "7x3", start: "2020-01-01" },
    meters: [{ device_id: meter, role: "main", serial: meter, accuracy_class: "0.2S", mpe_pct: "0.2", calibrations }],
    design: { project_type: "greenfield", reservoir: "none", cap_pj_w: "1000000" },
  });
  await putDesign(deps, owner, plantId, design);
  await readDays(deps.db.of(owner.orgId), plantId, meter, days);
  const approved: Approved[] = [];
  for (let n = 0; n < days; n++) approved.push(await approveDay(deps, key, plantId, n));
  return approved;
}

async function approveDay(deps: IssuanceDeps, key: Signer, plantId: string, n: number): Promise<Approved> {
  const { periodId } = await openPeriod(deps, owner, plantId, { from: day(n), to: day(n + 1) });
  await closePeriod(deps, owner, plantId, periodId, {});
  await invite(deps, owner, plantId, periodId, { guestOrgId: "verify-co", role: "verifier" });
  await invite(deps, owner, plantId, periodId, { guestOrgId: "issue-co", role: "issuer" });
  const { issuance } = await requestIssuance(deps, owner, plantId, periodId);
  const signature = new Uint8Array(sign(null, await getStatement(deps, owner, plantId, periodId), key));
  await decideOnIssuance(deps, verifier, issuance.issuanceId, { decision: "verify", signature });
  await approveIssuance(deps, issuer, issuance.issuanceId);
  return { issuanceId: issuance.issuanceId, units: issuance.units };
}

/** Hourly registers of a meter, each hour 500 kWh more, as the narrow rows that statements are made from. */
async function readDays(db: Db, plantId: string, meter: string, days: number): Promise<void> {
  const hours = Array.from({ length: days * 24 + 1 }, (_, hour) => hour);
  const ids = hours.map((hour) => `rec_${plantId}_${hour}`);
  const { seq } = await db
    .selectFrom("plant_heads")
    .select("seq")
    .where("org_id", "=", "chaos")
    .where("plant_id", "=", plantId)
    .executeTakeFirstOrThrow();
  await sql`
    INSERT INTO device_readings (org_id, plant_id, device_id, is_interval, ended_at, interval_s, covers_from,
      covers_to, content_hash, record_id, seq, status, commitment, export_wh, import_wh, gross_wh, power_w)
    SELECT 'chaos', ${plantId}, ${meter}, true, ended_at, 3600, ended_at - interval '1 hour', ended_at, ''::bytea,
      record_id, ${seq}::bigint + position, 'APPROVED', commitment, export_wh, 0, export_wh, 500000
    FROM unnest(
      ${hours.map((hour) => new Date(firstDay + hour * 3_600_000).toISOString())}::timestamptz[], ${ids}::text[],
      ${ids.map((id) => createHash("sha256").update(id).digest())}::bytea[],
      ${hours.map((hour) => String(500_000 * hour))}::bigint[])
      WITH ORDINALITY AS row (ended_at, record_id, commitment, export_wh, position)`.execute(db);
  // The log holds no leaves of these readings: the chain goes on after them in the statements' eyes alone.
  await db
    .updateTable("plant_heads")
    .set({ seq: seq + BigInt(hours.length) })
    .where("org_id", "=", "chaos")
    .where("plant_id", "=", plantId)
    .execute();
}
