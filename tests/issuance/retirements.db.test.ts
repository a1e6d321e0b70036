import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordClaim } from "../../src/issuance/claims.ts";
import { getRetirement, listOwnRetirements, listRetired, orderRetirement } from "../../src/issuance/retirements.ts";
import { retirementStatementOf, statementBytesOf } from "../../src/issuance/unit-statements.ts";
import { sha256Hex } from "../../src/kernel/canonical.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import { actorOf } from "./parties.ts";
import { forAcme, onLedger, placesOf, type UnitsProcess, type UnitsWorld, unitsWorld } from "./units-world.ts";
import { refusedBy } from "./world.ts";

const now = (world: UnitsWorld, retirementId: string) => getRetirement(world.deps, retirementId);

describe("by burning", () => {
  let world: UnitsWorld;
  let process: UnitsProcess;
  let issued: Awaited<ReturnType<UnitsWorld["issued"]>>;
  let issuanceId: string;
  beforeAll(async () => {
    world = await unitsWorld();
    process = world.process();
    issued = await world.issued(process);
    ({ issuanceId } = issued);
  });
  afterAll(() => world.close());

  const supply = async (tokenId: string) => (await world.ledger.mirror.token(tokenId))?.totalSupply;

  test("a retirement takes its units out of circulation, once, under the digest of its public statement", async () => {
    const { tokenId, free } = await placesOf(world, issuanceId);
    const before = (await supply(tokenId)) as bigint;
    const { retirement } = await process.retire(issuanceId, 1_234n);
    expect(retirement).toMatchObject({ state: "ordered", method: "burn" });
    expect(await placesOf(world, issuanceId)).toMatchObject({ free: free - 1_234n, moving: 1_234n, retired: 0n });
    await process.settle();
    const done = await now(world, retirement.retirementId);
    expect(done.state).toBe("done");
    const [entry, ...more] = await onLedger(world, retirement.memo);
    expect(entry).toMatchObject({ name: "TOKENBURN", transactionId: done.transactionId });
    expect(more).toEqual([]);
    expect(await supply(tokenId)).toBe(before - 1_234n);
    expect(await placesOf(world, issuanceId)).toMatchObject({ free: free - 1_234n, moving: 0n, retired: 1_234n });
  });

  test("its statement says for whom, why, how much and of what, and names no plant or organisation", async () => {
    const { retirement } = await process.retire(issuanceId, 1n);
    const statement = retirementStatementOf(retirement.statement);
    expect(statement).toMatchObject({
      ...{ units: "1", unit_g: "1000", tonnes: "0.001", rulebook: "acm0002-v22.0", vintage: 2026 },
      ...{ beneficiary: forAcme.beneficiary, reason: forAcme.reason, use_period: forAcme.usePeriod },
    });
    expect(sha256Hex(statementBytesOf(statement))).toBe(retirement.memo);
    const text = new TextDecoder().decode(retirement.statement);
    expect(text).not.toContain(issued.plant.plantId);
    expect(text).not.toContain("pilot");
  });

  test("the same key is the same retirement, and another content under it is refused", async () => {
    const { free } = await placesOf(world, issuanceId);
    const asked = await Promise.all([1, 2, 3].map(() => process.retire(issuanceId, 10n, "key-1")));
    expect(new Set(asked.map(({ retirement }) => retirement.retirementId)).size).toBe(1);
    await process.settle();
    expect(await process.retire(issuanceId, 10n, "key-1")).toMatchObject({
      repeated: true,
      retirement: { state: "done" },
    });
    expect(await placesOf(world, issuanceId)).toMatchObject({ free: free - 10n, moving: 0n });
    expect(await refusedBy(process.retire(issuanceId, 11n, "key-1"))).toBe("idempotency-key-reused");
  });

  test("is the owner's alone, and the public list shows what the ledger has done, newest first, page by page", async () => {
    const operator = actorOf("pilot", ["operator"]);
    const asked = orderRetirement(process.deps, operator, issuanceId, { ...forAcme, units: 1n }, "k");
    expect(await refusedBy(asked)).toBe("forbidden");
    const { person: _, ...key } = actorOf("pilot", ["owner"]);
    const byKey = orderRetirement(process.deps, key, issuanceId, { ...forAcme, units: 1n }, "k");
    expect(await refusedBy(byKey)).toBe("second-factor-required");
    const foreign = orderRetirement(
      process.deps,
      actorOf("elsewhere", ["owner"]),
      issuanceId,
      { ...forAcme, units: 1n },
      "k",
    );
    expect(await refusedBy(foreign)).toBe("not-found");
    const { retirement: waiting } = await process.retire(issuanceId, 2n);
    const ids: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listRetired(world.deps, { cursor, limit: 1 });
      ids.push(...page.items.map(({ retirementId }) => retirementId));
      cursor = page.nextCursor;
      if (cursor === undefined) break;
    }
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(waiting.retirementId);
    await process.settle();
    expect((await listRetired(world.deps, { limit: 1 })).items[0]?.retirementId).toBe(waiting.retirementId);
    expect(await refusedBy(listRetired(world.deps, { cursor: "x", limit: 1 }))).toBe("invalid-request");
    const own = await listOwnRetirements(world.deps, actorOf("pilot", ["auditor"]), issuanceId);
    expect(own.map(({ retirementId }) => retirementId)).toEqual([waiting.retirementId, ...ids]);
  });

  test("a period of use that ends before it begins is refused", async () => {
    const usePeriod = { from: "2025-02-01", to: "2025-01-31" };
    const asked = orderRetirement(
      process.deps,
      world.actorOfPilot(),
      issuanceId,
      { ...forAcme, units: 1n, usePeriod },
      "k2",
    );
    expect(await refusedBy(asked)).toBe("invalid-request");
  });

  describe("one MWh counts once", () => {
    test("what is retired can be neither moved nor retired again", async () => {
      const { issuanceId: id } = await world.issued(process);
      const { free } = await placesOf(world, id);
      await process.retire(id, free);
      const buyer = await world.outside.account(-1);
      expect(await refusedBy(process.retire(id, 1n))).toBe("holding.insufficient");
      expect(await refusedBy(process.transfer(id, buyer.accountId, 1n))).toBe("holding.insufficient");
      await process.settle();
      expect(await placesOf(world, id)).toMatchObject({ free: 0n, moving: 0n, transferred: 0n, retired: free });
      expect(await refusedBy(process.retire(id, 1n))).toBe("holding.insufficient");
    });

    test("transfers and retirements at once never take a unit twice", async () => {
      const { issuanceId: id } = await world.issued(process);
      const { free } = await placesOf(world, id);
      const buyer = await world.outside.account(-1);
      const part = free / 4n;
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          refusedBy(i % 2 === 0 ? process.retire(id, part) : process.transfer(id, buyer.accountId, part)),
        ),
      );
      expect(outcomes.filter((one) => one === "not refused")).toHaveLength(4);
      await process.settle();
      const { transferred, retired, ...rest } = await placesOf(world, id);
      expect(transferred + retired).toBe(4n * part);
      expect(rest).toMatchObject({ free: free - 4n * part, moving: 0n });
      expect(await process.reconcile()).toBe(0);
    });

    test.each(["ordered", "done"] as const)(
      "MWh whose units are retired (%s) cannot be claimed elsewhere",
      async (state) => {
        const { plant, issuanceId: id } = await world.issued(process);
        const { retirement } = await process.retire(id, 100n);
        if (state === "done") await process.settle();
        expect((await now(world, retirement.retirementId)).state).toBe(state);
        const day = { scheme: "I-REC(E)", reference: `IN-${id}`, from: "2026-03-01", to: "2026-03-02", energyWh: null };
        expect(await refusedBy(recordClaim(world.deps, plant.actor, plant.plantId, day))).toBe("claim.issued-here");
        await process.settle();
      },
    );

    test("MWh that are claimed elsewhere are never issued, so that there is nothing to retire", async () => {
      const plant = await world.running({ issuance: { unit_g: "1000" } });
      const periodId = await world.closed(plant);
      const { issuance } = await world.request(plant, periodId);
      const day = { scheme: "I-REC(E)", reference: "IN-7", from: "2026-03-01", to: "2026-03-02", energyWh: null };
      await recordClaim(world.deps, plant.actor, plant.plantId, day);
      expect(await refusedBy(process.retire(issuance.issuanceId, 1n))).toBe("issuance-state");
      expect(await refusedBy(world.request(plant, periodId))).toBe("claim.elsewhere");
    });
  });

  test("the database itself keeps units from being in two places or below nothing", async () => {
    const { db } = world;
    const change = (set: { free?: bigint; moving?: bigint }) =>
      db.updateTable("holdings").set(set).where("issuance_id", "=", issuanceId).execute();
    const { free } = await placesOf(world, issuanceId);
    await expect(change({ free: free + 1n })).rejects.toThrow(/holdings_check/);
    await expect(change({ free: free + 1n, moving: -1n })).rejects.toThrow(/holdings_moving_check/);
  });
});

test("to the retirement account: the units stay in circulation there, under the digest, and nobody moves them", async () => {
  const world = await unitsWorld({ retirementAccount: true });
  try {
    const process = world.process();
    const { issuanceId } = await world.issued(process);
    const { tokenId, free } = await placesOf(world, issuanceId);
    const account = world.retirementAccountId as string;
    expect(await refusedBy(process.transfer(issuanceId, account, 1n))).toBe("transfer.to-retirement");
    const { retirement } = await process.retire(issuanceId, 300n);
    expect(retirementStatementOf(retirement.statement)).toMatchObject({ method: "account", account_id: account });
    await process.settle();
    expect(await onLedger(world, retirement.memo)).toMatchObject([{ name: "CRYPTOTRANSFER" }]);
    expect(await world.ledger.mirror.tokenBalance(account, tokenId)).toBe(300n);
    expect((await world.ledger.mirror.token(tokenId))?.totalSupply).toBe(8_400n);
    expect(await placesOf(world, issuanceId)).toMatchObject({ free: free - 300n, retired: 300n });
    expect(await process.reconcile()).toBe(0);
  } finally {
    await world.close();
  }
});

test("with a supply key of two, a burn waits in its schedule for the registrar's signature and then runs once", async () => {
  const registrar = generateKeyPairSync("ed25519");
  const registrarKey = registrar.publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
  const world = await unitsWorld({ scheduled: true, registrarKey });
  const office = createHederaLedger({
    network: "local",
    operatorId: world.local.operator.accountId,
    operatorKey: world.local.operator.privateKeyDer,
    nodes: world.local.network,
    mirrorUrl: world.local.mirrorUrl,
    signers: { registrar: registrar.privateKey.export({ format: "der", type: "pkcs8" }).toString("hex") },
  });
  let signed = 0;
  /** Signs whatever waits. */
  const signAll = async () => {
    const rows = await world.db
      .selectFrom("ledger_attempts as attempt")
      .innerJoin("ledger_jobs as job", "job.job_id", "attempt.job_id")
      .select("attempt.entity_id")
      .where("job.state", "=", "open")
      .where("attempt.scheduled_transaction_id", "is not", null)
      .execute();
    for (const { entity_id } of rows) {
      const start = Math.floor(world.clock.nowMs() / 1000) - 5;
      const transactionId = `${world.ledger.payerAccountId}@${start}.${String(770 + signed++).padStart(9, "0")}`;
      const nodeAccountId = world.ledger.nodeAccountIds[0] as string;
      const terms = { transactionId, validDurationS: 60, nodeAccountId, signers: ["registrar"] };
      await office.send(await office.prepare({ kind: "sign-schedule", scheduleId: entity_id as string }, terms));
    }
  };
  try {
    const process = world.process();
    const signing = {
      settle: async () => void (await expect.poll(() => passAndSign(process), { timeout: 50_000 }).toBe(0)),
    };
    const passAndSign = async (one: UnitsProcess) => {
      await one.pass();
      await signAll();
      const open = await world.db.selectFrom("mint_parts").select("memo").where("state", "=", "committed").execute();
      return open.length;
    };
    const { issuanceId } = await world.issued(signing);
    const { retirement } = await process.retire(issuanceId, 50n);
    for (let i = 0; i < 5; i++) await process.pass();
    expect((await now(world, retirement.retirementId)).state).toBe("ordered");
    expect(await onLedger(world, retirement.memo)).toEqual([]);
    await expect
      .poll(
        async () => {
          await signAll();
          await process.pass();
          return (await now(world, retirement.retirementId)).state;
        },
        { timeout: 50_000 },
      )
      .toBe("done");
    const [entry, ...more] = await onLedger(world, retirement.memo);
    expect(entry?.transactionId).toMatch(/\?scheduled$/);
    expect(more).toEqual([]);
    expect(await placesOf(world, issuanceId)).toMatchObject({ moving: 0n, retired: 50n });
  } finally {
    await office.close();
    await world.close();
  }
});
