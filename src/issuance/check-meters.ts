import type { MeterReplacement } from "../carbon/meter-change.ts";
import type { Warning } from "../carbon/refusal.ts";
import { registerStep, snapMs } from "../carbon/register-step.ts";
import type { Books } from "./books.ts";
import type { MeterDesign, PlantDesign } from "./design-schema.ts";
import type { MeterPlace } from "./meter-store.ts";

/** The period of a plant that check meters are asked about. */
export type CheckQuestion = Omit<MeterPlace, "deviceId"> & {
  readonly design: PlantDesign;
  readonly fromMs: number;
  readonly toMs: number;
};

/**
 * Net energy by the check meters beside a main meter, Wh: its registers at the two bounds, gaps and verdicts
 * included, so that it can only be more than what the main meter was credited with for the same flow.
 */
export async function checkNet(books: Books, question: CheckQuestion, mainId: string, warnings: Warning[]) {
  const found: bigint[] = [];
  for (const check of question.design.meters.filter(({ checks }) => checks === mainId)) {
    const exported = await between(books, question, check, "exportWh");
    const imported = await between(books, question, check, "importWh");
    if (exported !== undefined && imported !== undefined) {
      found.push(exported - imported);
      continue;
    }
    const detail = `check meter ${check.device_id} was not read at both bounds of the period: it could not be compared`;
    warnings.push({ rule: "energy.check-meter-unknown", pointer: "", detail });
  }
  return found.length === 0 ? null : found.reduce(smaller);
}

async function between(books: Books, question: CheckQuestion, meter: MeterDesign, register: "exportWh" | "importWh") {
  const { fromMs, toMs } = question;
  const place = { ...question, deviceId: meter.device_id };
  const at = async (ms: number) => {
    const row = await books.nearestHolding(place, register, "at or before", ms + snapMs);
    return row === undefined || row.endMs < ms - snapMs ? undefined : row[register];
  };
  const [before, after] = [await at(fromMs), await at(toMs)];
  const kind = register === "exportWh" ? "export" : "import";
  // A reading at the very change shows the old meter where it is what that one was taken out with.
  const lies = ({ atMs, last }: MeterReplacement) =>
    atMs === fromMs ? before === last[kind] : atMs === toMs ? after !== last[kind] : fromMs < atMs && atMs < toMs;
  const changes = meter.replacements
    .map(toReplacement)
    .filter(lies)
    .sort((a, b) => a.atMs - b.atMs);
  // In pairs: what each of the meters that stood there began and ended with.
  const shown = [before, ...changes.flatMap(({ last, first }) => [last[kind], first[kind]]), after];
  const capacityW = BigInt(meter.capacity_w ?? question.design.design.cap_pj_w ?? 0);
  const rollsOver = meter.rolls_over_at_wh === undefined ? undefined : BigInt(meter.rolls_over_at_wh);
  const mostWh = (capacityW * BigInt(toMs - fromMs)) / 3_600_000n;
  let sum = 0n;
  for (let i = 0; i < shown.length; i += 2) {
    const [from, to] = [shown[i], shown[i + 1]];
    if (from == null || to == null) return undefined;
    const step = registerStep(from, to, rollsOver, mostWh);
    if ("rollback" in step) return undefined;
    sum += step.wh;
  }
  return sum;
}

/** A declared change of meter, in Wh. */
export function toReplacement({ at, last, first }: MeterDesign["replacements"][number]): MeterReplacement {
  const wh = (text: string | undefined) => (text === undefined ? null : BigInt(text));
  const registers = ({ export_wh, import_wh, gross_wh }: typeof last) => ({
    export: wh(export_wh),
    import: wh(import_wh),
    gross: wh(gross_wh),
  });
  return { atMs: Date.parse(at), last: registers(last), first: registers(first) };
}

const smaller = (a: bigint, b: bigint): bigint => (b < a ? b : a);
