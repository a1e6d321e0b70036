import { AccountId, Client } from "@hashgraph/sdk";
import { afterAll, describe, expect, test } from "vitest";
import { checksumOf, readAccountId } from "../../src/ledger/account-id.ts";

const clients = {
  mainnet: Client.forMainnet({ scheduleNetworkUpdate: false }),
  testnet: Client.forTestnet({ scheduleNetworkUpdate: false }),
  previewnet: Client.forPreviewnet({ scheduleNetworkUpdate: false }),
} as const;
afterAll(() => {
  for (const client of Object.values(clients)) client.close();
});

describe.each(["mainnet", "testnet", "previewnet"] as const)("on %s", (network) => {
  test.each(["0.0.1", "0.0.123", "0.0.6255927", "1.2.3", "0.0.18446744073709551"])(
    "the checksum of %s is the one that the network's own SDK gives, and is taken",
    (id) => {
      const text = AccountId.fromString(id).toStringWithChecksum(clients[network]);
      expect(`${id}-${checksumOf(id, network)}`).toBe(text);
      expect(readAccountId(text, network)).toEqual({ ok: true, accountId: id });
    },
  );
});

test("the example of HIP-15 holds", () => {
  expect(checksumOf("0.0.123", "mainnet")).toBe("vfmkw");
});

test.each([
  ["0.0.124-vfmkw", "checksum"],
  ["0.0.123-vfmkx", "checksum"],
  ["0.0.123-", "form"],
  ["0.0.0123", "form"],
  ["0.0.-1", "form"],
  ["123", "form"],
  ["0x00000000000000000000000000000000000004d2", "form"],
] as const)("%s is refused: %s", (text, why) => {
  expect(readAccountId(text, "mainnet")).toEqual({ ok: false, why });
});

test("a checksum of another network is refused, an id without one is taken anywhere", () => {
  const onTestnet = `0.0.123-${checksumOf("0.0.123", "testnet")}`;
  expect(readAccountId(onTestnet, "mainnet")).toEqual({ ok: false, why: "checksum" });
  expect(readAccountId(" 0.0.123 ", "local")).toEqual({ ok: true, accountId: "0.0.123" });
});
