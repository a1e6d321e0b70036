import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { resumeToken } from "../../src/issuance/mint-orders.ts";
import { listMovements } from "../../src/issuance/movement-store.ts";
import { type Booking, bookMovement } from "../../src/issuance/movements.ts";
import { retiredPage } from "../../src/issuance/retirement-store.ts";
import { listTokens } from "../../src/issuance/token-store.ts";
import { connect } from "../../src/platform/database.ts";
import { dumped } from "../support/dump.ts";
import { steppedDatabase } from "../support/stepped-database.ts";
import { Crash, type Death, Steps } from "../support/steps.ts";
import { placesOf, type UnitsProcess, type UnitsWorld, unitsWorld } from "./units-world.ts";
import { refusedBy } from "./world.ts";

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

const tokenKey = "acm0002-v22.0/2026/1000";
const said = { tokenKey, by: "R. Registrar", reason: "lost with the database of 3 March" };
const registrar = () => ({ ...world.register, clock: world.clock });
const book = (booking: Pick<Booking, "transactionId" | "issuanceId" | "statement" | "dryRun">, deps = registrar()) =>
  bookMovement(deps, { ...said, ...booking });
const resume = () => resumeToken(registrar(), tokenKey);
const open = async () => (await listMovements(world.db, tokenKey)).filter(({ booked }) => booked === null);

/** 8,400 units, of which 100 were transferred and 1,000 burnt after the backup. */
async function lostMoves() {
  const { issuanceId, plant, periodId } = await world.issued(process);
  const { accountId } = await world.outside.account(-1);
  const backup = await backedUp();
  await process.transfer(issuanceId, accountId, 100n);
  await process.retire(issuanceId, 1_000n);
  await process.settle();
  const heir = await restored(backup);
  expect(await heir.reconcile()).toBe(1);
  return { issuanceId, accountId, heir, plant, periodId };
}

test("a dry run says how a line would be booked, refuses what cannot be, and keeps nothing", async () => {
  const { issuanceId } = await lostMoves();
  const kept = async () => ({
    places: await placesOf(world, issuanceId),
    movements: await listMovements(world.db, tokenKey),
    acts: await world.db.selectFrom("admin_acts").select("act").execute(),
    records: await world.db.selectFrom("records").select("record_id").execute(),
  });
  const before = await kept();
  const dryRun = true;
  for (const { transactionId, kind } of before.movements) {
    const as = kind === "burn" ? "retirement" : "transfer";
    expect(await book({ transactionId, issuanceId, dryRun })).toEqual({ as, repeated: false });
    expect(await refusedBy(book({ transactionId, issuanceId: undefined, dryRun }))).toBe("movement.not-covered");
  }
  expect(await kept()).toEqual(before);
});

test("what the registrar books is the owner's no more, and the token goes on to the unit", async () => {
  const { issuanceId, accountId, heir } = await lostMoves();
  const found = (await open()).sort((a, b) => Number(a.units - b.units));
  expect(found).toMatchObject(
    [
      { kind: "transfer", units: 100n, toAccount: accountId, reason: /nobody ordered it$/ },
      { kind: "burn", units: 1_000n, toAccount: null, reason: /nobody ordered it$/ },
    ].map(({ reason, ...one }) => ({ ...one, reason: expect.stringMatching(reason) })),
  );
  expect(await refusedBy(resume())).toBe("token.unexplained");
  for (const { transactionId } of found) {
    expect(await book({ transactionId, issuanceId })).toMatchObject({ repeated: false });
    expect(await book({ transactionId, issuanceId })).toMatchObject({ repeated: true });
    expect(await refusedBy(book({ transactionId, issuanceId: undefined }))).toBe("already-exists");
  }
  expect(await placesOf(world, issuanceId)).toMatchObject({
    free: 7_300n,
    moving: 0n,
    transferred: 100n,
    retired: 1_000n,
  });
  await resume();
  expect(await refusedBy(heir.retire(issuanceId, 7_301n))).toBe("holding.insufficient");
  await heir.retire(issuanceId, 7_300n);
  await heir.settle();
  world.clock.advance(600_000);
  expect(await heir.reconcile()).toBe(0);
  expect(await heir.difference()).toBe(0n);
  expect(await world.ledger.mirror.token((await tokenNow())?.tokenId as string)).toMatchObject({ totalSupply: 100n });
  const acts = await world.db.selectFrom("admin_acts").select(["org_id", "act", "detail"]).execute();
  expect(
    acts
      .filter(({ act }) => act === "token.movement-booked")
      .map(({ org_id }) => org_id)
      .sort(),
  ).toEqual(["pilot", "pilot", "registrar", "registrar"]);
  expect(acts.find(({ act }) => act === "token.movement-booked")?.detail).toMatchObject({
    by: said.by,
    reason: said.reason,
  });
  expect(acts.filter(({ act }) => act === "token.resumed")).toHaveLength(1);
});

test("units that left are nobody's only where as many came in that are: else they are missing to somebody", async () => {
  const { heir } = await lostMoves();
  const transfer = (await open()).find(({ kind }) => kind === "transfer");
  const toNobody = { transactionId: transfer?.transactionId as string, issuanceId: undefined };
  expect(await refusedBy(book(toNobody))).toBe("movement.not-covered");
  const units = { kind: "mint", tokenId: (await tokenNow())?.tokenId as string, amount: 100n } as const;
  const { transactionId } = await world.outside.act(units, ["supply"]);
  await heir.reconcile();
  await book({ transactionId, issuanceId: undefined });
  await book(toNobody);
  expect(await refusedBy(book({ transactionId: "0.0.2@1.000000001", issuanceId: undefined }))).toBe("not-found");
});

test("a retirement that was lost is public again by the statement that somebody kept, and by no other", async () => {
  const { issuanceId } = await world.issued(process);
  const backup = await backedUp();
  await process.retire(issuanceId, 1_000n);
  await process.retire(issuanceId, 1_000n);
  await process.settle();
  const pages = await retiredPage(world.db, { after: undefined, limit: 10 });
  const heir = await restored(backup);
  await heir.reconcile();
  expect(await retiredPage(world.db, { after: undefined, limit: 10 })).toEqual([]);
  for (const { memo, statement, transactionId, retirementId } of pages) {
    const text = new TextDecoder().decode(statement);
    const given = (one: string) => book({ transactionId: transactionId as string, issuanceId, statement: one });
    const another = pages.find((one) => one.memo !== memo)?.statement;
    const wrong = [new TextDecoder().decode(another), text.replace("1000", "1001"), "{}", "nothing"];
    for (const one of wrong) expect(await refusedBy(given(one))).toBe("movement.statement");
    // However it was laid out where it was kept.
    expect(await given(JSON.stringify(JSON.parse(text), null, 2))).toEqual({ as: "retirement", repeated: false });
    expect(await given(text)).toEqual({ as: "retirement", repeated: true });
    const found = await retiredPage(world.db, { after: undefined, limit: 10 });
    expect(found.find((one) => one.retirementId === retirementId)).toMatchObject({
      ...{ memo, statement: Buffer.from(statement), transactionId, state: "done" },
    });
  }
  await resume();
  await heir.retire(issuanceId, 6_400n);
  await heir.settle();
  world.clock.advance(600_000);
  expect(await heir.reconcile()).toBe(0);
  expect(await heir.difference()).toBe(0n);
  expect(await placesOf(world, issuanceId)).toMatchObject({ free: 0n, moving: 0n, retired: 8_400n });
  expect(await world.ledger.mirror.token((await tokenNow())?.tokenId as string)).toMatchObject({ totalSupply: 0n });
});

/** The same statement closed anew, on its way to be minted, and the mint of the one that was lost. */
async function lostMint() {
  const plant = await world.running({ issuance: { unit_g: "1000" } });
  const backup = await backedUp();
  await world.minting(plant, await world.closed(plant));
  await process.settle();
  const heir = await restored(backup);
  const { issuanceId } = await world.minting(plant, await world.closed(plant));
  for (let i = 0; i < 50; i++) await heir.pass();
  const [mint, ...more] = await open();
  expect([mint?.kind, mint?.units, more]).toEqual(["mint", 8_400n, []]);
  return { heir, issuanceId, transactionId: mint?.transactionId as string };
}

test("a mint that was lost is booked to the statement that is closed anew: issued, and never minted again", async () => {
  const { heir, issuanceId, transactionId } = await lostMint();
  await book({ transactionId, issuanceId });
  await resume();
  await heir.settle();
  expect(await placesOf(world, issuanceId)).toMatchObject({ free: 8_400n });
  const { state } = await world.db.selectFrom("issuances").select("state").executeTakeFirstOrThrow();
  expect(state).toBe("issued");
  await heir.retire(issuanceId, 8_400n);
  await heir.settle();
  world.clock.advance(600_000);
  expect(await heir.reconcile()).toBe(0);
  expect(await heir.difference()).toBe(0n);
  expect(
    await world.ledger.mirror.mints(
      { tokenId: (await tokenNow())?.tokenId as string, treasuryAccountId: world.ledger.payerAccountId },
      undefined,
      10,
    ),
  ).toHaveLength(1);
});

test("a mint of another amount, or of an issuance that waits for none, is not booked to it", async () => {
  const { issuanceId, heir } = await lostMoves();
  const units = { kind: "mint", tokenId: (await tokenNow())?.tokenId as string, amount: 8_400n } as const;
  const { transactionId } = await world.outside.act(units, ["supply"]);
  await heir.reconcile();
  expect(await refusedBy(book({ transactionId, issuanceId }))).toBe("movement.not-awaited");
  expect((await open()).map((one) => one.transactionId)).toContain(transactionId);
});

/** The registrar's console dies at a step of it. */
async function dying(death: Death, run: (deps: ReturnType<typeof registrar>) => Promise<unknown>): Promise<Steps> {
  const steps = new Steps(death);
  const { db, close } = steppedDatabase(world.bench.urls.url, steps);
  await expect(run({ ...registrar(), db })).rejects.toThrow(Crash);
  await close();
  return steps;
}

const modes = ["not-done", "done"] as const;

describe.each(modes)("a console that dies, with its commit %s,", (mode) => {
  test("while it books moves or lets the token go on: the same call again, and all is there once", async () => {
    const { issuanceId, heir } = await lostMoves();
    for (const { transactionId } of await open()) {
      await dying({ mode, step: "commit write" }, (deps) => book({ transactionId, issuanceId }, deps));
      expect(await book({ transactionId, issuanceId })).toMatchObject({ repeated: mode === "done" });
    }
    await dying({ mode, step: "commit settle job" }, (deps) => resumeToken(deps, tokenKey));
    expect(await refusedBy(resume())).toBe(mode === "done" ? "not-found" : "not refused");
    await heir.settle();
    expect(await placesOf(world, issuanceId)).toMatchObject({
      free: 7_300n,
      moving: 0n,
      transferred: 100n,
      retired: 1_000n,
    });
    expect(await heir.reconcile()).toBe(0);
  });

  test("while it books a mint", async () => {
    const { issuanceId, heir, transactionId } = await lostMint();
    const steps = await dying({ mode, step: "commit settle job" }, (deps) => book({ transactionId, issuanceId }, deps));
    expect(steps.isDead).toBe(true);
    expect(await book({ transactionId, issuanceId })).toMatchObject({ repeated: mode === "done" });
    await resume();
    await heir.settle();
    expect(await placesOf(world, issuanceId)).toMatchObject({ free: 8_400n });
    expect(await heir.reconcile()).toBe(0);
  });
});

describe.each(modes)("a gateway that dies, %s, between an order and the halt", (mode) => {
  test.each(["commit write", "commit journal transfer", "take lease", "token", "supply", "commit settle job"])(
    "at: %s",
    async (step) => {
      const { issuanceId } = await world.issued(process);
      const { tokenId } = await placesOf(world, issuanceId);
      const { accountId } = await world.outside.account(-1);
      const backup = await backedUp();
      await process.transfer(issuanceId, accountId, 8_000n);
      await process.settle();
      await backup.restore();
      await world.expireLeases();
      const steps = new Steps({ mode, step });
      const order = (one: UnitsProcess) => one.transfer(issuanceId, accountId, 300n, "same");
      const doomed = world.process({ steps });
      const lives = async () => {
        await order(doomed);
        for (let i = 0; i < 5; i++) await doomed.pass();
      };
      await expect(lives()).rejects.toThrow(Crash);
      await world.expireLeases();
      const heir = world.process();
      await order(heir);
      for (let i = 0; i < 5; i++) await heir.pass();
      expect(await world.ledger.mirror.tokenBalance(accountId, tokenId)).toBe(8_000n);
      expect((await tokenNow())?.halt).not.toBeNull();
      expect(await open()).toMatchObject([{ units: 8_000n }]);
    },
  );
});
