import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ChainBooks } from "../../src/audit/chain-books.ts";
import { IssuanceReplay } from "../../src/audit/issuance-replay.ts";
import { checkLedger } from "../../src/audit/ledger-check.ts";
import { Movements } from "../../src/audit/movements.ts";
import { resumeToken } from "../../src/issuance/mint-orders.ts";
import { replaceToken } from "../../src/issuance/replaced-tokens.ts";
import { listTokens } from "../../src/issuance/token-store.ts";
import { sha256Bytes } from "../../src/kernel/canonical.ts";
import { parseRecord } from "../../src/proof/record.ts";
import { faultyLedger } from "../support/ledger.ts";
import { Crash, type Death, Steps } from "../support/steps.ts";
import { deleteToken } from "../support/token-admin.ts";
import { onLedger, placesOf, type UnitsProcess, type UnitsWorld, unitsWorld } from "./units-world.ts";

/** A token that its admin key deleted, and mints that wait in it. */

let world: UnitsWorld;
let process: UnitsProcess;
beforeEach(async () => {
  world = await unitsWorld();
  process = world.process();
});
afterEach(() => world.close());

const who = { by: "R. Registrar", reason: "deleted by mistake on 3 March" };
const tokens = () => listTokens(world.db);
const supplyOf = async (tokenId: string | null) => (await world.ledger.mirror.token(tokenId as string))?.totalSupply;

/** A period whose mint is next; its token is there. */
async function waiting() {
  const plant = await world.running({ issuance: { unit_g: "1000" } });
  const { issuanceId } = await world.minting(plant, await world.closed(plant));
  while ((await tokens())[0]?.tokenId == null) await process.pass();
  const [token] = await tokens();
  const [part] = await world.db.selectFrom("mint_parts").select("memo").execute();
  const { plantId } = plant;
  return {
    plantId,
    issuanceId,
    memo: part?.memo as string,
    tokenId: token?.tokenId as string,
    tokenKey: token?.tokenKey as string,
  };
}

/** What an audit of the plant's chain says of the ledger. */
async function audited(plantId: string) {
  const rows = await world.db
    .selectFrom("records")
    .select(["seq", "body"])
    .where("plant_id", "=", plantId)
    .orderBy("seq")
    .execute();
  const commitments = new Map(rows.map(({ seq, body }) => [Number(seq), sha256Bytes(body)]));
  const commitmentOf = (seq: number) => commitments.get(seq) ?? new Uint8Array(32);
  const movements = new Movements();
  const issuance = new IssuanceReplay(new ChainBooks(commitmentOf), commitmentOf, movements);
  for (const { body } of rows) {
    const parsed = parseRecord(body);
    if (!parsed.ok) throw new Error(parsed.reason);
    movements.next(parsed.record);
    if (parsed.record.kind === "statement") issuance.statement(parsed.record);
    if (parsed.record.kind === "issuance") issuance.step(parsed.record);
  }
  const publishedAt = String(world.clock.nowMs() / 1000);
  // What a mirror may still lack is past.
  world.clock.advance(600_000);
  await world.outside.account(0);
  const how = { publishedAt, mirrorUrl: world.local.mirrorUrl, supply: { whole: true, beside: [] } };
  return checkLedger(movements, how);
}

async function untilHalted(): Promise<void> {
  for (let looks = 0; (await tokens())[0]?.halt === null; looks++) {
    expect(looks).toBeLessThan(20);
    await process.pass();
    await process.reconcile();
  }
  await process.reconcile();
}

test("what waits in a deleted token is minted once in the next of its kind, on the registrar's word", async () => {
  const { plantId, issuanceId, memo, tokenId, tokenKey } = await waiting();
  await deleteToken(world, tokenId);
  await untilHalted();
  expect(await replaceToken(world, tokenKey, who)).toEqual({ repeated: false });
  expect(await replaceToken(world, tokenKey, who)).toEqual({ repeated: true });
  expect(await process.reconcile()).toBe(0);
  await process.settle();
  const [old, next] = await tokens();
  expect(old?.halt?.reason).toMatch(
    /deleted on the ledger.*; what waited to be minted in it is minted in the next token/,
  );
  expect(next).toMatchObject({ tokenKey: `${tokenKey}/2`, series: 2, halt: null });
  expect(await Promise.all([supplyOf(tokenId), supplyOf(next?.tokenId as string)])).toEqual([0n, 8_400n]);
  expect(await placesOf(world, issuanceId)).toMatchObject({ tokenId: next?.tokenId, free: 8_400n });
  expect(await onLedger(world, memo)).toHaveLength(1);
  expect(await process.reconcile()).toBe(0);
  expect(await process.difference()).toBe(0n);
  expect(await audited(plantId)).toMatchObject([
    { check: "ledger", state: "ok" },
    { check: "supply", state: "ok", detail: expect.stringMatching(/^8,?400 units of 1 token in circulation/) },
  ]);
  await expect(resumeToken(world, tokenKey)).rejects.toMatchObject({
    facts: { extensions: { rule: "token.replaced" } },
  });
});

test("a mint that the ledger did before its token was deleted is not done again in the next one, whoever lost its reply", async () => {
  const { plantId, issuanceId, memo, tokenId, tokenKey } = await waiting();
  let sends = 0;
  const deaf = faultyLedger(world.ledger, {
    async send(_, real) {
      await real();
      sends++;
      await deleteToken(world, tokenId);
      throw new Crash("the reply to the mint");
    },
  });
  const first = world.process({ ledger: deaf });
  await expect(first.settle()).rejects.toThrow(Crash);
  expect(sends).toBe(1);
  await world.expireLeases();
  await process.reconcile();
  await process.reconcile();
  expect(await replaceToken(world, tokenKey, who)).toEqual({ repeated: false });
  await process.reconcile();
  await process.settle();
  expect(await placesOf(world, issuanceId)).toMatchObject({ tokenId, free: 8_400n });
  expect(await onLedger(world, memo)).toHaveLength(1);
  expect(await tokens()).toHaveLength(1);
  expect(await process.reconcile()).toBe(0);
  expect(await audited(plantId)).toMatchObject([
    { state: "ok" },
    {
      state: "ok",
      detail: expect.stringMatching(/^8400 units of 1 token deleted on the ledger, which can be neither/),
    },
  ]);
});

test("only a token that the ledger was seen to have deleted is replaced", async () => {
  const { tokenKey } = await waiting();
  const refusal = { facts: { extensions: { rule: "token.not-deleted" } } };
  await expect(replaceToken(world, tokenKey, who)).rejects.toMatchObject(refusal);
  await expect(replaceToken(world, "none/2026/1000", who)).rejects.toMatchObject({ code: "not-found" });
  await process.settle();
  expect(await process.reconcile()).toBe(0);
});

test("a restored journal that forgot a mint in the deleted token does not have it done again", async () => {
  const { issuanceId, memo, tokenId, tokenKey } = await waiting();
  await world.outside.act({ kind: "mint", tokenId, amount: 8_400n, transactionMemo: memo }, ["supply"]);
  await deleteToken(world, tokenId);
  await untilHalted();
  await replaceToken(world, tokenKey, who);
  for (let looks = 0; looks < 3; looks++) {
    await process.reconcile();
    await process.pass();
  }
  expect(await onLedger(world, memo)).toHaveLength(1);
  expect(await tokens()).toHaveLength(1);
  expect(await placesOf(world, issuanceId)).toMatchObject({ tokenId, free: 8_400n });
});

describe("a process that dies while it lets a waiting mint go", () => {
  const steps = [
    "commit settle job",
    "commit journal create-token",
    "commit journal mint",
    "send create-fungible-token",
    "send mint",
    "commit settle success",
  ];
  test.each(steps.flatMap((step) => (["not-done", "done"] as const).map((mode) => ({ step, mode }))))(
    "$mode: $step",
    async ({ step, mode }) => {
      const { issuanceId, memo, tokenId, tokenKey } = await waiting();
      await deleteToken(world, tokenId);
      await untilHalted();
      await replaceToken(world, tokenKey, who);
      await world.expireLeases();
      const dying = new Steps({ step, mode } as Death);
      const doomed = world.process({ steps: dying });
      await expect(doomed.reconcile().then(() => doomed.settle())).rejects.toThrow(Crash);
      expect(dying.isDead, dying.taken.join("\n")).toBe(true);
      await world.expireLeases();
      const heir = world.process();
      await heir.reconcile();
      await heir.settle();
      expect(await placesOf(world, issuanceId)).toMatchObject({ free: 8_400n });
      expect(await onLedger(world, memo)).toHaveLength(1);
      expect(await heir.reconcile()).toBe(0);
    },
  );
});
