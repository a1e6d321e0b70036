import type { MeterDesign, PlantDesign } from "./design-schema.ts";

/** A meter in a plant, from when to when, ms. Its serial as it is compared. */
export type MeterDays = { readonly serial: string; readonly fromMs: number; readonly toMs: number };

/** A meter's serial as it is compared: spelling does not tell meters apart. */
export const comparedSerial = (serial: string): string => serial.toUpperCase().replaceAll(/[\s-]/g, "");

/** Meters with their days within [from, to), ms. */
export function metersIn(meters: PlantDesign["meters"], fromMs: number, toMs: number): MeterDays[] {
  return meters
    .flatMap(spansOf)
    .map((one) => ({ ...one, fromMs: Math.max(one.fromMs, fromMs), toMs: Math.min(one.toMs, toMs) }))
    .filter((one) => one.fromMs < one.toMs);
}

/** Which serials a meter's place had, in the order of time. */
export function spansOf({ serial, replacements }: MeterDesign): MeterDays[] {
  const changes = replacements
    .map((one) => ({ serial: one.serial, fromMs: Date.parse(one.at) }))
    .sort((a, b) => a.fromMs - b.fromMs);
  return [{ serial, fromMs: Number.NEGATIVE_INFINITY }, ...changes].map((one, i) => ({
    serial: comparedSerial(one.serial),
    fromMs: one.fromMs,
    toMs: changes[i]?.fromMs ?? Number.POSITIVE_INFINITY,
  }));
}
