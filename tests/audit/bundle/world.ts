import { sign } from "node:crypto";
import { expect, vi } from "vitest";
import * as examples from "../../../src/http/periods.examples.ts";
import type { Role } from "../../../src/kernel/actor.ts";
import { accreditToday } from "../../issuance/parties.ts";
import { type TestGateway, testGateway } from "../../support/gateway.ts";

export const plant = "/api/v1/plants/PLANT-HP-001";
const meter = "METER-001";
/** The first local day of March 2025 in India. */
const startMs = Date.parse("2025-02-28T18:30:00Z");

/** A gateway with a plant whose days are read, closed and verified one after the other. */
export async function bundleWorld(options: Parameters<typeof testGateway>[0] = {}) {
  const env = { MINT_MODE: "batch", ...options.env };
  const gateway: TestGateway = await testGateway({ ...options, env });
  const verifierKey = await accreditToday(gateway);
  const keys: Record<string, string> = {};
  const roles: [string, Role[], string][] = [
    ["owner", ["owner"], "pilot"],
    ["operator", ["operator"], "pilot"],
    ["auditor", ["auditor"], "pilot"],
    ["hats", ["verifier"], "pilot"],
    ["verifier", ["verifier"], "verify-co"],
    ["issuer", ["issuer"], "issue-co"],
  ];
  for (const [name, some, orgId] of roles) {
    const needsPerson = some.some((role) => ["owner", "verifier", "issuer"].includes(role));
    keys[name] = await (needsPerson ? gateway.sessionWith : gateway.keyWith)(some, orgId);
  }
  keys.device = gateway.apiKey;

  const request = (who: string, method: string, path: string, body?: unknown) =>
    fetch(`${gateway.baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${keys[who]}`, "content-type": "application/json", prefer: "respond-async" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const call = async (who: string, method: string, path: string, body?: unknown) => {
    const response = await request(who, method, path, body);
    const text = await response.text();
    const json = /^[{[]/.test(text) ? JSON.parse(text.split("\n")[0] ?? "") : {};
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
    return { status: response.status, text, body: json as any };
  };
  const post = async (hour: number) => {
    const answer = await call("device", "POST", "/api/v1/telemetry", {
      plant_id: "PLANT-HP-001",
      device_id: meter,
      timestamp: new Date(startMs + hour * 3_600_000).toISOString(),
      interval_s: 3600,
      readings: { energy_export_kwh_total: 7_000 + 300 * hour, energy_import_kwh_total: 12 },
    });
    expect(answer.status).toBeLessThan(300);
  };
  await call("operator", "POST", `${plant}/devices`, { device_id: meter, kind: "meter" });
  await call("operator", "PUT", `${plant}/design`, examples.design);
  await post(0);

  const world = {
    gateway,
    call,
    request,
    keys,
    /** Reads a day of March, closes it and gives its path. */
    async closedDay(day: number): Promise<string> {
      for (let hour = (day - 1) * 24 + 1; hour <= day * 24; hour++) await post(hour);
      const date = (one: number) => `2025-03-0${one}`;
      const opened = await call("operator", "POST", `${plant}/periods`, { from: date(day), to: date(day + 1) });
      const period = `${plant}/periods/${opened.body.period_id}`;
      expect((await call("operator", "POST", `${period}/close`, {})).status).toBe(201);
      return period;
    },
    /** Invites both parties, requests, and has the statement signed. @returns path of the issuance */
    async verified(period: string): Promise<string> {
      for (const [organisation, role] of [
        ["verify-co", "verifier"],
        ["issue-co", "issuer"],
      ]) {
        await call("owner", "POST", `${period}/invitations`, { organisation, role });
      }
      const requested = await call("operator", "POST", `${period}/issuances`);
      const statement = await call("operator", "GET", `${period}/statements/1`);
      const signature = sign(null, Buffer.from(statement.text), verifierKey).toString("base64");
      const issuance = `/api/v1/issuances/${requested.body.issuance_id}`;
      const signed = await call("verifier", "POST", `${issuance}/verification`, { decision: "verify", signature });
      expect(signed.body.state).toBe("verified");
      return issuance;
    },
    /** Approves, commits the mint and waits until the ledger has done it. @returns the transaction */
    async issued(issuance: string): Promise<string> {
      expect((await call("issuer", "POST", `${issuance}/approval`)).status).toBe(201);
      expect((await call("issuer", "POST", `${issuance}/mint`)).status).toBe(202);
      const issued = await vi.waitFor(
        async () => {
          const { body } = await call("issuer", "GET", issuance);
          expect(body.state).toBe("issued");
          return body;
        },
        { timeout: 30_000, interval: 100 },
      );
      return issued.mint.parts[0].transaction_id;
    },
    /** Waits until the record of a closed period's statement is on the ledger. */
    async anchored(period: string): Promise<void> {
      const { statements } = (await call("operator", "GET", period)).body;
      await vi.waitFor(
        async () => {
          const { body } = await call("owner", "GET", `/api/v1/records/${statements[0].record_id}`);
          expect(body.anchor.state).toBe("anchored");
        },
        { timeout: 20_000, interval: 100 },
      );
    },
    /** Makes the bundle once everything is on the ledger. */
    async made(period: string) {
      const made = await vi.waitFor(
        async () => {
          const answer = await call("operator", "POST", `${period}/bundles`);
          expect(answer.status).toBeLessThan(202);
          return answer;
        },
        { timeout: 20_000, interval: 100 },
      );
      return made.body;
    },
    async bytes(who: string, path: string): Promise<Buffer> {
      const response = await request(who, "GET", path);
      expect(response.status).toBe(200);
      return Buffer.from(await response.arrayBuffer());
    },
  };
  return world;
}

export type BundleWorld = Awaited<ReturnType<typeof bundleWorld>>;
