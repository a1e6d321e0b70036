import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { accredit } from "../../src/issuance/accreditations.ts";
import { invite } from "../../src/issuance/invitations.ts";
import { approveIssuance, commitMint } from "../../src/issuance/minting.ts";
import { getStatement } from "../../src/issuance/periods.ts";
import { requestIssuance } from "../../src/issuance/requests.ts";
import { decideOnIssuance } from "../../src/issuance/verification.ts";
import type { Actor, Role } from "../../src/kernel/actor.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import type { TestGateway } from "../support/gateway.ts";
import { hourly, type PlantWorld, periodWorld } from "./world.ts";

/** The raw 32 bytes of an Ed25519 public key. */
export const rawKey = (key: KeyObject): Uint8Array => key.export({ format: "der", type: "spki" }).subarray(-32);

/** With a second factor, as verifiers and issuers act. */
export const actorOf = (orgId: string, roles: readonly Role[], keyId = `key-${orgId}`): Actor => ({
  orgId,
  keyId,
  roles,
  person: { userId: keyId, method: "session", sessionId: "ses_test", secondFactor: true },
});

export const rulebook = "acm0002-v22.0";
const from = Date.parse("2026-03-01T00:00:00Z");

/** Makes an organisation that verifies and one that issues, accredited today. @returns the verifier's private key */
export async function accreditToday({ deps: { tenancy }, register }: TestGateway): Promise<KeyObject> {
  const verifier = generateKeyPairSync("ed25519");
  const validity = { validFromMs: Date.now() - 1_000, validToMs: Date.now() + 86_400_000 };
  for (const [orgId, role, key] of [
    ["verify-co", "verifier", rawKey(verifier.publicKey)],
    ["issue-co", "issuer", rawKey(generateKeyPairSync("ed25519").publicKey)],
  ] as const) {
    await createOrganisation(tenancy, { orgId, name: orgId });
    await accredit(register, { orgId, role, rulebook, publicKey: key, ...validity });
  }
  return verifier.privateKey;
}

/** Plants of one organisation, and a verifier and an issuer of two others, accredited and ready. */
export async function partyWorld() {
  const world = await periodWorld();
  const { deps, register } = world;
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const tenancy = { db: deps.db, clock: deps.clock, keyEnvironment: "local" as const };
  for (const orgId of ["verify-co", "issue-co", "elsewhere"]) await createOrganisation(tenancy, { orgId, name: orgId });
  const validity = { validFromMs: Date.parse("2026-01-01T00:00:00Z"), validToMs: Date.parse("2027-01-01T00:00:00Z") };
  const accreditation = await accredit(register, {
    ...{ orgId: "verify-co", role: "verifier", rulebook, publicKey: rawKey(publicKey) },
    ...validity,
  });
  const issuerKey = rawKey(generateKeyPairSync("ed25519").publicKey);
  await accredit(register, { orgId: "issue-co", role: "issuer", rulebook, publicKey: issuerKey, ...validity });
  const verifier = actorOf("verify-co", ["verifier"]);
  const issuer = actorOf("issue-co", ["issuer"]);
  const signed = async (plant: PlantWorld, periodId: string, no?: number, key = privateKey) => {
    const bytes = await getStatement(deps, plant.actor, plant.plantId, periodId, no);
    return Uint8Array.from(sign(null, bytes, key));
  };

  const parties = {
    ...world,
    accreditation,
    privateKey,
    verifier,
    issuer,
    signed,
    /** A plant with two days of 500 kWh an hour: 8.4 t a day in whole tonnes. */
    async running(parts: Parameters<PlantWorld["design"]>[0] = {}, orgId?: string) {
      const plant = await world.plant({}, undefined, orgId);
      await plant.design({ ...parts, meter: { serial: `S/${plant.plantId}`, ...parts.meter } });
      await plant.read([
        { at: from, exported: 0, imported: 100, gross: 0 },
        ...hourly("2026-03-01T00:00:00Z", Array(48).fill(500_000), { imported: 100 }),
      ]);
      return plant;
    },
    /** A closed period of a plant, its parties invited. */
    async closed(plant: PlantWorld, first = "2026-03-01", to = "2026-03-02") {
      const { periodId } = await plant.open(first, to);
      await plant.close(periodId);
      await parties.inviteBoth(plant, periodId);
      return periodId;
    },
    async inviteBoth(plant: PlantWorld, periodId: string) {
      for (const [guestOrgId, role] of [
        ["verify-co", "verifier"],
        ["issue-co", "issuer"],
      ] as const) {
        await invite(deps, plant.actor, plant.plantId, periodId, { guestOrgId, role });
      }
    },
    request: (plant: PlantWorld, periodId: string, actor = plant.actor) =>
      requestIssuance(deps, actor, plant.plantId, periodId),
    async verify(plant: PlantWorld, periodId: string, issuanceId: string, actor = verifier) {
      const signature = await signed(plant, periodId);
      return decideOnIssuance(deps, actor, issuanceId, { decision: "verify", signature });
    },
    approve: (issuanceId: string, actor = issuer) => approveIssuance(deps, actor, issuanceId),
    mint: (issuanceId: string, actor = issuer) => commitMint(deps, actor, issuanceId),
    /** All the way to a committed mint. */
    async minting(plant: PlantWorld, periodId: string) {
      const { issuance } = await parties.request(plant, periodId);
      await parties.verify(plant, periodId, issuance.issuanceId);
      await parties.approve(issuance.issuanceId);
      return (await parties.mint(issuance.issuanceId)).issuance;
    },
  };
  return parties;
}

export type Parties = Awaited<ReturnType<typeof partyWorld>>;
