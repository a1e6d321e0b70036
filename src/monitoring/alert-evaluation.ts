import { assertState } from "../kernel/fault.ts";
import { type PlantKey, plantKeyText } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import { requireLease, takeLease } from "../platform/lease.ts";
import { lookOf } from "./alert-conditions.ts";
import { type PlantFacts, readFacts } from "./alert-facts.ts";
import {
  endsUnseen,
  type Found,
  isMeasured,
  looksOf,
  type Memories,
  memoryKey,
  type StoredRule,
} from "./alert-looks.ts";
import { takeUpEvents, takeUpOwn } from "./alert-own.ts";
import { type AlertDeps, alertLease, type Pass } from "./alert-pass.ts";
import { rulesOf, takeUpPlants } from "./alert-rule-store.ts";
import { isSilenced, type Silence, silencesNow } from "./alert-silences.ts";
import { type Look, type Step, step } from "./alert-steps.ts";
import { type Alert, openAlertsOf, saveAlert, standingOf } from "./alert-store.ts";
import { carryOut, newAlertId } from "./alert-tell.ts";
import { plantsPage, readMemories, saveMemories, saveReadTo, type WatchedPlant } from "./alert-watch-store.ts";

/**
 * Looks at every plant's rules again and again. One gateway at a time holds the lease; what it read is judged by pure
 * functions, and whatever changes for a plant is one transaction under the lease: rows, history, events, mail, memory.
 *
 *   crash before the commit   nothing has changed, and the next look finds the same
 *   after it                  it is all there, and the next look finds nothing to change
 */
const leaseMs = 60_000;
const pageSize = 200;
/** Readings of one plant in one pass: more wait for the next, which follows at once. */
export const mostReadings = 2_000;

/** One look at all plants. @returns "more" while readings wait to be looked at */
export async function lookAtAlerts(deps: AlertDeps, signal: AbortSignal): Promise<"more" | "idle"> {
  const holder = { name: deps.holderName, lease: await takeLease(deps.db, alertLease, deps.holderName, leaseMs) };
  if (holder.lease === undefined) return "idle";
  const pass = { ...deps, lease: holder.lease };
  const at = new Date(deps.clock.nowMs());
  await takeUpPlants(deps.db, at);
  await takeUpEvents(pass, at);
  const silences = await silencesNow(deps.db, at);
  await takeUpOwn(pass, silences, at);
  let more = false;
  for (let after: PlantKey | undefined; !signal.aborted; ) {
    const page = await plantsPage(deps.db, after, pageSize);
    if (page.length === 0) break;
    after = page.at(-1);
    // Renewed with each page: a pass over many plants may last longer than the lease.
    if ((await takeLease(deps.db, alertLease, deps.holderName, leaseMs))?.token !== holder.lease.token) return "idle";
    more = (await lookAtPage(pass, page, silences, at)) || more;
  }
  return more ? "more" : "idle";
}

async function lookAtPage(
  pass: Pass,
  page: readonly WatchedPlant[],
  silences: readonly Silence[],
  at: Date,
): Promise<boolean> {
  const rules = await rulesOf(pass.db, page);
  const open = Map.groupBy(await openAlertsOf(pass.db, page), ({ orgId, plantId }) =>
    plantKeyText({ orgId, plantId: plantId ?? "" }),
  );
  const watched = page.filter((plant) => {
    const key = plantKeyText(plant);
    return rules.has(key) || open.has(key);
  });
  if (watched.length === 0) return false;
  const memories = await readMemories(pass.db, watched, rules);
  const facts = await readFacts(pass.db, watched, { rules, memories, atMs: at.getTime(), mostReadings });
  let more = false;
  for (const plant of watched) {
    const key = plantKeyText(plant);
    const found = facts.get(key);
    if (found === undefined) continue;
    const seen = { plant, rules: rules.get(key) ?? [], silences, at };
    const memory = memories.get(key) ?? new Map();
    // One plant's failure is its own: the next pass looks at it again.
    await lookAtPlant(pass, seen, open.get(key) ?? [], found, memory).catch((error: unknown) => {
      pass.metrics.alertPlantsFailed.inc();
      pass.log.error({ err: error, plant_id: plant.plantId }, "a plant's alerts could not be looked at");
    });
    more ||= found.readings.length === mostReadings;
  }
  return more;
}

type Seen = {
  readonly plant: WatchedPlant;
  readonly rules: readonly StoredRule[];
  readonly silences: readonly Silence[];
  readonly at: Date;
};

async function lookAtPlant(
  pass: Pass,
  seen: Seen,
  open: readonly Alert[],
  facts: PlantFacts,
  memories: Memories,
): Promise<void> {
  const { plant, rules } = seen;
  const before = new Map([...memories].map(([key, memory]) => [key, JSON.stringify(memory)]));
  // What was found by a rule as it was before says nothing of how long it has held by the rule as it is.
  const standing = open.filter((alert) => stands(rules, alert));
  const since = new Map(standing.map((alert) => [keyOf(alert), alert.since.getTime()]));
  const looks = looksOf(rules, facts, memories, (ruleId, subject) => since.get(memoryKey(ruleId, subject)));
  for (const [key, memory] of facts.looked) memories.set(key, memory);
  const remembered = [...memories].filter(([key, memory]) => before.get(key) !== JSON.stringify(memory));
  const hasReadOn = facts.readTo !== plant.readTo;
  const moves = movesOf(seen, looks, open);
  const isStill = moves.length === 0 && remembered.length === 0 && !hasReadOn;
  if (isStill && !standing.some((alert) => isNews(alert, newestLooks(looks)))) return;
  await pass.db.transaction().execute(async (tx) => {
    await requireLease(tx, alertLease, pass.holderName, pass.lease);
    await carryOutMoves(pass, tx, seen, looks);
    await saveMemories(tx, plant, rules, remembered);
    if (hasReadOn) await saveReadTo(tx, plant, facts.readTo);
  });
}

/** One step of one alert, and what led to it. */
type Move = {
  readonly ruleId: string;
  readonly subject: string;
  readonly made: Step;
  /** Absent: nothing was found; its rule is gone, a silence has begun or ended, or what was to end is no more. */
  readonly found?: Found;
  readonly resolution?: string;
};

const ruleGone = "its rule was changed, switched off or deleted";
const thingGone = "what it was about was renewed or taken away";

/** All steps that follow from the looks and the alerts as they stand, in order. */
function movesOf({ plant, rules, silences, at }: Seen, looks: readonly Found[], open: readonly Alert[]): Move[] {
  const standings = new Map(open.map((alert) => [keyOf(alert), standingOf(alert)]));
  const ids = new Map(open.map((alert) => [keyOf(alert), alert.alertId]));
  const moves: Move[] = [];
  const go = (move: Omit<Move, "made">, condition: Look["condition"]) => {
    const key = memoryKey(move.ruleId, move.subject);
    const standing = standings.get(key);
    const alertId = standing && ids.get(key);
    const named = { ...plant, ruleId: move.ruleId, ...(alertId !== undefined && { alertId }) };
    const made = step(standing, { condition, isSilenced: isSilenced(silences, named, at.getTime()) });
    if (made.changes.length === 0 && (made.standing === undefined) === (standing === undefined)) return;
    moves.push({ ...move, made });
    if (made.standing === undefined || made.standing.state === "resolved") standings.delete(key);
    else standings.set(key, made.standing);
  };
  for (const alert of open.map(withRule)) {
    const { ruleId, subject } = alert;
    if (!stands(rules, alert)) go({ ruleId, subject, resolution: ruleGone }, "over");
  }
  const looked = new Set<string>();
  for (const found of looks) {
    const { rule, subject, condition } = found;
    const key = memoryKey(rule.ruleId, subject);
    looked.add(key);
    go({ ruleId: rule.ruleId, subject, found }, lookOf(condition, rule.rule, standings.get(key)?.state));
  }
  for (const { ruleId, subject } of open.map(withRule)) {
    const key = memoryKey(ruleId, subject);
    if (looked.has(key) || !standings.has(key)) continue;
    const rule = rules.find((one) => one.ruleId === ruleId);
    if (rule !== undefined && endsUnseen(rule)) go({ ruleId, subject, resolution: thingGone }, "over");
    else go({ ruleId, subject }, "unknown");
  }
  return moves;
}

/** The same again, with the alerts under their locks: somebody may have acknowledged or silenced one meanwhile. */
async function carryOutMoves(pass: Pass, tx: Tx, seen: Seen, looks: readonly Found[]): Promise<void> {
  const { plant, at } = seen;
  const locked = await openAlertsOf(tx, [plant], { lock: true });
  // Whoever begins or ends a silence waits for these locks: what is read behind them goes with the alerts as they stand.
  const silences = await silencesNow(tx, at, plant.orgId);
  const alerts = new Map(locked.map((alert) => [keyOf(alert), alert]));
  for (const { ruleId, subject, made, found, resolution } of movesOf({ ...seen, silences }, looks, locked)) {
    const key = memoryKey(ruleId, subject);
    const known = alerts.get(key);
    const alert = known ?? (found && newAlert(pass, plant, found, at));
    assertState(alert !== undefined, "an alert that began without a look");
    const after = await carryOut(pass, tx, found === undefined ? alert : withLook(alert, found), made, {
      at,
      isNew: known === undefined,
      ...(resolution !== undefined && { resolution }),
    });
    if (after === undefined || after.state === "resolved") alerts.delete(key);
    else alerts.set(key, after);
  }
  // Whoever looks at one, or hears that a silence ends, is told what was found last.
  const newest = newestLooks(looks);
  for (const alert of alerts.values())
    if (isNews(alert, newest)) await saveAlert(tx, withLook(alert, newest.get(keyOf(alert)) as Found));
}

const newestLooks = (looks: readonly Found[]): ReadonlyMap<string, Found> =>
  new Map(looks.map((found) => [memoryKey(found.rule.ruleId, found.subject), found]));

/** Whether a look found something else than the alert says. What changes with the clock alone is none. */
function isNews(alert: Alert, newest: ReadonlyMap<string, Found>): boolean {
  const found = newest.get(keyOf(alert));
  if (found === undefined || found.rule.version !== alert.ruleVersion) return false;
  const now = withLook(alert, found);
  return now.since.getTime() !== alert.since.getTime() || (isMeasured(found.rule) && now.value !== alert.value);
}

/** Whether an alert was found by a rule as it is now. */
const stands = (rules: readonly StoredRule[], alert: Pick<Alert, "ruleId" | "ruleVersion">): boolean =>
  rules.some(({ ruleId, version }) => ruleId === alert.ruleId && version === alert.ruleVersion);

const withRule = ({ ruleId, ...alert }: Alert) => ({ ...alert, ruleId: ruleId ?? "" });
const keyOf = ({ ruleId, subject }: Alert) => memoryKey(ruleId ?? "", subject);

function newAlert(
  { random }: Pass,
  plant: PlantKey,
  { rule: stored, subject, condition, summary }: Found,
  at: Date,
): Alert {
  const { rule, ruleId, version } = stored;
  const { kind, name, severity, runbook_url: runbook } = rule;
  return {
    orgId: plant.orgId,
    alertId: newAlertId(random),
    plantId: plant.plantId,
    ...{ ruleId, ruleVersion: version, kind, subject, severity, name },
    state: "pending",
    told: false,
    since: new Date(condition.sinceMs),
    firedAt: null,
    resolvedAt: null,
    resolution: null,
    acknowledged: null,
    value: condition.value,
    summary,
    detail: runbook === undefined ? {} : { runbook_url: runbook },
    eventId: null,
    createdAt: at,
    changedAt: at,
  };
}

/** What was found: back behind its limit the words that it had stay, with the value that brought it there. */
function withLook(alert: Alert, { condition, summary }: Found): Alert {
  if (condition.level !== "beyond") return { ...alert, value: condition.value };
  return { ...alert, value: condition.value, summary, since: new Date(condition.sinceMs) };
}
