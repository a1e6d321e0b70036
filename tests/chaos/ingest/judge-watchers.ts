import type { StoredRecord } from "../evidence.ts";
import { rest } from "../faults.ts";
import { hearAgain, type Seen, type Watcher } from "./watchers.ts";

const patienceMs = 60_000;

/** Whether every watcher was told everything that is on record, once, in order, and nothing else. @returns what is wrong */
export async function judgeWatchers(
  watchers: readonly Watcher[],
  records: readonly StoredRecord[],
  urls: readonly string[],
): Promise<string[]> {
  const late = AbortSignal.timeout(patienceMs);
  const complaints: string[] = [];
  for (const watcher of watchers) {
    const wrong = () => judgeWatcher(watcher, records);
    // What was committed last may still be on its way.
    while (wrong().length > 0 && !late.aborted) await rest(500, late);
    complaints.push(...wrong().slice(0, 5));
  }
  const [first] = watchers;
  if (first === undefined) return complaints;
  for (const url of urls) {
    const again = await hearAgain(first, url, patienceMs);
    const place = first.seen.findIndex((one, i) => textOf(one) !== textOf(again[i]));
    if (place >= 0)
      complaints.push(`at ${url} one who comes back is told ${textOf(again[place])}, not ${textOf(first.seen[place])}`);
  }
  return complaints;
}

const textOf = (seen: Seen | undefined) => JSON.stringify(seen ?? null);

function judgeWatcher(watcher: Watcher, records: readonly StoredRecord[]): string[] {
  const { options, gaps } = watcher;
  const query = new URLSearchParams(options.query);
  const plantId = query.get("plant_id");
  const own = records.filter((record) => plantId === null || record.plantId === plantId);
  const readings = own.filter(({ isReading }) => isReading);
  watcher.count;
  const found = query.has("resolution")
    ? judgeWindows(watcher.seen, readings)
    : judgeEvents(watcher.seen, own, query.get("events")?.split(",") ?? []);
  return [...gaps, ...found.map((wrong) => `${options.name}: ${wrong}`)];
}

/** Every reading is in one window, but for those that were rejected, which are in no series either. */
function judgeWindows(seen: readonly Seen[], readings: readonly StoredRecord[]): string[] {
  const told = seen.reduce((sum, { count }) => sum + count, 0);
  const counted = readings.filter(({ status }) => status !== "REJECTED").length;
  return told === counted ? [] : [`windows hold ${told} readings of ${counted}`];
}

/** Readings, verdicts and anchors are told as they are on record. @returns what is wrong */
export function judgeEvents(
  seen: readonly Seen[],
  records: readonly StoredRecord[],
  events: readonly string[],
): string[] {
  const wrong: string[] = [];
  const unordered = seen.findIndex((one, i) => i > 0 && Number(one.id) <= Number(seen[i - 1]?.id));
  if (unordered >= 0) wrong.push(`event ${seen[unordered]?.id} comes after ${seen[unordered - 1]?.id}`);
  const byPlant = Map.groupBy(seen, ({ plantId }) => plantId);
  for (const [plantId, own] of Map.groupBy(records, (record) => record.plantId)) {
    const heard = byPlant.get(plantId) ?? [];
    const readings = own.filter(({ isReading }) => isReading);
    for (const name of ["reading", "verdict"].filter((one) => events.includes(one))) {
      const told = heard.filter(({ event, because }) => event === name && (because ?? "reading") === "reading");
      const differs = firstDifference(told, readings);
      if (differs !== undefined) wrong.push(`${plantId}, ${name}: ${differs}`);
    }
    // Chains without readings, such as the organisation's own, were anchored before anybody watched.
    if (!events.includes("anchored") || readings.length === 0) continue;
    const spans = heard.filter(({ event }) => event === "anchored");
    const broken = brokenSpan(spans, readings[0]?.seq ?? 1, own.at(-1)?.seq ?? 0);
    if (broken !== undefined) wrong.push(`${plantId}, anchored: ${broken}`);
  }
  return wrong;
}

function firstDifference(told: readonly Seen[], readings: readonly StoredRecord[]): string | undefined {
  for (let i = 0; i < Math.max(told.length, readings.length); i++) {
    const [is, shouldBe] = [told[i], readings[i]];
    if (is?.recordId === shouldBe?.recordId && is?.fromSeq === shouldBe?.seq) continue;
    return `${is?.recordId} (${is?.fromSeq}) where ${shouldBe?.recordId} (${shouldBe?.seq}) is on record`;
  }
  return undefined;
}

/** Spans of a chain follow each other without a gap, from the first reading or before to the chain's end. */
function brokenSpan(spans: readonly Seen[], firstSeq: number, lastSeq: number): string | undefined {
  const [first] = spans;
  if (first === undefined) return "nothing";
  if (first.fromSeq > firstSeq) return `begins with ${first.fromSeq}, after ${firstSeq}`;
  for (const [i, span] of spans.entries())
    if (i > 0 && span.fromSeq !== (spans[i - 1]?.toSeq ?? 0) + 1)
      return `${span.fromSeq} to ${span.toSeq} comes after ${spans[i - 1]?.toSeq}`;
  const end = spans.at(-1)?.toSeq ?? 0;
  return end < lastSeq ? `ends with ${end} of ${lastSeq}` : undefined;
}
