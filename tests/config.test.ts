import { describe, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";

describe("settings", () => {
  test("nothing set means the local ledger, the embedded database and port 8080 on loopback", () => {
    const { config, secrets } = readConfig({});
    expect(config).toMatchObject({ network: "local", port: 8080, host: "127.0.0.1", databaseUrl: undefined });
    expect(secrets.operatorKey).toBeUndefined();
  });

  test("a public network without its operator stops with one sentence that names the setting", () => {
    expect(() => readConfig({ HEDERA_NETWORK: "testnet" })).toThrow(/^HEDERA_OPERATOR_ID is missing: .*\.$/);
    expect(() => readConfig({ HEDERA_NETWORK: "testnet", HEDERA_OPERATOR_ID: "0.0.5" })).toThrow(
      /^HEDERA_OPERATOR_KEY is missing: .*\.$/,
    );
  });

  test.each([
    ["HEDERA_NETWORK", "moonnet"],
    ["PORT", "eighty"],
    ["PORT", "70000"],
    ["DATABASE_URL", "mysql://x"],
    ["MIRROR_URL", "ftp://x"],
    ["HEDERA_TOPIC_ID", "12"],
    ["HEDERA_TREASURY_ID", "12"],
    ["HEDERA_REGISTRAR_KEY", "abc"],
    ["HEDERA_REGISTRAR_KEY", "a".repeat(64)],
    ["MINT_MODE", "naive"],
    ["LOG_LEVEL", "loud"],
    ["ANCHOR_MIN_INTERVAL_S", "-1"],
  ])("a wrong %s is named", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} `));
  });

  test("an empty setting counts as not set", () => {
    expect(readConfig({ PORT: "", DATABASE_URL: " " }).config.port).toBe(8080);
  });

  test("the operator's key is kept apart from the configuration", () => {
    const key = "302e020100300506032b657004220420".padEnd(96, "a");
    const { config, secrets } = readConfig({
      HEDERA_NETWORK: "testnet",
      HEDERA_OPERATOR_ID: "0.0.5",
      HEDERA_OPERATOR_KEY: key,
    });
    expect(secrets.operatorKey).toBe(key);
    expect(JSON.stringify(config)).not.toContain(key);
  });
});
