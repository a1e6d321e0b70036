import type { Role } from "../../src/kernel/actor.ts";
import { roles } from "../../src/kernel/actor.ts";

/**
 * Who may call what, and what comes of it: one row for each operation of the OpenAPI document. Held by
 * roles.e2e.test.ts (each role with a key and with a session) and isolation.e2e.test.ts (one's own, another
 * organisation's, and what never was).
 */
export type Row = {
  /** `sign-in`: takes other credentials than a key or token. `session`: anybody who signed in, whatever the role. */
  readonly who: "public" | "sign-in" | "session" | readonly Role[];
  /** Acts of a person: with the right role a key is refused all the same. */
  readonly needs?: "person" | "second-factor";
  /**
   * Status about what is one's own: one for all who may, or one for each in the order of `who`, where an earlier call
   * changes what a later one finds.
   */
  readonly own: number | readonly number[];
  /**
   * Status about another organisation's thing, and about none: the same, whoever asks; 404 where nothing is said. A map
   * where it matters which thing is not one's own: by the names, with a space between them.
   */
  readonly unknown?: number | Readonly<Record<string, number>>;
  /** Names of ids in the JSON body, and where they stand in it; beside those in path and query. */
  readonly names?: Readonly<Record<string, string>>;
};

const all = roles;
const readers = ["owner", "operator", "verifier", "issuer", "auditor"] as const;
const managers = ["owner", "operator"] as const;
const senders = ["owner", "operator", "device"] as const;
const guests = ["verifier", "issuer", "auditor"] as const;
const owner = ["owner"] as const;

const row = (who: Row["who"], own: Row["own"], more: Omit<Row, "who" | "own"> = {}): Row => ({ who, own, ...more });
const person = { needs: "person" } as const;
const secondFactor = { needs: "second-factor" } as const;

export const access: Readonly<Record<string, Row>> = {
  registerOrganisation: row("public", 201),
  confirmEmail: row("public", 404),
  login: row("sign-in", 401),
  refreshTokens: row("sign-in", 401),
  logout: row("public", 204),
  forgotPassword: row("public", 202),
  resetPassword: row("public", 404),
  getCaller: row(all, 200),
  switchOrganisation: row("session", 200, { names: { org_id: "/organisation" } }),
  logoutEverywhere: row("session", 200),
  changePassword: row("session", 401),
  enrolSecondFactor: row("session", 401),
  confirmSecondFactor: row("session", 404),
  removeSecondFactor: row("session", 401),
  listMembers: row(owner, 200),
  getMember: row(owner, 200),
  inviteMember: row(owner, 201, person),
  listMemberInvitations: row(owner, 200),
  withdrawMemberInvitation: row(owner, 200, person),
  setMemberRoles: row(owner, 200, person),
  removeMember: row(owner, 200, person),
  addIssuer: row(owner, 400, person),
  listIssuers: row(owner, 200),
  removeIssuer: row(owner, 200, person),
  postTelemetry: row(senders, 202, { names: { plant_id: "/plant_id", device_id: "/device_id" } }),
  postTelemetryBatch: row(senders, 200, {
    unknown: 207,
    names: { plant_id: "/0/plant_id", device_id: "/0/device_id" },
  }),
  openStream: row(readers, 200),
  openWebSocket: row(readers, 400),
  listTelemetry: row(readers, 200),
  getSeries: row(readers, 200),
  getLatestValues: row(readers, 200),
  exportHistory: row(readers, 200),
  listAdministrativeActs: row(["owner", "auditor", "registrar"], 200),
  createWebhook: row(owner, 201),
  listWebhooks: row(owner, 200),
  getWebhook: row(owner, 200),
  updateWebhook: row(owner, 200),
  deleteWebhook: row(owner, 200),
  rotateWebhookSecret: row(owner, 201),
  testWebhook: row(owner, 202),
  listWebhookDeliveries: row(owner, 200),
  replayWebhookDelivery: row(owner, 202),
  replayDeadWebhookDeliveries: row(owner, 202),
  listAlerts: row([...readers, "registrar"], 200),
  getAlert: row([...readers, "registrar"], 200),
  acknowledgeAlert: row([...managers, "registrar"], 200),
  closeAlert: row([...managers, "registrar"], 200),
  createAlertSilence: row([...managers, "registrar"], 201, { names: { plant_id: "/plant_id" } }),
  listAlertSilences: row([...readers, "registrar"], 200),
  endAlertSilence: row([...managers, "registrar"], 200),
  createAlertRule: row(managers, 201),
  listAlertRules: row(readers, 200),
  getAlertRule: row(readers, 200),
  changeAlertRule: row(managers, 200),
  deleteAlertRule: row(managers, [200, 404]),
  getAlertDefaults: row(readers, 200),
  setAlertDefaults: row(managers, 200),
  createAlertChannel: row(owner, 201),
  listAlertChannels: row(owner, 200),
  getAlertChannel: row(owner, 200),
  // The code is in somebody's mail.
  confirmAlertChannel: row(owner, 422),
  deleteAlertChannel: row(owner, 200),
  exportRecords: row([...readers, "registrar"], 200),
  exportSignatures: row(readers, 200),
  exportSamples: row(readers, 200),
  // The record of this world was not made of any.
  getRecordSamples: row([...readers, "device", "registrar"], 404),
  getRecord: row([...readers, "device", "registrar"], 200),
  getRecordProof: row([...readers, "device", "registrar"], 200),
  listReviews: row(readers, 200),
  decideOnRecord: row(["verifier"], 201, secondFactor),
  fileCorrection: row(managers, 201),
  listPlantModels: row(readers, 200),
  requestPlantModel: row(["owner", "verifier"], 202),
  getPlantModel: row(readers, 200),
  getPlantModelContent: row(readers, 200),
  decideOnPlantModel: row(["verifier"], 409, secondFactor),
  registerPlant: row(managers, [201, 409]),
  listPlants: row(readers, 200),
  getPlant: row(readers, 200),
  getPlantAnchoring: row(readers, 200),
  setPlantAnchoring: row(owner, 200),
  registerDevice: row(managers, [201, 409]),
  importPlants: row(managers, 200),
  importRiverFlows: row(managers, 200),
  listRiverFlows: row(readers, 200),
  replacePlant: row(managers, 200, { names: { plant_id: "/plant_id" } }),
  changePlant: row(managers, 200),
  claimDevice: row("public", 404),
  getDeviceConfig: row([...readers, "device"], 200),
  getDevice: row(readers, 200),
  changeDevice: row(managers, 200),
  issueClaimCode: row(managers, 201),
  listDeviceKeys: row(readers, 200),
  rotateDeviceKey: row(senders, [201, 403, 403], { names: { key_id: "/key_id" } }),
  revokeDeviceKey: row(managers, 200),
  // A key may be made before its plant: nothing is looked up.
  createApiKey: row(owner, 201, { names: { plant_id: "/plants/0" }, unknown: 201 }),
  listApiKeys: row(owner, 200),
  getApiKey: row(owner, 200),
  rotateApiKey: row(owner, 201),
  revokeApiKey: row(owner, 200),
  putProjectDesign: row(managers, [201, 200], {
    names: { device_id: "/meters/0/device_id", table_id: "/grid/table" },
    unknown: { device_id: 400, table_id: 422, "device_id table_id": 400 },
  }),
  getProjectDesign: row(readers, 200),
  openPeriod: row(managers, [201, 422]),
  listPeriods: row(readers, 200),
  getPeriod: row(readers, 200),
  withdrawPeriod: row(managers, [200, 404]),
  closePeriod: row(managers, [201, 409]),
  amendPeriod: row(managers, [201, 422]),
  getPeriodStatement: row(readers, 200),
  recomputePeriodStatement: row(readers, 200),
  makePeriodBundle: row(managers, [201, 200]),
  getPeriodBundle: row(readers, 200),
  uploadManualReport: row(managers, 201),
  getShadowReport: row(readers, 200),
  calculateCarbon: row(all, 200, { names: { table_id: "/grid/table" }, unknown: 422 }),
  uploadGridTable: row(managers, [201, 200]),
  listGridTables: row(all, 200),
  getGridTable: row(all, 200),
  // Whether an organisation exists is told to nobody.
  inviteToPeriod: row(owner, 200, { names: { org_id: "/organisation" }, unknown: { org_id: 201 } }),
  listPeriodInvitations: row(readers, 200),
  withdrawInvitation: row(owner, 200),
  listReceivedInvitations: row(guests, 200),
  getInvitedPeriod: row(guests, 200),
  getInvitedStatement: row(guests, 200),
  exportInvitedRecords: row(guests, 200),
  getInvitedBundle: row(guests, 200),
  requestIssuance: row(managers, 200),
  listIssuances: row(readers, 200),
  getIssuance: row(readers, 200),
  verifyIssuance: row(["verifier"], 403, secondFactor),
  approveIssuance: row(["issuer"], 403, secondFactor),
  mintIssuance: row(["issuer"], 403, secondFactor),
  listHoldings: row(readers, 200),
  orderTransfer: row(owner, 202, secondFactor),
  listTransfers: row(readers, 200),
  getTransfer: row(readers, 200),
  recallTransfer: row(owner, 202, secondFactor),
  orderRetirement: row(owner, 202, secondFactor),
  listIssuanceRetirements: row(readers, 200),
  recordClaim: row(managers, [201, 200]),
  listClaims: row(readers, 200),
  listMeterClashes: row(["registrar"], 200),
  listAccreditations: row("public", 200),
  listTokens: row("public", 200),
  getCertificate: row("public", 404),
  listRetirements: row("public", 200),
  getRetirement: row("public", 200),
  verifyRecord: row("public", 200),
  getCheckpoint: row("public", 200),
  getLogConsistency: row("public", 200),
  getLogKey: row("public", 200),
  getLogEntries: row("public", 200),
  getLogTile: row("public", 200),
  getLiveness: row("public", 200),
  getReadiness: row("public", 200),
  getMetrics: row("public", 200),
  getOpenApi: row("public", 200),
  listProblems: row("public", 200),
  getProblem: row("public", 200),
};
