import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accredit } from "../../src/issuance/accreditations.ts";
import { invite, listInvitations, withdrawInvitation } from "../../src/issuance/invitations.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { actorOf, type Parties, partyWorld, rawKey, rulebook } from "./parties.ts";
import { type PlantWorld, refusedBy } from "./world.ts";

let world: Parties;
const other = actorOf("issue-too", ["issuer"]);
beforeAll(async () => {
  world = await partyWorld();
  const { db, clock } = world.deps;
  await createOrganisation({ db, clock, keyEnvironment: "local" }, { orgId: other.orgId, name: other.orgId });
  const { publicKey } = generateKeyPairSync("ed25519");
  const validity = { validFromMs: Date.parse("2026-01-01T00:00:00Z"), validToMs: Date.parse("2027-01-01T00:00:00Z") };
  const party = { orgId: other.orgId, role: "issuer", rulebook, publicKey: rawKey(publicKey) } as const;
  await accredit(world.register, { ...party, ...validity });
});
afterAll(() => world.close());

/** An issuance that the one issuer has approved, with the other one invited too. */
async function approved() {
  const plant = await world.running();
  const periodId = await world.closed(plant);
  const id = (await world.request(plant, periodId)).issuance.issuanceId;
  await world.verify(plant, periodId, id);
  await world.approve(id);
  await invite(world.deps, plant.actor, plant.plantId, periodId, { guestOrgId: other.orgId, role: "issuer" });
  return { plant, periodId, id };
}

async function dismiss(plant: PlantWorld, periodId: string, orgId: string): Promise<void> {
  const all = await listInvitations(world.deps, plant.actor, plant.plantId, periodId);
  const own = all.find(({ guestOrgId, role }) => guestOrgId === orgId && role === "issuer");
  await withdrawInvitation(world.deps, plant.actor, plant.plantId, periodId, own?.invitationId ?? "");
}

test("an approved issuance whose issuer was dismissed is approved and minted by another one", async () => {
  const { plant, periodId, id } = await approved();
  await dismiss(plant, periodId, "issue-co");
  expect(await refusedBy(world.mint(id, other))).toBe("duties-conflict");
  const taken = await world.approve(id, other);
  expect(taken).toMatchObject({ repeated: false, issuance: { state: "approved" } });
  expect(await world.approve(id, other)).toMatchObject({ repeated: true });
  const { issuance } = await world.mint(id, other);
  expect(issuance.state).toBe("minting");
  const steps = issuance.steps.map(({ step, party }) => [step, party?.orgId]);
  expect(steps.slice(2)).toEqual([
    ["approve", "issue-co"],
    ["approve", "issue-too"],
    ["mint", "issue-too"],
  ]);
});

test("as long as the issuer is invited, what it approved is its own to mint", async () => {
  const { id } = await approved();
  expect(await refusedBy(world.approve(id, other))).toBe("duties-conflict");
  expect(await refusedBy(world.mint(id, other))).toBe("duties-conflict");
  expect((await world.mint(id)).issuance.state).toBe("minting");
});

test("an issuer that was replaced and is invited again mints nothing in the other one's place", async () => {
  const { plant, periodId, id } = await approved();
  await dismiss(plant, periodId, "issue-co");
  await world.approve(id, other);
  await invite(world.deps, plant.actor, plant.plantId, periodId, { guestOrgId: "issue-co", role: "issuer" });
  expect(await refusedBy(world.mint(id))).toBe("duties-conflict");
  expect(await refusedBy(world.approve(id))).toBe("duties-conflict");
  expect((await world.mint(id, other)).issuance.state).toBe("minting");
});
