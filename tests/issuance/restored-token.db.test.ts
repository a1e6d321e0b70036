import { expect, onTestFinished, test } from "vitest";
import { laterBy } from "../../src/anchoring/attempt.ts";
import { listTokens } from "../../src/issuance/token-store.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import type { Ledger, Mirror } from "../../src/ledger/ledger.ts";
import type { World } from "../anchoring/world.ts";
import { dumped } from "../support/dump.ts";
import { faultyLedger } from "../support/ledger.ts";
import { otherAccount } from "../support/token-admin.ts";
import { type MintWorld, mintWorld } from "./mint-world.ts";

/** A database that was brought back from a backup of before a token, and what could have another one made. */

async function restored(): Promise<MintWorld & { readonly tokenId: string | null | undefined }> {
  const gateway = await mintWorld(1);
  const { world, approved } = gateway;
  const [issuance] = approved as [(typeof approved)[number]];
  await gateway.mint(issuance);
  const backup = await dumped(world.db);
  await gateway.settle();
  const [before] = await listTokens(world.db);
  await backup.restore();
  gateway.forget();
  return { ...gateway, tokenId: before?.tokenId };
}

/** All tokens that there are in the first operator's account. */
async function tokensThere({ ledger }: World): Promise<readonly string[]> {
  return (await ledger.mirror.tokensOf(ledger.payerAccountId, undefined, 100)).map(({ tokenId }) => tokenId);
}

const withMirror = (ledger: Ledger, other: Partial<Mirror>): Ledger => ({
  ...ledger,
  mirror: { ...ledger.mirror, ...other },
});

test.each<[string, Partial<Mirror>]>([
  ["of creations", { tokenCreations: async () => [] }],
  ["of a treasury's tokens", { tokensOf: async () => [] }],
])("a mirror whose list %s is empty for a while has no second token made", async (_list, empty) => {
  const { world, tokenId, settle } = await restored();
  await settle(withMirror(world.ledger, empty));
  expect(await tokensThere(world)).toEqual([tokenId]);
  expect(await listTokens(world.db)).toMatchObject([{ tokenId }]);
});

test("on a ledger of replicas no token is made before it was looked for in vain twice, a minute apart", async () => {
  const { world, approved, ...gateway } = await mintWorld(1);
  await gateway.mint(approved[0] as (typeof approved)[number]);
  const { mirror } = world.ledger;
  const before: number[] = [];
  const watermark = async () => {
    const shown = await mirror.watermark();
    if (before.length === 3) return shown && laterBy(shown, 60_000_000_000n);
    before.push((await tokensThere(world)).length);
    return shown;
  };
  await gateway.settle(withMirror(world.ledger, { watermark }), { tokenGapS: 60 });
  expect(before).toEqual([0, 0, 0]);
  expect(await tokensThere(world)).toHaveLength(1);
});

/** The gateway goes on with another account of the same key. */
async function otherOperator(world: World): Promise<Ledger> {
  const { accountId: operatorId, key: operatorKey } = await otherAccount(world);
  const { network: nodes, mirrorUrl } = world.local;
  const at = { nodes, mirrorUrl, requestTimeoutMs: 2_000 };
  const other = createHederaLedger({ network: "local", operatorId, operatorKey, ...at });
  onTestFinished(() => other.close());
  return other;
}

test("nor has an operator's account that was changed since, beside the same treasury", async () => {
  const { world, tokenId, settle } = await restored();
  await settle(await otherOperator(world));
  expect(await tokensThere(world)).toEqual([tokenId]);
  expect(await listTokens(world.db)).toMatchObject([{ tokenId }]);
});

test("while all lists of a mirror are empty nothing is made, and what is there is found once they are whole", async () => {
  const certificates = { address: () => "https://mrv.example", network: "local" };
  const { world, approved, ...gateway } = await mintWorld(1, { certificates });
  const [issuance] = approved as [(typeof approved)[number]];
  await gateway.mint(issuance);
  await gateway.settle();
  const tokens = await tokensThere(world);
  expect(tokens).toHaveLength(2);
  // As after a backup of before the first certificate.
  await world.db.deleteFrom("certificates").execute();
  const jobs = world.db.selectFrom("tokens").select("job_id").where("kind", "=", "certificates");
  await world.db.deleteFrom("ledger_attempts").where("job_id", "in", jobs).execute();
  await world.db.deleteFrom("tokens").where("kind", "=", "certificates").execute();
  gateway.forget();
  world.clock.advance(120_000);

  const { mirror } = world.ledger;
  let looks = 0;
  const isEmpty = () => looks < 3;
  const empty = withMirror(world.ledger, {
    async tokenCreations(...of) {
      looks++;
      return isEmpty() ? [] : mirror.tokenCreations(...of);
    },
    tokensOf: async (...of) => (isEmpty() ? [] : mirror.tokensOf(...of)),
    entriesOf: async (...of) => (isEmpty() ? [] : mirror.entriesOf(...of)),
  });
  const sent: string[] = [];
  const counted = faultyLedger(empty, {
    send(transaction, real) {
      sent.push(transaction.transactionId);
      return real();
    },
  });
  await gateway.settle(counted);
  expect(looks).toBeGreaterThan(2);
  expect(await tokensThere(world)).toEqual(tokens);
  expect(sent).toEqual([]);
});
