import { afterAll, beforeAll, expect, test } from "vitest";
import { mailbox } from "../support/mailbox.ts";
import { pilotBody } from "../support/pilot.ts";
import { type TwoGateways, twoGateways } from "../support/two-gateways.ts";
import { isSigned, Receiver } from "./receiver.ts";

/** Two whole gateways: a rule over the API, a reading, and what webhook, mail and list say of it. */

let gateways: TwoGateways;
let post: Awaited<ReturnType<typeof mailbox>>;
let receiver: Receiver;
beforeAll(async () => {
  [post, receiver] = await Promise.all([mailbox(), Receiver.open()]);
  gateways = await twoGateways({
    overrides: { alertsEveryMs: 100 },
    env: { SMTP_URL: post.url, OUTBOUND_ALLOW: "127.0.0.3" },
  });
});
afterAll(async () => {
  await gateways?.stop();
  await post?.close();
  await receiver?.close();
});

const plant = "/api/v1/plants/PLANT-HP-001";
async function call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const { first } = gateways;
  const response = await fetch(`${first.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${first.apiKey}`, "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  return { status: response.status, tag: response.headers.get("etag") ?? "", body: (await response.json()) as any };
}
const stateOf = async () => (await call("GET", "/api/v1/alerts?plant_id=PLANT-HP-001")).body.items[0]?.state;

test("from a rule to a webhook, a mail and the list, each once, though two gateways look; then it is over", async () => {
  const hook = await call("POST", "/api/v1/webhooks", { url: receiver.url, types: ["alert.*"] });
  const address = "operator@pilot.example";
  const channel = await call("POST", "/api/v1/alert-channels", { kind: "email", target: address });
  expect([channel.status, channel.body.confirmed]).toEqual([201, false]);
  const letter = await post.to(address, /Confirm this address/);
  const code = /^[0-9a-z]{16}$/m.exec(letter.text)?.[0];
  const confirmed = await call("POST", `/api/v1/alert-channels/${channel.body.channel_id}/confirmation`, { code });
  expect([confirmed.status, confirmed.body.confirmed]).toEqual([200, true]);

  const rule = { kind: "threshold", name: "Low head", severity: "critical", quantity: "head_height_m", below: 40 };
  const made = await call("POST", `${plant}/alert-rules`, rule);
  expect([made.status, made.body.rule]).toEqual([201, { ...rule, enabled: true, for_s: 0, hysteresis: 0 }]);
  // The rule looks at what comes after it was taken up.
  await expect
    .poll(
      async () => {
        await gateways.first.post(pilotBody({ head_height_m: 36 }), { prefer: "respond-async" });
        return stateOf();
      },
      { timeout: 20_000, interval: 300 },
    )
    .toBe("firing");
  const told = await receiver.message(({ type }) => type === "alert.fired");
  expect(isSigned(told, hook.body.secret)).toBe(true);
  expect(told.data).toMatchObject({
    plant_id: "PLANT-HP-001",
    name: "Low head",
    severity: "critical",
    state: "firing",
  });
  await post.to(address, /^\[critical\] Low head at PLANT-HP-001$/);

  const { alert_id } = told.data;
  const acknowledged = await call("POST", `/api/v1/alerts/${alert_id}/acknowledgement`, { note: "On my way" });
  expect([acknowledged.status, acknowledged.body.state]).toEqual([200, "acknowledged"]);
  await gateways.first.post(pilotBody({ head_height_m: 45 }), { prefer: "respond-async" });
  await receiver.message(({ type }) => type === "alert.resolved");
  await post.to(address, /^\[over\] Low head at PLANT-HP-001$/);
  expect(await stateOf()).toBe("resolved");
  expect(receiver.received.map(({ type }) => type).sort()).toEqual([
    ...["alert.acknowledged", "alert.fired", "alert.resolved"],
  ]);
  expect(post.letters.filter(({ subject }) => /Low head/.test(subject))).toHaveLength(2);
  const acts = (await call("GET", "/api/v1/acts?limit=1000")).body.items.map(({ act }: { act: string }) => act);
  expect(acts.filter((act: string) => act.startsWith("alert"))).toEqual([
    ...["alert-channel.created", "alert-channel.confirmed", "alert-rule.created", "alert.acknowledged"],
  ]);
});

test("a rule is changed by who knows the one that stands, and what is no rule is refused by its field", async () => {
  const made = await call("POST", `${plant}/alert-rules`, { kind: "absence", name: "Silent", after_s: 3600 });
  const one = `${plant}/alert-rules/${made.body.rule_id}`;
  const { tag } = await call("GET", one);
  const changed = await call("PATCH", one, { after_s: 7200 }, { "if-match": tag });
  expect([changed.status, changed.body.rule.after_s]).toEqual([200, 7200]);
  expect((await call("PATCH", one, { after_s: 60 }, { "if-match": tag })).status).toBe(412);
  const refused = await call("PATCH", one, { after_s: 1 });
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, "/after_s"]);
  expect((await call("PATCH", one, { after_s: null })).body.rule).not.toHaveProperty("after_s");
  const unknown = { kind: "threshold", name: "x", quantity: "ph", above: 9, device_id: "NOWHERE" };
  expect((await call("POST", `${plant}/alert-rules`, unknown)).status).toBe(404);
  const off = await call("PUT", `${plant}/alert-defaults`, { enabled: false });
  expect(off.body.rules.map(({ rule }: { rule: { enabled: boolean } }) => rule.enabled)).toEqual([false, false]);
});
