import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { readDocument } from "../../src/issuance/certificate-store.ts";
import { replaceToken } from "../../src/issuance/replaced-tokens.ts";
import { listTokens, type TokenState } from "../../src/issuance/token-store.ts";
import type { Ledger, Nft } from "../../src/ledger/ledger.ts";
import { faultyLedger } from "../support/ledger.ts";
import { deleteToken, giveTreasury, otherAccount } from "../support/token-admin.ts";
import { type MintWorld, mintWorld } from "./mint-world.ts";

const address = "https://mrv.example.org";
const certificates = { address: () => address, network: "local" };

const textOf = ({ metadata }: Nft) => new TextDecoder().decode(metadata);

async function collections({ world: { db } }: MintWorld): Promise<(TokenState & { tokenId: string })[]> {
  const all = (await listTokens(db)).filter(({ holds }) => holds === "certificates");
  return all.map((token) => ({ ...token, tokenId: token.tokenId as string }));
}

async function serials(world: MintWorld): Promise<Nft[]> {
  const found: Nft[] = [];
  for (const { tokenId } of await collections(world))
    found.push(...(await world.world.ledger.mirror.nfts(tokenId, 0n, 100)));
  return found;
}

async function stored({ world: { db } }: MintWorld) {
  return db.selectFrom("certificates").selectAll().orderBy("created_at").execute();
}

/** Each issuance has one serial, whose address ends in the digest of the document that is served there. */
async function verifyCertificates(world: MintWorld): Promise<void> {
  const rows = await stored(world);
  expect(rows).toHaveLength(world.approved.length);
  const shown = (await serials(world)).map(textOf);
  expect([...shown].sort()).toEqual(rows.map(({ uri }) => uri).sort());
  for (const { uri, state } of rows) {
    expect(state).toBe("minted");
    const digest = Buffer.from(uri.slice(-64), "hex");
    expect(uri).toBe(`${address}/c/${digest.toString("hex")}`);
    const document = await readDocument(world.world.db, digest);
    expect(
      createHash("sha256")
        .update(document as Uint8Array)
        .digest(),
    ).toEqual(digest);
  }
}

test("each issuance gets one certificate after its last unit, with the statement's digest as memo", async () => {
  const world = await mintWorld(2, { certificates });
  for (const issuance of world.approved) await world.mint(issuance, 5n);
  await world.settle();
  await verifyCertificates(world);
  expect(await world.reconcile()).toBe(0);
  const intents = await world.world.db.selectFrom("mint_intents").selectAll().execute();
  for (const { intent_id, serial, transaction_id, document } of await stored(world)) {
    expect(serial).not.toBeNull();
    const intent = intents.find((one) => one.intent_id === intent_id);
    const sha256 = Buffer.from(intent?.statement_sha256 ?? []).toString("hex");
    const [entry] = await world.world.ledger.mirror.transactions(transaction_id as string);
    expect(entry).toMatchObject({ name: "TOKENMINT", result: "SUCCESS", memo: sha256 });
    const text = new TextDecoder().decode(document);
    expect(JSON.parse(text).properties.mints).toHaveLength(2);
    // Public facts only.
    expect(text).not.toMatch(/MINT-|METER|chaos|verify-co|issue-co|key-/);
  }
});

test("without the setting there is none; turned on later, earlier issuances get theirs", async () => {
  const world = await mintWorld(1);
  await world.mint(world.approved[0] as (typeof world.approved)[number]);
  await world.settle();
  expect(await collections(world)).toEqual([]);
  Object.assign(world.deps.terms, { certificates });
  await world.settle();
  await verifyCertificates(world);
});

test("a certificate whose replies and receipts are lost is found by its metadata, and not minted again", async () => {
  const world = await mintWorld(1, { certificates });
  await world.mint(world.approved[0] as (typeof world.approved)[number]);
  const silent: Ledger = faultyLedger(world.world.ledger, {
    async send(_, real) {
      await real();
      return { outcome: "unknown", detail: "no reply" };
    },
    async receipt() {
      world.world.clock.advance(8_000);
      return { outcome: "not-found" };
    },
  });
  await world.settle(silent);
  await verifyCertificates(world);
});

test("a certificate that is dropped is minted under a fresh id once it can never run", async () => {
  const world = await mintWorld(1, { certificates });
  await world.mint(world.approved[0] as (typeof world.approved)[number]);
  const { faults, clock, ledger, db } = world.world;
  await world.settle();
  await db.deleteFrom("certificates").execute();
  await db.updateTable("ledger_jobs").set({ state: "settled" }).execute();
  faults.arm({ kind: "dropped" }, { call: "tokenMint" });
  // Another address, so that it is another certificate.
  Object.assign(world.deps.terms, { certificates: { ...certificates, address: () => `${address}.in` } });
  const impatient = faultyLedger(ledger, {
    async receipt(_, real) {
      const report = await real();
      if (report.outcome !== "final") clock.advance(8_000);
      return report;
    },
  });
  await world.settle(impatient);
  const [row] = await stored(world);
  expect((await serials(world)).map(textOf)).toContain(row?.uri);
  expect(await serials(world)).toHaveLength(2);
  const attempts = await db
    .selectFrom("ledger_attempts")
    .select("phase")
    .where("job_id", "=", row?.job_id ?? "")
    .execute();
  expect(attempts.map(({ phase }) => phase).sort()).toEqual(["dead", "succeeded"]);
});

test("after the database was restored to before the order, the serial with the same metadata is taken as done", async () => {
  const world = await mintWorld(1, { certificates });
  await world.mint(world.approved[0] as (typeof world.approved)[number]);
  await world.settle();
  const [before] = await stored(world);
  await world.world.db.deleteFrom("certificates").execute();
  await world.settle();
  const [after] = await stored(world);
  expect(after?.job_id).not.toBe(before?.job_id);
  expect([after?.uri, after?.transaction_id]).toEqual([before?.uri, before?.transaction_id]);
  await verifyCertificates(world);
});

test("by schedule it is minted once too", async () => {
  const world = await mintWorld(1, { certificates, mintMode: "scheduled" });
  await world.mint(world.approved[0] as (typeof world.approved)[number]);
  await world.settle();
  await verifyCertificates(world);
});

test("a full collection is followed by the next", async () => {
  const world = await mintWorld(3, { certificates: { ...certificates, most: 2n } });
  for (const issuance of world.approved) await world.mint(issuance);
  await world.settle();
  await verifyCertificates(world);
  expect((await collections(world)).map(({ series, tokenKey }) => [series, tokenKey])).toEqual([
    [1, "acm0002-v22.0/2026/1000000/certificates"],
    [2, "acm0002-v22.0/2026/1000000/certificates/2"],
  ]);
});

test("a certificate that nobody ordered halts its collection and names the transaction; units go on", async () => {
  const world = await mintWorld(1, { certificates });
  await world.mint(world.approved[0] as (typeof world.approved)[number]);
  await world.settle();
  const { ledger, clock } = world.world;
  const [collection] = await collections(world);
  const transactionId = `${ledger.payerAccountId}@${Math.floor(clock.nowMs() / 1000) - 5}.000000777`;
  const terms = { transactionId, validDurationS: 60, nodeAccountId: ledger.nodeAccountIds[0] as string };
  const metadata = [new TextEncoder().encode(`${address}/c/${"0".repeat(64)}`)];
  const work = { kind: "mint-nft", tokenId: collection?.tokenId as string, metadata } as const;
  await ledger.send(await ledger.prepare(work, { ...terms, signers: ["supply"] }));
  await expect.poll(() => world.reconcile()).toBe(1);
  const halts = (await listTokens(world.world.db)).map(({ holds, halt }) => `${holds} ${halt?.transactionId ?? null}`);
  expect(halts.sort()).toEqual([`certificates ${transactionId}`, "units null"]);
});

test("a certificate goes into no other treasury than its collection had: it halts, and units go on", async () => {
  const world = await mintWorld(2, { certificates });
  const [first, second] = world.approved as [(typeof world.approved)[number], (typeof world.approved)[number]];
  await world.mint(first);
  await world.settle();
  const tokenId = (await collections(world))[0]?.tokenId as string;
  const other = await otherAccount(world.world);
  await giveTreasury(world.world, tokenId, other);
  await world.mint(second);
  await world.settle();
  expect(await world.world.ledger.mirror.nfts(tokenId, 0n, 100)).toHaveLength(1);
  const halts = (await listTokens(world.world.db)).map(({ holds, halt }) => `${holds} ${halt?.reason ?? null}`);
  expect(halts.sort()).toEqual([
    expect.stringMatching(`^certificates on the ledger its treasury is ${other.accountId}, in the books`),
    "units null",
  ]);
});

test("certificates that wait in a deleted collection are minted once in the next, those that it has are left, and so are units", async () => {
  const world = await mintWorld(2, { certificates });
  const [first, second] = world.approved as [MintWorld["approved"][number], MintWorld["approved"][number]];
  await world.mint(first, 5n);
  await world.settle();
  for (const { tokenId } of await listTokens(world.world.db)) await deleteToken(world.world, tokenId as string);
  await world.mint(second, 5n);
  expect(await world.reconcile()).toBe(2);
  await world.reconcile();
  const who = { by: "R. Registrar", reason: "deleted by mistake" };
  for (const { tokenKey } of await listTokens(world.world.db))
    await replaceToken({ db: world.world.db, clock: world.world.clock }, tokenKey, who);
  expect(await world.reconcile()).toBe(0);
  await world.settle();
  await verifyCertificates(world);
  expect(await world.reconcile()).toBe(0);
  expect(await world.difference()).toBe(0n);
  const all = await listTokens(world.world.db);
  expect(all.map(({ holds, series }) => `${holds} ${series}`).sort()).toEqual([
    "certificates 1",
    "certificates 2",
    "units 1",
    "units 2",
  ]);
});

test("a certificate whose order waits when its collection is deleted is ordered anew in the next", async () => {
  const world = await mintWorld(1, { certificates });
  const [issuance] = world.approved as [MintWorld["approved"][number]];
  await world.mint(issuance, 5n);
  let isDeleted = false;
  const ledger = faultyLedger(world.world.ledger, {
    async send(_, real) {
      const [collection] = await collections(world);
      if (collection?.tokenId != null && !isDeleted) {
        isDeleted = true;
        await deleteToken(world.world, collection.tokenId);
      }
      return real();
    },
  });
  const settled = world.settle(ledger);
  await expect.poll(async () => (await stored(world)).length > 0 && isDeleted, { timeout: 20_000 }).toBe(true);
  await expect.poll(() => world.reconcile(), { timeout: 20_000 }).toBe(1);
  await settled;
  await world.reconcile();
  const { tokenKey } = (await collections(world))[0] as TokenState;
  await replaceToken({ db: world.world.db, clock: world.world.clock }, tokenKey, { by: "R. R.", reason: "a slip" });
  await world.reconcile();
  await world.settle();
  await verifyCertificates(world);
  expect(await world.reconcile()).toBe(0);
});
