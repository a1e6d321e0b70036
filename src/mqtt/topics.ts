import { type QuantityName, quantityNames } from "../hydropower/quantities.ts";
import { chosenIdPattern } from "../kernel/ids.ts";

/** Which device a topic is of. */
export type Place = { readonly orgId: string; readonly plantId: string; readonly deviceId: string };

/** What a device may publish on: a whole reading, or one metric of it. */
export type Subject = { readonly place: Place; readonly metric: QuantityName | undefined };

export const topicRoot = "hydro";
/** The last level of topics that carry whole readings. */
export const readingLevel = "telemetry";
/** Where a device hears what became of its messages. */
export const answerLevels = { receipts: "receipts", errors: "errors" } as const;
export type AnswerLevel = keyof typeof answerLevels;

const metrics: ReadonlySet<string> = new Set(quantityNames);

/** Undefined: not a topic that a device publishes on. */
export function parseTopic(topic: string): Subject | undefined {
  const levels = topic.split("/");
  const [root, orgId = "", plantId = "", deviceId = "", last = ""] = levels;
  if (levels.length !== 5 || root !== topicRoot) return undefined;
  if (![orgId, plantId, deviceId].every((level) => chosenIdPattern.test(level))) return undefined;
  const place = { orgId, plantId, deviceId };
  if (last === readingLevel) return { place, metric: undefined };
  return metrics.has(last) ? { place, metric: last as QuantityName } : undefined;
}

/** The device whose topic this would be, were its last level one that readings or answers have; undefined: it is no device's. */
export function parseMisnamed(topic: string): Place | undefined {
  const [last = "", ...before] = topic.split("/").reverse();
  if (Object.hasOwn(answerLevels, last) || !chosenIdPattern.test(last)) return undefined;
  return parseTopic([...before.reverse(), readingLevel].join("/"))?.place;
}

export function topicOf({ orgId, plantId, deviceId }: Place, last: string): string {
  return `${topicRoot}/${orgId}/${plantId}/${deviceId}/${last}`;
}

/** Filters for all devices. */
export const readingFilter = `${topicRoot}/+/+/+/${readingLevel}`;
export const metricFilters: readonly string[] = quantityNames.map((metric) => `${topicRoot}/+/+/+/${metric}`);
