import { describe, expect, test } from "vitest";
import {
  dashedTransactionId,
  hashscanTopicUrl,
  hashscanTransactionUrl,
  transactionIdFromDashed,
} from "../../src/ledger/hashscan.ts";

const id = "0.0.6255927@1708387201.000000042";

describe("HashScan links", () => {
  test("a public network's transaction and topic have a page", () => {
    expect(hashscanTransactionUrl("testnet", id)).toBe(
      "https://hashscan.io/testnet/transaction/0.0.6255927-1708387201-000000042",
    );
    expect(hashscanTopicUrl("mainnet", "0.0.1001")).toBe("https://hashscan.io/mainnet/topic/0.0.1001");
  });

  test("the local ledger has none", () => {
    expect(hashscanTransactionUrl("local", id)).toBeNull();
    expect(hashscanTopicUrl("local", "0.0.1001")).toBeNull();
  });
});

describe("transaction ids as text", () => {
  test("both forms turn into each other", () => {
    expect(dashedTransactionId(id)).toBe("0.0.6255927-1708387201-000000042");
    expect(transactionIdFromDashed(dashedTransactionId(id))).toBe(id);
  });

  test.each(["0.0.5@1.42", "0.0.5-1-000000042", "0.0.5@1.000000042/1", "x", ""])("%j is refused", (text) => {
    expect(() => dashedTransactionId(text)).toThrow(TypeError);
  });

  test.each(["0.0.5-1-42", "0.0.5@1.000000042", ""])("%j is refused as the mirror's form", (text) => {
    expect(() => transactionIdFromDashed(text)).toThrow(TypeError);
  });
});
