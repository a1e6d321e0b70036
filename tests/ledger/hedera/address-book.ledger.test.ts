import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { renewedNodes } from "../../../src/ledger/hedera/address-book.ts";
import { createHederaLedger } from "../../../src/ledger/hedera/ledger.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { type LocalLedger, startLocalLedger } from "../../../src/ledger/local/node.ts";

let local: LocalLedger;
beforeEach(async () => {
  local = await startLocalLedger({ dataDir: ":memory:", consensusLatencyMs: 0, blockPeriodMs: 10, nodeCount: 4 });
});
afterEach(() => local.close());

function ledgerOf(nodes: Readonly<Record<string, string>>, mirrorUrl = local.mirrorUrl): Ledger {
  const { accountId: operatorId, privateKeyDer: operatorKey } = local.operator;
  const ledger = createHederaLedger({ network: "local", operatorId, operatorKey, nodes, mirrorUrl });
  onTestFinished(() => ledger.close());
  return ledger;
}

const addressOf = (account: string) => Object.entries(local.network).find(([, of]) => of === account)?.[0] as string;

/** What becomes of a topic's creation that is sent to the node. */
async function sentTo(ledger: Ledger, nodeAccountId: string) {
  const transactionId = `${ledger.payerAccountId}@${Math.floor(Date.now() / 1000) - 5}.00000010${nodeAccountId.at(-1)}`;
  const terms = { transactionId, validDurationS: 60, nodeAccountId };
  return ledger.send(await ledger.prepare({ kind: "create-topic", memo: "log" }, terms));
}

test("a node that has joined, moved or left since the list of nodes was made is known after a look at the mirror's", async () => {
  // 0.0.3 has moved, 0.0.6 has joined, and 0.0.9 is gone.
  const moved = "127.0.0.1:1";
  const ledger = ledgerOf({
    [moved]: "0.0.3",
    [addressOf("0.0.4")]: "0.0.4",
    [addressOf("0.0.5")]: "0.0.5",
    "127.0.0.1:2": "0.0.9",
  });
  const { nodeAccountIds } = { ...ledger };
  expect((await sentTo(ledger, "0.0.3")).outcome).toBe("unknown");
  expect(await ledger.renewNodes()).toEqual({
    added: expect.arrayContaining([`0.0.3 at ${addressOf("0.0.3")}`, `0.0.6 at ${addressOf("0.0.6")}`]),
    removed: expect.arrayContaining([`0.0.3 at ${moved}`, "0.0.9 at 127.0.0.1:2"]),
  });
  // Whoever rotates over them holds the list itself.
  expect(nodeAccountIds).toEqual(["0.0.3", "0.0.4", "0.0.5", "0.0.6"]);
  for (const node of nodeAccountIds) expect((await sentTo(ledger, node)).outcome).toBe("accepted");
  expect(await ledger.renewNodes()).toEqual({ added: [], removed: [] });
});

test("a node that is away for a while is asked again as soon as it is back, also one that was learnt", async () => {
  const { [addressOf("0.0.6")]: _, ...others } = local.network;
  const ledger = ledgerOf(others);
  await ledger.renewNodes();
  await local.faults.nodeDown("0.0.6");
  for (let i = 0; i < 3; i++) expect((await sentTo(ledger, "0.0.6")).outcome).toBe("unknown");
  await local.faults.nodeUp("0.0.6");
  await expect.poll(async () => (await sentTo(ledger, "0.0.6")).outcome, { timeout: 5_000 }).toBe("accepted");
});

test.each([
  ["nothing", {}],
  ["other accounts", { nodes: [{ node_account_id: "0.0.77", node_id: 0, service_endpoints: [] }] }],
])("a mirror that lists %s for nodes changes none", async (_, body) => {
  const server = createServer((_request, response) => response.end(JSON.stringify({ nodes: [], ...body })));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const ledger = ledgerOf(local.network, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(await ledger.renewNodes()).toEqual({ refused: "the mirror's list of nodes has 0 of the 4 that are known" });
  expect((await sentTo(ledger, "0.0.5")).outcome).toBe("accepted");
});

describe("of a public network's nodes", () => {
  const known = { "192.0.2.3:50211": "0.0.3", "192.0.2.4:50211": "0.0.4", "192.0.2.5:50211": "0.0.5" };
  const at = (accountId: string, ...hosts: readonly [string, number][]) => ({
    accountId,
    endpoints: hosts.map(([host, port]) => ({ host, port })),
  });

  test("those endpoints are taken that take calls in plain text, by address or by name", () => {
    const listed = [
      at("0.0.3", ["192.0.2.33", 50_211], ["192.0.2.33", 50_212], ["198.51.100.3", 50_211]),
      at("0.0.4", ["node4.example.org", 50_211]),
      at("0.0.6", ["", 50_211], ["-.example", 50_211], ["a/b", 50_211]),
      at("0.0.7"),
    ];
    expect(renewedNodes("mainnet", known, listed)).toEqual({
      nodes: {
        "192.0.2.33:50211": "0.0.3",
        "198.51.100.3:50211": "0.0.3",
        "node4.example.org:50211": "0.0.4",
      },
    });
  });

  test("none is taken from a list without most of those that are known", () => {
    const listed = [at("0.0.3", ["192.0.2.3", 50_211]), at("0.0.8", ["192.0.2.8", 50_211])];
    expect(renewedNodes("mainnet", known, listed)).toHaveProperty("refused");
  });
});
