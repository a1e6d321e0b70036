import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ChainBooks } from "../../src/audit/chain-books.ts";
import { IssuanceReplay } from "../../src/audit/issuance-replay.ts";
import { checkLedger } from "../../src/audit/ledger-check.ts";
import { Movements } from "../../src/audit/movements.ts";
import { UnitsReplay } from "../../src/audit/units-replay.ts";
import { resumeToken } from "../../src/issuance/mint-orders.ts";
import { bookMovement } from "../../src/issuance/movements.ts";
import { recallTransfer } from "../../src/issuance/transfers.ts";
import { canonicalBytes, sha256Bytes } from "../../src/kernel/canonical.ts";
import { LedgerUnavailable, type LedgerWork, type Mirror } from "../../src/ledger/ledger.ts";
import { parseRecord } from "../../src/proof/record.ts";
import { placesOf, type UnitsProcess, type UnitsWorld, unitsWorld } from "../issuance/units-world.ts";
import type { Members } from "../support/chain.ts";

/**
 * A plant with a mint, transfers, an airdrop claimed, one recalled, and retirements, on a real ledger; then its operator's
 * lies, each told in steps that follow from each other.
 */

let world: UnitsWorld;
let process: UnitsProcess;
let plantId: string;
let [tokenId, issuanceId, mintedBy, statementDigest] = ["", "", "", ""];
let chain: Members[];
let publishedAt: string;

const minutes = 60_000;
const hour = 60 * minutes;

beforeAll(async () => {
  world = await unitsWorld();
  process = world.process();
  const issued = await world.issued(process);
  ({ issuanceId } = issued);
  ({ plantId } = issued.plant);
  ({ tokenId } = await placesOf(world, issuanceId));
  const transfer = (to: string, units: bigint) => process.transfer(issuanceId, to, units);
  await transfer((await world.outside.account(-1)).accountId, 400n);
  await transfer((await world.outside.account(1)).accountId, 5n);
  const claimant = await world.outside.account(0);
  await transfer(claimant.accountId, 10n);
  const { transfer: recalled } = await transfer((await world.outside.account(0)).accountId, 11n);
  await process.retire(issuanceId, 1_500n);
  await process.settle();
  await world.outside.claim(claimant, tokenId);
  await recallTransfer(process.deps, world.actorOfPilot(), recalled.transferId);
  await process.settle();
  chain = await chainOf(plantId);
  expect(stepsIn(chain).sort()).toEqual(
    ["order", "arrive", "order", "arrive", "order", "wait", "arrive", "order", "wait", "recall", "cancel"]
      .concat("order", "arrive")
      .sort(),
  );
  const issue = chain.find((one) => (one.issuance as Members | undefined)?.step === "issue")?.issuance as Members;
  const [part] = (issue.minted as Members).parts as Members[];
  mintedBy = String(part?.transaction_id);
  statementDigest = String((issue.statement as Members).sha256);
  publishedAt = String(world.clock.nowMs() / 1000);
  // What a mirror may still lack is past.
  world.clock.advance(10 * minutes);
  await world.outside.account(0);
}, 120_000);
afterAll(() => world.close());

const stepsIn = (records: readonly Members[]) =>
  records.flatMap(
    (one) => (((one.transfer ?? one.retirement) as Members | undefined)?.step as string | undefined) ?? [],
  );

async function chainOf(ofPlant: string): Promise<Members[]> {
  const rows = await world.db
    .selectFrom("records")
    .select("body")
    .where("plant_id", "=", ofPlant)
    .orderBy("seq")
    .execute();
  return rows.map(({ body }) => JSON.parse(new TextDecoder().decode(body)) as Members);
}

/** What a chain names, once its steps were followed; `change` is told of the first record of that kind and step. */
async function named(records: readonly Members[], at?: [string, string], change: (said: Members) => void = () => {}) {
  const target = at && records.find((one) => (one[at[0]] as Members | undefined)?.step === at[1]);
  if (at !== undefined) expect(target).toBeDefined();
  const commitments = new Map(records.map((one) => [one.seq, sha256Bytes(canonicalBytes(one))]));
  const commitmentOf = (seq: number) => commitments.get(seq) ?? new Uint8Array(32);
  const movements = new Movements();
  const issuance = new IssuanceReplay(new ChainBooks(commitmentOf), commitmentOf, movements);
  const units = new UnitsReplay(movements);
  for (const one of records) {
    const copy = structuredClone(one);
    if (one === target) change(copy[at?.[0] ?? ""] as Members);
    const parsed = parseRecord(canonicalBytes(copy));
    if (!parsed.ok) throw new Error(parsed.reason);
    const { record } = parsed;
    movements.next(record);
    if (record.kind === "statement") issuance.statement(record);
    if (record.kind === "transfer") units.transfer(record);
    if (record.kind === "retirement") units.retirement(record);
    const issued = record.kind === "issuance" ? issuance.step(record) : undefined;
    if (issued !== undefined) units.issued(issued);
  }
  return movements;
}

type Look = { readonly mirror?: Mirror; readonly whole?: boolean; readonly beside?: readonly Movements[] };

const looked = (movements: Movements, { mirror, whole = false, beside = [] }: Look = {}) =>
  checkLedger(movements, {
    mirrorUrl: world.local.mirrorUrl,
    publishedAt,
    supply: { whole, beside },
    ...(mirror !== undefined && { mirror }),
  });

const act = async (work: LedgerWork, signers: readonly string[] = ["supply"]) => world.outside.act(work, signers);

/** The chain says that another transaction minted its units. */
const mintedAs = (transactionId: string, more: Members = {}) =>
  named(chain, ["issuance", "issue"], (said) => {
    const [part] = (said.minted as Members).parts as Members[];
    Object.assign(part as Members, { transaction_id: transactionId, ...more });
  });

const broken = async (movements: Promise<Movements>, detail: RegExp, look: Look = {}) =>
  expect(looked(await movements, look)).rejects.toMatchObject({
    name: "BrokenLink",
    message: expect.stringMatching(detail),
  });

test("what an honest chain names is on the ledger, and its token's supply is what it names", async () => {
  const found = await looked(await named(chain), { whole: true });
  expect(found).toMatchObject([
    { check: "ledger", state: "ok", detail: expect.stringMatching(/^1 mint, 4 transfers and retirements: /) },
    { check: "supply", state: "ok", detail: expect.stringMatching(/^6,?900 units of 1 token in circulation/) },
  ]);
});

describe("a chain whose steps follow from each other is broken on the ledger when it names", () => {
  const units = 8_400n;

  test("a mint that never was", () =>
    broken(mintedAs("0.0.2@1700000000.000000001"), /the ledger has no transaction 0\.0\.2@1700000000\.000000001/));

  test("what is no transaction's id at all", () => broken(mintedAs("yes"), /"yes" is no transaction's id/));

  test("a mint that failed", async () => {
    const failed = await act({ kind: "mint", tokenId, amount: units, transactionMemo: statementDigest }, []);
    expect(failed.status).toBe("INVALID_SIGNATURE");
    world.clock.advance(10 * minutes);
    await world.outside.account(0);
    await broken(mintedAs(failed.transactionId), /failed on the ledger: INVALID_SIGNATURE/);
  });

  test("a schedule in place of the mint that it waits for, or that mint, which was never run", async () => {
    const expirationTime = `${Math.floor(world.clock.nowMs() / 1000) + 3 * 3_600}.000000000`;
    const inner = { kind: "mint", tokenId, amount: units, transactionMemo: statementDigest } as const;
    const { transactionId, status } = await act(
      {
        ...{ kind: "create-schedule", inner, payerAccountId: world.ledger.payerAccountId },
        ...{ memo: "later", expirationTime, waitForExpiry: false },
      },
      [],
    );
    expect(status).toBe("SUCCESS");
    await broken(mintedAs(transactionId), /on the ledger it is a SCHEDULECREATE, not a TOKENMINT/);
    await broken(mintedAs(`${transactionId}?scheduled`), /the ledger has no transaction .*\?scheduled/);
  });

  test("a mint of another token, of serials, or in a token whose units are worth more", async () => {
    const { name, symbol } = await tokenInfo();
    const base = { name, symbol, maxSupply: 1_000_000n, memo: "", treasuryAccountId: world.ledger.payerAccountId };
    const supplyKey = world.ledger.signerKeys.supply as string;
    const made = async (work: LedgerWork) => String((await act(work)).tokenId);
    const like = await made({ kind: "create-fungible-token", decimals: 3, ...base, supplyKey });
    const coarse = await made({ kind: "create-fungible-token", decimals: 0, ...base, supplyKey });
    const serials = await made({ kind: "create-nft-token", ...base, supplyKey });
    const mint = async (token: string) =>
      (await act({ kind: "mint", tokenId: token, amount: units, transactionMemo: statementDigest })).transactionId;
    const other = await mint(like);
    await broken(mintedAs(other), new RegExp(`it moved 8400 of ${like} at .*; the records say 8400 of ${tokenId}`));
    const worth = await mint(coarse);
    const inCoarse = moved(await mintedAs(worth), { tokenId: coarse });
    await broken(Promise.resolve(inCoarse), /its decimals is 0, of the statement's kind it is 3/);
    const metadata = [new Uint8Array([1])];
    const nft = await act({ kind: "mint-nft", tokenId: serials, metadata, transactionMemo: statementDigest });
    await broken(mintedAs(nft.transactionId), new RegExp(`it moved serial 1 of ${serials}, no units`));
    const inSerials = moved(await mintedAs(nft.transactionId), { tokenId: serials });
    await broken(Promise.resolve(inSerials), /its type is "nft", of the statement's kind it is fungible/);
  });

  test("a burn, a transfer or a retirement in place of another", async () => {
    const arrival = (kind: string) => chain.find((one) => (one[kind] as Members | undefined)?.step === "arrive");
    const idOf = (kind: string) => String((arrival(kind)?.[kind] as Members | undefined)?.transaction_id);
    await broken(mintedAs(idOf("retirement")), /on the ledger it is a TOKENBURN, not a TOKENMINT/);
    const other = (kind: string, id: string) =>
      named(chain, [kind, "arrive"], (said) => Object.assign(said, { transaction_id: id }));
    await broken(other("transfer", "0.0.2@1700000000.000000001"), /the transfer trf_.*: the ledger has no transaction/);
    await broken(other("retirement", mintedBy), /the retirement ret_.*: on the ledger it is a TOKENMINT/);
    const all = await named(chain);
    const [first, second] = all.moves;
    await broken(
      Promise.resolve(moved(all, { what: first?.what, arrived: second?.arrived })),
      /its memo on the ledger is "[0-9a-f]{64}", the records say [0-9a-f]{64}/,
    );
  });

  test("other units or another receiver than the transaction has", async () => {
    const all = await named(chain);
    const [first] = all.moves;
    const { what, units: given = 0n } = first ?? {};
    await broken(
      Promise.resolve(moved(all, { what, units: given + 1n })),
      /on the ledger it moved -400 of .*, 400 of .*; the records say -401 of .*, 401 of/,
    );
    await broken(Promise.resolve(moved(all, { what, receiver: "0.0.98" })), /the records say .* at 0\.0\.98/);
  });

  test("a mint that was there hours before anybody had approved it", async () => {
    const all = await named(chain);
    const early = moved(all, { afterMs: Date.now() + 9_000 * hour });
    await broken(Promise.resolve(early), /the ledger did it at .*, before the record of .* that it follows from/);
  });
});

describe("a mirror that lags, fails or contradicts itself is told as not checked", () => {
  const withMirror = async (parts: Partial<Mirror>) =>
    looked(await named(chain), { mirror: { ...world.ledger.mirror, ...parts } });

  test("while it does not show a transaction and is not past its time", async () => {
    const hides = {
      watermark: async () => publishedAt,
      treasuryEntries: async () => [],
      transactions: async () => [],
    };
    expect(await withMirror(hides)).toMatchObject([
      {
        check: "ledger",
        state: "unchecked",
        detail: expect.stringMatching(/has no transaction .*it may lag, ask again/),
      },
    ]);
    expect(await withMirror({ watermark: async () => publishedAt, token: async () => undefined })).toMatchObject([
      { check: "ledger", state: "unchecked", detail: expect.stringMatching(/has no token .*it may lag, ask again/) },
    ]);
  });

  test("where it does not answer", async () => {
    const refuses = async () => {
      throw new LedgerUnavailable("the mirror answered 503");
    };
    expect(await withMirror({ token: refuses })).toMatchObject([
      { check: "ledger", state: "unchecked", detail: expect.stringContaining("the mirror answered 503") },
    ]);
  });

  test("where its list and its supply do not come out", async () => {
    const token: Mirror["token"] = async (id) => {
      const info = await world.ledger.mirror.token(id);
      return info && { ...info, totalSupply: info.totalSupply - 1n };
    };
    expect(await withMirror({ token })).toMatchObject([
      { check: "ledger", state: "ok" },
      { check: "supply", state: "unchecked", detail: expect.stringMatching(/^\S+: 6899 units .* makes 6900: it lags/) },
    ]);
  });
});

test("units that went out of the treasury without a record are found once less is there than the chain says", async () => {
  const buyer = await world.outside.account(-1);
  const fromAccountId = world.ledger.payerAccountId;
  const move = { kind: "transfer", tokenId, amount: 100n } as const;
  const { transactionId } = await act({ ...move, fromAccountId, toAccountId: buyer.accountId }, []);
  // As long as the chain has not gone on a record of it may follow.
  expect(await looked(await named(await chainOf(plantId)))).toMatchObject([{ state: "ok" }, { state: "ok" }]);
  world.clock.advance(2 * hour);
  await process.retire(issuanceId, 1n);
  // The gateway sees it too: nothing of the token is signed until the registrar has written it into the books.
  await process.settle();
  await broken(
    named(await chainOf(plantId)),
    new RegExp(
      `6484 units of .* by the records, on the ledger 6385: ${transactionId.replaceAll(".", "\\.")} took some out`,
    ),
  );
  const [tokenKey, registrar] = ["acm0002-v22.0/2026/1000", { ...world.register, clock: world.clock }];
  const booking = { tokenKey, transactionId, issuanceId, by: "R. Registrar", reason: "sent by hand" };
  await bookMovement(registrar, booking);
  await resumeToken(registrar, tokenKey);
  await process.settle();
  const books = await chainOf(plantId);
  // What no record of before ties to its issuance is told as the registrar's word.
  expect(await looked(await named(books))).toMatchObject([
    { state: "ok" },
    {
      check: "ledger",
      state: "note",
      detail: expect.stringMatching(/^1 of them booked by the registrar.* its issuance is the registrar's word/),
    },
    { state: "ok" },
  ]);
  for (const [lie, detail] of [
    [{ units: "99" }, /on the ledger it moved -100 of .*; the records say 99 units/],
    [{ to_account: "0.0.2" }, /on the ledger it moved -100 of .*; the records say 100 units/],
    [{ memo: "agreed" }, /its memo on the ledger is "", the records say agreed/],
    [{ transaction_id: mintedBy }, /on the ledger it moved 8400 of /],
  ] as const)
    await broken(
      named(books, ["transfer", "book"], (said) => void Object.assign(said, lie)),
      detail,
    );
});

test("units of another plant in the same token are not checked until its chain is given beside, and then hold", async () => {
  const { plant } = await world.issued(process);
  const [own, other] = [await named(await chainOf(plantId)), await named(await chainOf(plant.plantId))];
  expect(await looked(own)).toMatchObject([
    { check: "ledger", state: "ok" },
    { check: "ledger", state: "note" },
    {
      check: "supply",
      state: "unchecked",
      detail: expect.stringMatching(/^no record at hand names 1 mint of 8400 units/),
    },
  ]);
  expect(await looked(own, { beside: [other], whole: true })).toMatchObject([
    { check: "ledger", state: "ok", detail: expect.stringMatching(/^1 mint/) },
    { check: "ledger", state: "note" },
    { check: "supply", state: "ok", detail: expect.stringMatching(/^15299 units of 1 token/) },
  ]);
  world.clock.advance(2 * hour);
  const later = await process.retire(issuanceId, 1n);
  await process.settle();
  expect(later.repeated).toBe(false);
  await broken(named(await chainOf(plantId)), /a mint of 8400 units of .*: no record names it/, { whole: true });
});

test("a chain beside that calls a mint its own which it is not hides nothing", async () => {
  const { plant } = await world.issued(process);
  const stolen = await act({ kind: "mint", tokenId, amount: 77n });
  const records = await chainOf(plant.plantId);
  const hiding = await named(records, ["issuance", "issue"], (said) => {
    const [part] = (said.minted as Members).parts as Members[];
    Object.assign(part as Members, { transaction_id: stolen.transactionId });
  });
  await broken(named(chain), /its memo on the ledger is "", the records say/, { beside: [hiding] });
});

test("a transfer that the chain calls cancelled, and the ledger did, is found", async () => {
  const all = await named(await chainOf(plantId));
  const cancelled = all.moves.find(({ state }) => state === "cancelled");
  const { accountId } = await world.outside.account(-1);
  const fromAccountId = world.ledger.payerAccountId;
  const transactionMemo = cancelled?.memo as string;
  await act({ kind: "transfer", tokenId, amount: 11n, fromAccountId, toAccountId: accountId, transactionMemo }, []);
  await broken(Promise.resolve(all), /a CRYPTOTRANSFER of 11 units of .*: the transfer trf_.* is cancelled/);
});

test("a second mint under the statement's digest is found, which the chain does not name", async () => {
  const { transactionId } = await act({ kind: "mint", tokenId, amount: 8_400n, transactionMemo: statementDigest });
  const recalled = chain.find((one) => (one.transfer as Members | undefined)?.step === "recall")?.transfer as Members;
  const others = chain.filter((one) => (one.transfer as Members | undefined)?.transfer_id !== recalled.transfer_id);
  await broken(
    named(others),
    new RegExp(
      `${transactionId.replaceAll(".", "\\.")}, a mint of 8400 units of .*: iss_.* was minted by another transaction`,
    ),
  );
});

const tokenInfo = async () => (await world.ledger.mirror.token(tokenId)) ?? { name: "", symbol: "" };

/** The same, of which the mints, or the move that is named so, say something else. */
function moved(all: Movements, change: { readonly what?: string | undefined } & Record<string, unknown>): Movements {
  const { what, ...rest } = change;
  const copy = Movements.of(all);
  const moves = all.moves.map((move) => (move.what === what ? { ...move, ...rest } : move));
  const mints = what === undefined ? all.mints.map((mint) => ({ ...mint, ...rest })) : all.mints;
  return Object.defineProperties(copy, { moves: { value: moves }, mints: { value: mints } });
}

test("mints by schedules and retirements to an account hold as well", async () => {
  const scheduled = await unitsWorld({ scheduled: true, retirementAccount: true });
  try {
    const worker = scheduled.process();
    const issued = await scheduled.issued(worker);
    await worker.retire(issued.issuanceId, 1_500n);
    await worker.settle();
    const rows = await scheduled.db
      .selectFrom("records")
      .select("body")
      .where("plant_id", "=", issued.plant.plantId)
      .orderBy("seq")
      .execute();
    const movements = await named(rows.map(({ body }) => JSON.parse(new TextDecoder().decode(body)) as Members));
    expect(movements.mints).toMatchObject([{ transactionId: expect.stringMatching(/\?scheduled$/) }]);
    expect(movements.moves).toMatchObject([{ receiver: scheduled.retirementAccountId, state: "done" }]);
    const { mirrorUrl } = scheduled.local;
    const supply = { whole: true, beside: [] };
    expect(await checkLedger(movements, { mirrorUrl, publishedAt: undefined, supply })).toMatchObject([
      { check: "ledger", state: "ok" },
      { check: "supply", state: "ok", detail: expect.stringMatching(/^8400 units/) },
    ]);
  } finally {
    await scheduled.close();
  }
});

test("a mint of a statement that was lost is held to what the registrar found", async () => {
  const lost = await act({ kind: "mint", tokenId, amount: 8_400n, transactionMemo: "lost" });
  const booked = (memo: string) =>
    mintedAs(lost.transactionId, { booked: { memo, by: "R. Registrar", reason: "lost" } });
  await broken(booked("found"), /its memo on the ledger is "lost", the records say found/);
  // The mint that this chain's statement had is too much beside it.
  await broken(booked("lost"), /a mint of 8400 units of .*: iss_.* was minted by another transaction/);
});
