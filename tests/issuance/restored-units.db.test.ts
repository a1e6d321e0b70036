import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { listTokens } from "../../src/issuance/token-store.ts";
import { connect } from "../../src/platform/database.ts";
import { dumped } from "../support/dump.ts";
import { placesOf, type UnitsProcess, type UnitsWorld, unitsWorld } from "./units-world.ts";

/** A database that was brought back from a backup, while the ledger has gone on. */

let world: UnitsWorld;
let process: UnitsProcess;
beforeEach(async () => {
  world = await unitsWorld();
  process = world.process();
});
afterEach(() => world.close());

/** As an administrator of the server takes it. */
async function backedUp(): Promise<{ restore(): Promise<void> }> {
  const { db, close } = connect(world.bench.urls.url);
  onTestFinished(() => close());
  return dumped(db);
}

const tokenNow = async () => (await listTokens(world.db))[0];

/** As a gateway that starts on the restored database. */
async function restored(backup: { restore(): Promise<void> }): Promise<UnitsProcess> {
  await backup.restore();
  await world.expireLeases();
  return world.process();
}

test("units that left the treasury after the backup are not moved again, though nobody has reconciled yet", async () => {
  const { issuanceId } = await world.issued(process);
  const { tokenId } = await placesOf(world, issuanceId);
  const { accountId } = await world.outside.account(-1);
  const backup = await backedUp();
  await process.transfer(issuanceId, accountId, 8_000n);
  await process.settle();
  const heir = await restored(backup);

  await heir.transfer(issuanceId, accountId, 300n);
  for (let i = 0; i < 5; i++) await heir.pass();
  expect(await world.ledger.mirror.tokenBalance(accountId, tokenId)).toBe(8_000n);
  expect((await tokenNow())?.halt).toMatchObject({ reason: expect.stringMatching(/8000 units: nobody ordered it/) });
});

test("a statement whose mint only the ledger knows is not minted again under another digest", async () => {
  const plant = await world.running({ issuance: { unit_g: "1000" } });
  const backup = await backedUp();
  await world.minting(plant, await world.closed(plant));
  await process.settle();
  const tokenId = (await tokenNow())?.tokenId as string;
  const heir = await restored(backup);

  await world.minting(plant, await world.closed(plant));
  for (let i = 0; i < 50; i++) await heir.pass();
  expect(await world.ledger.mirror.token(tokenId)).toMatchObject({ totalSupply: 8_400n });
  expect((await tokenNow())?.halt).toMatchObject({ reason: expect.stringMatching(/8400 units: no statement asked/) });
});
