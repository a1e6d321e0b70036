import { describe, expect, test } from "vitest";
import {
  dashedTransactionId,
  hashscanAccountUrl,
  hashscanTokenUrl,
  hashscanTopicUrl,
  hashscanTransactionUrl,
  transactionIdFromDashed,
  transactionIdParts,
} from "../../src/ledger/hashscan.ts";

const id = "0.0.6255927@1708387201.000000042";

describe("HashScan links", () => {
  test("a public network's transaction and topic have a page", () => {
    expect(hashscanTransactionUrl("testnet", id)).toBe(
      "https://hashscan.io/testnet/transaction/0.0.6255927-1708387201-000000042",
    );
    expect(hashscanTopicUrl("mainnet", "0.0.1001")).toBe("https://hashscan.io/mainnet/topic/0.0.1001");
  });

  test("so have a token, a serial, an account, and what a schedule ran", () => {
    expect(hashscanTokenUrl("testnet", "0.0.7")).toBe("https://hashscan.io/testnet/token/0.0.7");
    expect(hashscanTokenUrl("testnet", "0.0.7", 3n)).toBe("https://hashscan.io/testnet/token/0.0.7/3");
    expect(hashscanAccountUrl("testnet", "0.0.7")).toBe("https://hashscan.io/testnet/account/0.0.7");
    expect(hashscanTransactionUrl("testnet", `${id}?scheduled`)).toBe(hashscanTransactionUrl("testnet", id));
  });

  test("the local ledger has none", () => {
    expect(hashscanTokenUrl("local", "0.0.7", 3n)).toBeNull();
    expect(hashscanTransactionUrl("local", id)).toBeNull();
    expect(hashscanTopicUrl("local", "0.0.1001")).toBeNull();
  });
});

describe("transaction ids as text", () => {
  test("both forms turn into each other", () => {
    expect(dashedTransactionId(id)).toBe("0.0.6255927-1708387201-000000042");
    expect(transactionIdFromDashed(dashedTransactionId(id))).toBe(id);
  });

  test("suffixes are told from the id", () => {
    expect(transactionIdParts(id)).toEqual({ own: id, scheduled: false, nonce: 0 });
    expect(transactionIdParts(`${id}?scheduled`)).toEqual({ own: id, scheduled: true, nonce: 0 });
    expect(transactionIdParts(`${id}?scheduled/2`)).toEqual({ own: id, scheduled: true, nonce: 2 });
    expect(transactionIdParts(`${id}/1`)).toEqual({ own: id, scheduled: false, nonce: 1 });
    expect(() => dashedTransactionId(transactionIdParts(`${id}?other`).own)).toThrow(TypeError);
  });

  test.each(["0.0.5@1.42", "0.0.5-1-000000042", "0.0.5@1.000000042/1", "x", ""])("%j is refused", (text) => {
    expect(() => dashedTransactionId(text)).toThrow(TypeError);
  });

  test.each(["0.0.5-1-42", "0.0.5@1.000000042", ""])("%j is refused as the mirror's form", (text) => {
    expect(() => transactionIdFromDashed(text)).toThrow(TypeError);
  });
});
