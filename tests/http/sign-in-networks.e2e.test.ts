import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Gateway } from "../../src/gateway.ts";
import { subscriberOf } from "../../src/kernel/networks.ts";
import { clearAttempts, countAttempt, inShared, networkNow } from "../../src/tenancy/throttle.ts";
import { updatePassword } from "../../src/tenancy/user-store.ts";
import { type TwoGateways, twoGateways } from "../support/two-gateways.ts";

const password = "seven green kingfishers";
let folder: string;
let two: TwoGateways;
/** Half an hour into an hour, so that none begins meanwhile. */
const startMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 1_800_000;
let aheadMs = 0;
const clock = { nowMs: () => startMs + aheadMs };
let email: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hydro-networks-"));
  const keys = { AUTH_KEY_FILE: join(folder, "key.pem"), AUTH_SECRET_FILE: join(folder, "secret") };
  two = await twoGateways({ env: { ...keys, TRUSTED_PROXIES: "127.0.0.1/32,::1/128" }, overrides: { clock } });
  const { first } = two;
  const token = await first.sessionWith(["operator"]);
  const { body } = await first.get("/api/v1/auth/me", token);
  ({ email } = body.user);
  const { auth } = first.deps;
  await updatePassword(auth.db.person(body.user.user_id), body.user.user_id, await auth.passwords.hash(password));
}, 60_000);
afterAll(async () => {
  await two?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function login(at: Gateway, from: string, who: { email: string; password: string }): Promise<Response> {
  return fetch(`${at.baseUrl}/api/v1/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": from },
    body: JSON.stringify(who),
  });
}
const guess = (at: Gateway, from: string, n: number) =>
  login(at, from, { email: `guessed${n}@plants.example`, password: "wrong wrong wrong" });

test("a network that guesses at many accounts waits on every gateway, and its neighbours do not", async () => {
  const { first, second } = two;
  // A right password gives its attempt back, also where a code is missing still.
  for (let i = 0; i < 5; i++) expect((await login(first, "198.51.100.7", { email, password })).status).not.toBe(429);
  // Ninety guesses counted without the slow hash that each costs.
  const { auth } = first.deps;
  const network = networkNow(auth, subscriberOf("198.51.100.7"));
  for (let n = 0; n < 90; n++) await countAttempt(inShared(auth), "network", network);
  const statuses = [];
  for (let n = 90; n < 100; n++) statuses.push((await guess(n % 2 === 0 ? first : second, "198.51.100.7", n)).status);
  expect(statuses).toEqual(Array(10).fill(401));
  for (const gateway of [first, second]) {
    const blocked = await guess(gateway, "198.51.100.7", 100);
    expect([blocked.status, Number(blocked.headers.get("retry-after"))]).toEqual([429, 60]);
    const owner = await login(gateway, "198.51.100.7", { email, password });
    expect(owner.status).toBe(429);
    // The account itself does not wait.
    expect((await login(gateway, "198.51.100.8", { email, password })).status).toBe(401);
  }
});

test("it may try again after its wait, waits twice as long after the next failure, and begins anew with the hour", async () => {
  const { first } = two;
  aheadMs += 60_000;
  expect((await guess(first, "198.51.100.7", 101)).status).toBe(401);
  expect(Number((await guess(first, "198.51.100.7", 102)).headers.get("retry-after"))).toBe(120);
  aheadMs += 1_800_000;
  for (let n = 0; n < 3; n++) expect((await guess(first, "198.51.100.7", 200 + n)).status).toBe(401);
});

test("a right password next to the bound of failures has nobody wait, nor behind it once the wait is over", async () => {
  const { first, second } = two;
  const { auth } = first.deps;
  const from = "203.0.113.9";
  const kindOf = async (answer: Promise<Response>) =>
    ((await (await answer).json()) as { type: string }).type.split("/").at(-1);
  // The account has a second factor: its code is asked for behind the password.
  const right = "totp-required";
  const network = networkNow(auth, subscriberOf(from));
  for (let n = 0; n < 99; n++) await countAttempt(inShared(auth), "network", network);
  const signsIn = async () => {
    // The account counts what has no code.
    await clearAttempts(inShared(auth), "sign-in", email);
    for (const gateway of [first, second, first])
      expect(await kindOf(login(gateway, from, { email, password }))).toBe(right);
  };
  await signsIn();
  expect((await guess(first, from, 300)).status).toBe(401);
  expect((await login(second, from, { email, password })).status).toBe(429);
  aheadMs += 60_000;
  await signsIn();
  expect((await guess(first, from, 301)).status).toBe(401);
  expect(Number((await guess(second, from, 302)).headers.get("retry-after"))).toBe(120);
});
