/**
 * Schemas of the document that stand at several places are one schema with a name. A generator makes a type of each
 * object and each list of words that it meets: without names a plant that was read has other types than one to be sent,
 * and its location and turbines are to be copied member by member. Pure.
 */

type Json = null | boolean | number | string | Json[] | { [member: string]: Json | undefined };
export type Members = { [member: string]: Json | undefined };

const isMembers = (value: Json | undefined): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What has no schema of its own in the routes, each by a place where it stands; `[]` is what a list or map is made of. */
export const places: Readonly<Record<string, string>> = {
  // What the next ones stand in.
  ProjectDesign: "PlantRegistration.design",
  // Lists of words.
  AlertState: "Alert.state",
  AnchorMode: "Anchoring.anchor_mode",
  Decision: "DecisionRequest.decision",
  DeliveryState: "WebhookDelivery.state",
  DeviceKeyAct: "PlantRecord.device_key.act",
  DeviceKind: "Device.kind",
  EffectiveStatus: "PlantRecord.effective_status",
  FiguresLabel: "Issuance.label",
  InvitedRole: "Invitation.role",
  IssuanceStage: "Issuance.state",
  KeyState: "ApiKey.state",
  MemberRole: "MemberRoles.roles[]",
  MeterRole: "ProjectDesign.meters[].role",
  MintState: "Issuance.mint.state",
  Network: "Anchor.network",
  ProblemCode: "ProblemKind.code",
  ProjectReservoir: "ProjectDesign.design.reservoir",
  ProjectTechnology: "ProjectDesign.design.technology",
  ProjectType: "ProjectDesign.design.project_type",
  PublicField: "Anchoring.public_fields[]",
  Quantity: "Device.sensor_limits[].quantity",
  ReservoirType: "Plant.reservoir.type",
  Role: "Member.roles[]",
  Rounding: "CarbonCalculation.periods[].trace[].rounding",
  Scope: "ApiKey.scopes[]",
  SeriesResolution: "Series.resolution",
  Severity: "Alert.severity",
  SignatureRule: "DeviceConfig.signatures",
  TurbineType: "Plant.turbine_type",
  RecordStatus: "PlantRecord.status",
  StatusInDoubt: "RecordFlaggedEvent.data.status",
  WebhookType: "WebhookRequest.types[]",
  // Objects.
  Accreditation: "AccreditationList.items[]",
  AlertAcknowledged: "Alert.acknowledged",
  AlertChannelLastError: "AlertChannel.last_error",
  AlertEventData: "AlertFiredEvent.data",
  AlertSilenceEnded: "AlertSilence.ended",
  BatchItemReason: "BatchItemAccepted.reasons[]",
  CalculatedFuel: "CarbonCalculationRequest.grid.anyOf[4].om.units[].fuels[]",
  CalculationWarning: "CarbonCalculation.warnings[]",
  CallerUser: "Caller.user",
  CarbonCalculationTotalsExAnte: "CarbonCalculation.totals.ex_ante",
  ClaimWithdrawn: "Claim.withdrawn",
  ClosingFactsCalibration: "ClosingFacts.calibrations[]",
  CreditingPeriod: "RegisteredDesign.crediting_period",
  DeviceSensorLimit: "Device.sensor_limits[]",
  DriftReportVotes: "DriftReport.votes",
  DriftScores: "DriftReport.scores",
  GridByMargins: "ProjectDesign.grid.anyOf[1]",
  GridByTable: "ProjectDesign.grid.anyOf[0]",
  GridTableItem: "GridTablePage.items[]",
  Holding: "HoldingList.items[]",
  HourlyEnergies: "ShadowReport.rows[].manual",
  IssuanceEventData: "CreditsIssuedEvent.data",
  IssuanceMint: "Issuance.mint",
  IssuanceMintCertificate: "Issuance.mint.certificate",
  IssuanceStepAccreditation: "Issuance.steps[].accreditation",
  LeftStandingItem: "LeftStanding.items[]",
  MeterClash: "MeterClashList.items[]",
  MeterClashDays: "MeterClash.days",
  MeterClashHolder: "MeterClash.holder",
  MeterClashResolved: "MeterClash.resolved",
  ModelHash: "PlantRecord.model.model",
  PeriodEventData: "PeriodClosedEvent.data",
  PeriodStatementAmends: "PeriodStatement.amends",
  PeriodStatementCrossCheck: "PeriodStatement.cross_check",
  PeriodStatementIssuance: "Period.statements[].issuance",
  PlantEfficiencyCurve: "Plant.efficiency_curve[]",
  PlantGrid: "Plant.grid",
  PlantLocation: "Plant.location",
  PlantReservoir: "Plant.reservoir",
  PlantTurbineUnit: "Plant.turbine_units[]",
  PolicyHash: "DriftReport.policy",
  ProblemError: "Problem.errors[]",
  ProjectDesignCrediting: "ProjectDesign.crediting",
  ProjectDesignDesign: "ProjectDesign.design",
  ProjectDesignDesignReservoir: "ProjectDesign.design.reservoirs[]",
  ProjectDesignMeter: "ProjectDesign.meters[]",
  ProjectDesignMeterCalibration: "ProjectDesign.meters[].calibrations[]",
  ProjectDesignMeterReplacement: "ProjectDesign.meters[].replacements[]",
  ProjectDesignMeterReplacementLast: "ProjectDesign.meters[].replacements[].last",
  ReasonInWords: "CarbonEstimate.reasons[]",
  RecordEventData: "RecordFlaggedEvent.data",
  RecordPlace: "PlantRecord.review.record",
  RetirementUsePeriod: "Retirement.use_period",
  RulebookHash: "CarbonCalculation.rulebook",
  SampleSlot: "Sample.slot",
  StatementPlace: "CreditsIssuedEvent.data.statement",
  TokenHalted: "Token.halted",
  TokenReconciled: "Token.reconciled",
  UnitsEventData: "CreditsRetiredEvent.data",
  WebhookDisabled: "Webhook.disabled",
};

/** The same document, each schema that has a name where it stands by a reference, with what is said of it there. */
export function withNames(document: Members): Members {
  const { components, ...rest } = document;
  const schemas = { ...membersOf(membersOf(components).schemas) };
  const named = new Map<string, string>();
  for (const [name, schema] of Object.entries(schemas)) remember(named, name, schema);
  for (const [name, place] of Object.entries(places)) {
    const found = at(schemas, place);
    // Of some operations alone there is not all of it.
    if (found === undefined) continue;
    if (name in schemas) throw new Error(`two schemas are called ${name}`);
    schemas[name] = plain(found);
    remember(named, name, found);
  }
  const ordered = Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  const replacedIn = ordered.map(([name, schema]) => [name, inside(schema, named)] as const);
  return {
    ...membersOf(replaced(rest, named)),
    components: { ...membersOf(components), schemas: Object.fromEntries(replacedIn) },
  };
}

/** What an object or a list of words is: not what is said of it at one place, nor whether it may be null there. */
export function shapeOf(schema: Members): string | undefined {
  const {
    description: _,
    default: _default,
    example: _example,
    readOnly: _readOnly,
    type,
    enum: values,
    ...rest
  } = schema;
  if (Array.isArray(values)) {
    const words = values.filter((value) => value !== null);
    return words.length > 1 && words.every((word) => typeof word === "string") ? JSON.stringify(words) : undefined;
  }
  const isObject = type === "object" || (isNullable(schema) && (type as Json[]).includes("object"));
  return isObject && Object.keys(membersOf(rest.properties)).length > 1 ? JSON.stringify(rest) : undefined;
}

const membersOf = (value: Json | undefined): Members => (isMembers(value) ? value : {});
const isNullable = ({ type }: Members) => Array.isArray(type) && type.length === 2 && type.includes("null");

function remember(named: Map<string, string>, name: string, schema: Json | undefined): void {
  const shape = shapeOf(membersOf(schema));
  if (shape !== undefined && !named.has(shape)) named.set(shape, name);
}

function at(schemas: Members, place: string): Members | undefined {
  let here: Json | undefined = schemas;
  for (const [step] of place.matchAll(/[^.[\]]+|\[\d*\]/g)) {
    const schema: Members = membersOf(here);
    if (here === schemas) here = schema[step];
    else if (step === "[]") here = schema.items ?? schema.additionalProperties;
    else if (step === "anyOf") here = schema.anyOf;
    else if (Array.isArray(here)) here = here[Number(step.slice(1, -1))];
    else here = membersOf(schema.properties)[step];
  }
  return isMembers(here) ? here : undefined;
}

/** Without what is said of it, and never null. */
function plain({ description: _, default: _default, ...schema }: Members): Members {
  const { type, enum: values } = schema;
  return {
    ...schema,
    ...(Array.isArray(type) && { type: type.find((one) => one !== "null") }),
    ...(Array.isArray(values) && { enum: values.filter((value) => value !== null) }),
  };
}

const said = ["description", "default", "example", "readOnly"];

function replaced(value: Json | undefined, named: ReadonlyMap<string, string>): Json | undefined {
  if (Array.isArray(value)) return value.map((one) => replaced(one, named) ?? null);
  if (!isMembers(value)) return value;
  const shape = shapeOf(value);
  const name = shape === undefined ? undefined : named.get(shape);
  if (name === undefined) return inside(value, named);
  const reference = { $ref: `#/components/schemas/${name}` };
  const words = Object.fromEntries(said.flatMap((one) => (one in value ? [[one, value[one]]] : [])));
  return isNullable(value) ? { anyOf: [reference, { type: "null" }], ...words } : { ...reference, ...words };
}

const notSchemas = ["example", "examples", "default", "enum"];

/** Its parts: of an object's properties each is a schema, whatever it is called. */
function inside(value: Json | undefined, named: ReadonlyMap<string, string>, isProperties = false): Json | undefined {
  if (!isMembers(value)) return value;
  const members = Object.entries(value).map(([name, one]) => {
    if (isProperties) return [name, replaced(one, named)];
    if (name === "properties") return [name, inside(one, named, true)];
    return [name, notSchemas.includes(name) ? one : replaced(one, named)];
  });
  return Object.fromEntries(members);
}
