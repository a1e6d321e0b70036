import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Role, roles } from "../../src/kernel/actor.ts";
import { registerDevice } from "../../src/plants/plants.ts";
import { authenticate } from "../../src/tenancy/tenancy.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotPlant } from "../support/pilot.ts";
import { type Operation, operations, requestOf } from "./operations.ts";

/**
 * Who may call what. Every operation of the OpenAPI document has its row; one without fails here.
 */
const all = roles;
const readers = ["owner", "operator", "verifier", "issuer", "auditor"] as const;
const managers = ["owner", "operator"] as const;
const senders = ["owner", "operator", "device"] as const;
const guests = ["verifier", "issuer", "auditor"] as const;

const table: Readonly<Record<string, "public" | readonly Role[]>> = {
  postTelemetry: senders,
  postTelemetryBatch: senders,
  listTelemetry: readers,
  listAdministrativeActs: ["owner", "auditor", "registrar"],
  createWebhook: ["owner"],
  listWebhooks: ["owner"],
  getWebhook: ["owner"],
  updateWebhook: ["owner"],
  deleteWebhook: ["owner"],
  rotateWebhookSecret: ["owner"],
  testWebhook: ["owner"],
  listWebhookDeliveries: ["owner"],
  replayWebhookDelivery: ["owner"],
  replayDeadWebhookDeliveries: ["owner"],
  exportRecords: [...readers, "registrar"],
  exportSignatures: readers,
  getRecord: [...readers, "device", "registrar"],
  getRecordProof: [...readers, "device", "registrar"],
  listReviews: readers,
  decideOnRecord: ["verifier"],
  fileCorrection: managers,
  listPlantModels: readers,
  requestPlantModel: ["owner", "verifier"],
  getPlantModel: readers,
  getPlantModelContent: readers,
  decideOnPlantModel: ["verifier"],
  registerPlant: managers,
  listPlants: readers,
  getPlant: readers,
  getPlantAnchoring: readers,
  setPlantAnchoring: ["owner"],
  registerDevice: managers,
  importPlants: managers,
  replacePlant: managers,
  changePlant: managers,
  claimDevice: "public",
  getDeviceConfig: [...readers, "device"],
  getDevice: readers,
  changeDevice: managers,
  issueClaimCode: managers,
  listDeviceKeys: readers,
  rotateDeviceKey: senders,
  revokeDeviceKey: managers,
  createApiKey: ["owner"],
  listApiKeys: ["owner"],
  getApiKey: ["owner"],
  rotateApiKey: ["owner"],
  revokeApiKey: ["owner"],
  putProjectDesign: managers,
  getProjectDesign: readers,
  openPeriod: managers,
  listPeriods: readers,
  getPeriod: readers,
  withdrawPeriod: managers,
  closePeriod: managers,
  amendPeriod: managers,
  getPeriodStatement: readers,
  recomputePeriodStatement: readers,
  makePeriodBundle: managers,
  getPeriodBundle: readers,
  uploadManualReport: managers,
  getShadowReport: readers,
  calculateCarbon: all,
  uploadGridTable: managers,
  listGridTables: all,
  getGridTable: all,
  inviteToPeriod: ["owner"],
  listPeriodInvitations: readers,
  withdrawInvitation: ["owner"],
  listReceivedInvitations: guests,
  getInvitedPeriod: guests,
  getInvitedStatement: guests,
  exportInvitedRecords: guests,
  getInvitedBundle: guests,
  requestIssuance: managers,
  listIssuances: readers,
  getIssuance: readers,
  verifyIssuance: ["verifier"],
  approveIssuance: ["issuer"],
  mintIssuance: ["issuer"],
  listHoldings: readers,
  orderTransfer: ["owner"],
  listTransfers: readers,
  getTransfer: readers,
  recallTransfer: ["owner"],
  orderRetirement: ["owner"],
  listIssuanceRetirements: readers,
  recordClaim: managers,
  listClaims: readers,
  listMeterClashes: ["registrar"],
  listAccreditations: "public",
  listTokens: "public",
  getCertificate: "public",
  listRetirements: "public",
  getRetirement: "public",
  verifyRecord: "public",
  getCheckpoint: "public",
  getLogConsistency: "public",
  getLogKey: "public",
  getLogEntries: "public",
  getLogTile: "public",
  getLiveness: "public",
  getReadiness: "public",
  getMetrics: "public",
  getOpenApi: "public",
  listProblems: "public",
  getProblem: "public",
};

let gateway: TestGateway;
const keys = new Map<Role, string>();
beforeAll(async () => {
  gateway = await testGateway();
  for (const role of roles) keys.set(role, await gateway.keyWith([role]));
  // The meter that the document's own design names.
  const actor = await authenticate(gateway.deps.tenancy, gateway.apiKey);
  await registerDevice(gateway.deps.plants, actor, pilotPlant.plant_id, { device_id: "METER-001", kind: "meter" });
});
afterAll(() => gateway.stop());

async function call(operation: Operation, key?: string) {
  const { path, init } = requestOf(operation);
  const headers = { ...init.headers, prefer: "respond-async", ...(key && { authorization: `Bearer ${key}` }) };
  const response = await fetch(`${gateway.baseUrl}${path}`, { ...init, headers });
  const text = await response.text();
  const isProblem = response.headers.get("content-type")?.includes("problem+json");
  return { status: response.status, problem: isProblem ? (JSON.parse(text) as Record<string, unknown>) : undefined };
}

test("every operation of the document has its row, and every row its operation", () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(Object.keys(table).sort()).toEqual(ids.sort());
});

describe.each(operations.map((operation) => [operation.operationId, operation] as const))("%s", (id, operation) => {
  const allowed = table[id] ?? [];

  test(allowed === "public" ? "asks for no key" : "asks for a key", async () => {
    const { status } = await call(operation);
    expect(operation.security.length > 0).toBe(allowed !== "public");
    if (allowed === "public") expect([401, 403]).not.toContain(status);
    else expect(status).toBe(401);
  });

  if (allowed === "public") return;

  test.each(roles.filter((role) => !allowed.includes(role)))("refuses %s and names the missing role", async (role) => {
    const { status, problem } = await call(operation, keys.get(role));
    expect(status).toBe(403);
    expect(problem?.type).toMatch(/\/problems\/forbidden$/);
    expect(String(problem?.needed_roles).split(" ").sort()).toEqual([...allowed].sort());
    expect(problem?.detail).toContain(allowed[0]);
  });

  test.each(allowed.map((role) => [role]))("lets %s in, whatever comes of it", async (role) => {
    const { status, problem } = await call(operation, keys.get(role));
    expect([401, 403, 500, 503], JSON.stringify(problem)).not.toContain(status);
    // The request itself is sound: it is the role that was tested, not the body.
    if (problem !== undefined) expect(problem.type).not.toMatch(/invalid-request|malformed-json/);
  });
});
