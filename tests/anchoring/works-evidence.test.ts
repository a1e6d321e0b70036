import { describe, expect, test } from "vitest";
import { SupplyWatch } from "../../src/anchoring/supply-watch.ts";
import type { OrderedWork } from "../../src/anchoring/work-payload.ts";
import { isAbsent } from "../../src/anchoring/works-evidence.ts";
import type { WorkJob } from "../../src/anchoring/works-store.ts";
import type { Mirror, MirrorEntry } from "../../src/ledger/ledger.ts";

const [tokenId, treasury, receiver] = ["0.0.7", "0.0.2", "0.0.9"];
const memo = "a".repeat(64);

type Shown = {
  /** What its list of the treasury holds: change of the treasury, and the memo. */
  readonly entries?: readonly (readonly [name: string, change: bigint, memo: string])[];
  /** Of kinds that are listed only where any is asked for. */
  readonly unusual?: Shown["entries"];
  readonly serials?: readonly string[];
  readonly totalSupply: bigint;
  readonly balance?: bigint;
  readonly waiting?: bigint;
};

/** A mirror whose lists, supply and balances may be of different moments, as those of its replicas are. */
function mirrorThatShows(shows: Shown): Mirror {
  const { entries = [], unusual = [], serials = [], totalSupply, balance, waiting } = shows;
  const listed = [...entries, ...unusual].map(([name, amount, memo], i) => ({
    ...{ name, memo, transactionId: `${treasury}@${i}.0`, consensusTimestamp: `${i}.000000000` },
    tokenTransfers: [
      { tokenId, accountId: treasury, amount },
      // What leaves by a transfer arrives elsewhere; mints and burns change the supply.
      ...(name === "CRYPTOTRANSFER" ? [{ tokenId, accountId: receiver, amount: -amount }] : []),
    ],
  }));
  const nfts = serials.map((metadata, i) => ({
    serial: BigInt(i + 1),
    metadata: Buffer.from(metadata),
    deleted: false,
  }));
  const shown: Partial<Mirror> = {
    token: async () => ({ tokenId, treasuryAccountId: treasury, totalSupply }) as never,
    treasuryEntries: async (_token, after, _limit, kinds) =>
      listed
        .slice(0, kinds === "any" ? undefined : entries.length)
        .filter((one) => after === undefined || one.consensusTimestamp > after) as unknown as MirrorEntry[],
    tokenBalance: async () => balance,
    nfts: async (_token, after) => nfts.filter(({ serial }) => serial > after) as never,
    nftMint: async () => `${treasury}@1.0`,
    pendingAirdrops: async () => (waiting === undefined ? [] : [{ amount: waiting } as never]),
  };
  return shown as Mirror;
}

const units = { tokenId, amount: 5n, transactionMemo: memo } as const;
const works = {
  mint: { kind: "mint", ...units },
  burn: { kind: "burn", ...units },
  transfer: { kind: "transfer", ...units, fromAccountId: treasury, toAccountId: receiver },
  airdrop: { kind: "airdrop", ...units, fromAccountId: treasury, toAccountId: receiver },
  "mint-nft": { kind: "mint-nft", tokenId, metadata: [Buffer.from("ours")], transactionMemo: memo },
} as Readonly<Record<string, OrderedWork>>;

const creationBooks = async () => ({ payers: [], tokenIds: [] });

const absent = (kind: string, shown: Shown, watch = new SupplyWatch()) =>
  isAbsent({ mirror: mirrorThatShows(shown), payerAccountId: treasury, creationBooks }, watch, {
    order: { work: works[kind] },
  } as WorkJob);

const minted = ["TOKENMINT", 20n, "another's"] as const;

describe("that a job had no effect is believed", () => {
  test.each<[string, Shown]>([
    ["mint", { entries: [minted], totalSupply: 20n }],
    ["burn", { entries: [minted], totalSupply: 20n }],
    ["transfer", { entries: [minted], totalSupply: 20n, balance: 20n }],
    ["airdrop", { entries: [minted], totalSupply: 20n, balance: 20n }],
    ["mint-nft", { serials: ["another's"], totalSupply: 1n }],
  ])("of a %s where the mirror's list is whole and does not show it", async (kind, shown) => {
    expect(await absent(kind, shown)).toBe(true);
  });

  test.each<[string, string, Shown]>([
    ["mint", "the supply has grown by what the list does not have", { entries: [minted], totalSupply: 25n }],
    ["burn", "the supply has shrunk by what the list does not have", { entries: [minted], totalSupply: 15n }],
    [
      "transfer",
      "the treasury has less than the list leaves it",
      { entries: [minted], totalSupply: 20n, balance: 15n },
    ],
    ["airdrop", "the treasury has less than the list leaves it", { entries: [minted], totalSupply: 20n, balance: 15n }],
    ["mint-nft", "there are more serials than the list has", { serials: ["another's"], totalSupply: 2n }],
  ])("not of a %s while %s: the mirror lags", async (kind, _why, shown) => {
    expect(await absent(kind, shown)).toBe(false);
  });

  test.each<[string, Shown]>([
    ["mint", { entries: [minted, ["TOKENMINT", 5n, memo]], totalSupply: 25n }],
    ["burn", { entries: [minted, ["TOKENBURN", -5n, memo]], totalSupply: 15n }],
    ["transfer", { entries: [minted, ["CRYPTOTRANSFER", -5n, memo]], totalSupply: 20n, balance: 15n }],
    ["airdrop", { entries: [minted], totalSupply: 20n, balance: 20n, waiting: 5n }],
    ["mint-nft", { serials: ["another's", "ours"], totalSupply: 2n }],
  ])("not of a %s that the mirror shows", async (kind, shown) => {
    expect(await absent(kind, shown)).toBe(false);
  });

  test("of a transfer in the end, where units came into the treasury in an unusual way, and then at once", async () => {
    const shown: Shown = {
      entries: [minted],
      unusual: [["CONSENSUSSUBMITMESSAGE", 2n, "a fee in units"]],
      totalSupply: 20n,
      balance: 22n,
    };
    const watch = new SupplyWatch();
    const looks = [];
    for (let look = 0; look < 12; look++) looks.push(await absent("transfer", shown, watch));
    expect(looks).toEqual([...Array(9).fill(false), true, true, true]);
    expect(await absent("transfer", { ...shown, balance: 17n }, watch)).toBe(false);
  });
});
