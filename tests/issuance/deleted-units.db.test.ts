import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UnitsReplay } from "../../src/audit/units-replay.ts";
import { listHoldings } from "../../src/issuance/holdings-store.ts";
import { orderMoves } from "../../src/issuance/move-orders.ts";
import { getRetirement, listRetired } from "../../src/issuance/retirements.ts";
import { listTokens } from "../../src/issuance/token-store.ts";
import { getTransfer } from "../../src/issuance/transfers.ts";
import { parseRecord } from "../../src/proof/record.ts";
import { faultyLedger } from "../support/ledger.ts";
import { Crash, type Death, Steps } from "../support/steps.ts";
import { deleteToken } from "../support/token-admin.ts";
import { onLedger, placesOf, type UnitsProcess, type UnitsWorld, unitsWorld } from "./units-world.ts";
import { refusedBy } from "./world.ts";

/** Units of a token that its admin key deleted, and what was ordered of them. */

let world: UnitsWorld;
let process: UnitsProcess;
beforeEach(async () => {
  world = await unitsWorld();
  process = world.process();
});
afterEach(() => world.close());

const now = (retirementId: string) => getRetirement(world.deps, retirementId);
const transferNow = (transferId: string) => getTransfer(world.deps, world.actorOfPilot(), transferId);
const supplyOf = async (tokenId: string) => (await world.ledger.mirror.token(tokenId))?.totalSupply;

async function issued() {
  const { issuanceId, plant } = await world.issued(process);
  return { issuanceId, plantId: plant.plantId, tokenId: (await placesOf(world, issuanceId)).tokenId };
}

/** Reconciliations until the deletion was seen, and one more. */
async function untilSeen(by: UnitsProcess = process): Promise<void> {
  for (let looks = 0; (await listTokens(world.db))[0]?.deletedAt === null; looks++) {
    expect(looks).toBeLessThan(20);
    await by.reconcile();
  }
  await by.reconcile();
  await by.reconcile();
}

/** The plant's chain, as an auditor follows its units. */
async function replayed(plantId: string, issuanceId: string) {
  const query = world.db.selectFrom("records").select("body").where("plant_id", "=", plantId).orderBy("seq");
  const [holding] = await listHoldings(world.db, "pilot", issuanceId);
  const steps: { step: string; reason?: string }[] = [];
  const units = new UnitsReplay();
  for (const { body } of await query.execute()) {
    const parsed = parseRecord(body);
    if (!parsed.ok) throw new Error(parsed.reason);
    const { record } = parsed;
    if (record.kind !== "retirement" && record.kind !== "transfer") continue;
    const said = record.members[record.kind] as { step: string; reason?: string; statement?: { issued_under: string } };
    if (said.step === "order" && steps.length === 0) {
      const parts = [{ tokenId: holding?.tokenId as string, units: holding?.minted as bigint }];
      const what = { rulebook: "acm0002-v22.0", vintage: 2026, unitG: 1_000n, parts };
      units.issued({ issuanceId, statementSha256: said.statement?.issued_under as string, ...what });
    }
    units[record.kind](record);
    steps.push(said);
  }
  return steps;
}

test("a retirement that waits in a deleted token ends: failed, told why, its units retired nowhere", async () => {
  const { issuanceId, plantId, tokenId } = await issued();
  await deleteToken(world, tokenId);
  const { retirement } = await process.retire(issuanceId, 400n, "key-1");
  const { transfer } = await process.transfer(issuanceId, (await world.outside.account(-1)).accountId, 30n);
  await process.pass();
  await untilSeen();
  const failed = await now(retirement.retirementId);
  const why = /^the token 0\.0\.\d+ is deleted on the ledger, for good: its units can be neither moved nor retired/;
  expect(failed).toMatchObject({ state: "failed", failure: expect.stringMatching(why), transactionId: null });
  expect(await transferNow(transfer.transferId)).toMatchObject({
    state: "failed",
    reason: expect.stringMatching(why),
  });
  expect(await placesOf(world, issuanceId)).toMatchObject({ free: 8_400n, moving: 0n, retired: 0n, transferred: 0n });
  const own = (await listRetired(world.deps, { limit: 10 })).items.map(({ retirementId }) => retirementId);
  expect(own).not.toContain(retirement.retirementId);
  expect(await process.retire(issuanceId, 400n, "key-1")).toMatchObject({
    ...{ repeated: true, retirement: { state: "failed" } },
  });
  expect(await supplyOf(tokenId)).toBe(8_400n);
  expect(await onLedger(world, retirement.memo)).toEqual([]);
  expect(await process.difference()).toBe(0n);
  const fails = (await replayed(plantId, issuanceId)).filter(({ step }) => step === "fail");
  expect(fails).toMatchObject([{ reason: expect.stringMatching(why) }, { reason: expect.stringMatching(why) }]);
  const { rows } = await sql<{ type: string }>`
    SELECT type FROM tenant_events WHERE org_id = 'pilot' AND body LIKE '%' || ${retirement.retirementId} || '%'`.execute(
    world.db,
  );
  expect(rows).toEqual([{ type: "credits.returned" }]);
});

test("units of a token that is known to be deleted are refused at once, with the reason", async () => {
  const { issuanceId, tokenId } = await issued();
  await deleteToken(world, tokenId);
  await untilSeen();
  expect(await refusedBy(process.retire(issuanceId, 1n))).toBe("token.deleted");
  expect(await refusedBy(process.transfer(issuanceId, (await world.outside.account(-1)).accountId, 1n))).toBe(
    "token.deleted",
  );
  expect(await refusedBy(process.retire(issuanceId, 8_401n))).toBe("holding.insufficient");
  expect(await listHoldings(world.db, "pilot", issuanceId)).toMatchObject([{ tokenDeletedAt: expect.any(Date) }]);
});

test("what of an issuance lies in a token that lives can be retired, though another one of it is deleted", async () => {
  const { issuanceId, tokenId } = await issued();
  await deleteToken(world, tokenId);
  await untilSeen();
  const living = `${tokenId}9`;
  await sql`
    INSERT INTO tokens (token_key, rulebook, vintage, unit_g, series, max_supply, treasury_account_id, job_id, token_id, transaction_id, created_at)
    SELECT token_key || '/2', rulebook, vintage, unit_g, 2, max_supply, treasury_account_id,
      (SELECT job_id FROM ledger_jobs WHERE job_id <> tokens.job_id LIMIT 1), ${living}, ${living}, created_at
    FROM tokens`.execute(world.db);
  await sql`
    INSERT INTO holdings SELECT org_id, plant_id, issuance_id, ${living}, 100, 100, 0, 0, 0 FROM holdings`.execute(
    world.db,
  );
  expect((await process.retire(issuanceId, 100n)).retirement).toMatchObject({ tokenId: living, state: "ordered" });
  expect(await refusedBy(process.retire(issuanceId, 1n))).toBe("token.deleted");
});

test("a retirement that the ledger did before its token was deleted is retired by that, whoever lost its reply", async () => {
  const { issuanceId, tokenId } = await issued();
  const deaf = faultyLedger(world.ledger, {
    async send(_, real) {
      await real();
      await deleteToken(world, tokenId);
      throw new Crash("the reply to the burn");
    },
  });
  const { retirement } = await process.retire(issuanceId, 400n);
  await expect(world.process({ ledger: deaf }).settle()).rejects.toThrow(Crash);
  await world.expireLeases();
  await untilSeen();
  // Its attempt is followed to its end, and was not called failed before.
  expect((await now(retirement.retirementId)).state).not.toBe("failed");
  await process.settle();
  expect(await now(retirement.retirementId)).toMatchObject({ state: "done" });
  expect(await placesOf(world, issuanceId)).toMatchObject({ free: 8_000n, moving: 0n, retired: 400n });
  expect(await supplyOf(tokenId)).toBe(8_000n);
  expect(await process.difference()).toBe(0n);
});

test("a restored journal that forgot the burn in the deleted token does not call it failed", async () => {
  const { issuanceId, tokenId } = await issued();
  const { retirement } = await process.retire(issuanceId, 400n);
  await world.outside.act({ kind: "burn", tokenId, amount: 400n, transactionMemo: retirement.memo }, ["supply"]);
  // The order has its job, whose attempt is forgotten.
  await orderMoves({ ...process.deps, db: world.db, terms: world.terms });
  await deleteToken(world, tokenId);
  await untilSeen();
  const { state, transactionId } = await now(retirement.retirementId);
  expect([state, typeof transactionId]).toEqual(["done", "string"]);
  expect(await onLedger(world, retirement.memo)).toMatchObject([{ transactionId }]);
  expect(await placesOf(world, issuanceId)).toMatchObject({ free: 8_000n, retired: 400n });
  expect(await process.difference()).toBe(0n);
});

describe("a process that dies while it ends what waits in a deleted token", () => {
  const steps = ["watermark", "token", "commit write", "commit settle job"];
  test.each(steps.flatMap((step) => (["not-done", "done"] as const).map((mode) => ({ step, mode }))))(
    "$mode: $step",
    async ({ step, mode }) => {
      const { issuanceId, plantId, tokenId } = await issued();
      const { retirement } = await process.retire(issuanceId, 400n);
      await orderMoves({ ...process.deps, db: world.db, terms: world.terms });
      await deleteToken(world, tokenId);
      while ((await listTokens(world.db))[0]?.deletedAt === null) await process.reconcile();
      expect((await now(retirement.retirementId)).state).toBe("ordered");
      const dying = new Steps({ step, mode } as Death);
      await expect(world.process({ steps: dying }).reconcile()).rejects.toThrow(Crash);
      expect(dying.isDead, dying.taken.join("\n")).toBe(true);
      await world.expireLeases();
      const heir = world.process();
      await heir.reconcile();
      await heir.settle();
      await heir.reconcile();
      expect(await now(retirement.retirementId)).toMatchObject({ state: "failed" });
      expect(await placesOf(world, issuanceId)).toMatchObject({ free: 8_400n, moving: 0n, retired: 0n });
      expect((await replayed(plantId, issuanceId)).map((said) => said.step)).toEqual(["order", "fail"]);
      expect(await supplyOf(tokenId)).toBe(8_400n);
    },
  );
});
