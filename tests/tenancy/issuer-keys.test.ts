import { expect, test } from "vitest";
import { createIssuerKeys } from "../../src/tenancy/issuer-keys.ts";

const uri = "https://issuer.example/keys";
const yearMs = 365 * 86_400_000;

test("an issuer's keys that were fetched under a clock a year ahead are fetched anew once that is put back", async () => {
  let [nowMs, fetched] = [Date.UTC(2026, 4, 1) + yearMs, 0];
  const body = Buffer.from(JSON.stringify({ keys: [{ kty: "OKP", crv: "Ed25519", kid: "k", x: "A".repeat(43) }] }));
  const outbound = async () => {
    fetched += 1;
    return { status: 200, headers: {}, body };
  };
  const keys = createIssuerKeys(outbound, { nowMs: () => nowMs });
  await keys.of(uri);
  await keys.of(uri);
  expect(fetched).toBe(1);
  nowMs -= yearMs;
  await keys.of(uri);
  expect(fetched).toBe(2);
  await keys.of(uri);
  expect(fetched).toBe(2);
});
