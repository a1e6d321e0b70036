import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { secretOf, secretText, signedHeaders } from "../../src/monitoring/webhook-signature.ts";

const gatewaySecret = Buffer.alloc(32, 7);

describe("a webhook's signature", () => {
  test("is the one that the Standard Webhooks specification prints for its own example", () => {
    const secret = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
    const message = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: '{"test": 2432232314}', atS: 1614265330 };
    expect(signedHeaders(message, [secret])).toEqual({
      "webhook-id": message.id,
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  test("while a secret changes is there once for each", () => {
    const secrets = [2, 1].map((no) => secretOf(gatewaySecret, "whk_a", no));
    const { "webhook-signature": text } = signedHeaders({ id: "evt_a", body: "{}", atS: 5 }, secrets);
    const expected = secrets.map((one) => `v1,${createHmac("sha256", one).update("evt_a.5.{}").digest("base64")}`);
    expect(text?.split(" ")).toEqual(expected);
  });
});

describe("a webhook's secret", () => {
  test("differs by endpoint, by change and by gateway, and is of the length the specification asks for", () => {
    const all = [
      secretOf(gatewaySecret, "whk_a", 1),
      secretOf(gatewaySecret, "whk_a", 2),
      secretOf(gatewaySecret, "whk_b", 1),
      secretOf(Buffer.alloc(32, 8), "whk_a", 1),
    ];
    expect(new Set(all.map(secretText)).size).toBe(4);
    for (const secret of all) expect(secret.length).toBeGreaterThanOrEqual(24);
    expect(secretOf(gatewaySecret, "whk_a", 1)).toEqual(all[0]);
    expect(secretText(all[0] as Uint8Array)).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });
});
