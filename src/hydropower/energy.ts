import { assertState } from "../kernel/fault.ts";
import { wattHoursFromKwh, wholeThousandths } from "./quantities.ts";

/** Whole Wh of an energy or register value of a reading, exactly. The schema let no other value through. */
export function wattHours(kwh: number): bigint {
  const wh = wattHoursFromKwh(kwh);
  if (wh === undefined) assertState(false, `an energy of ${kwh} kWh passed the reading's schema`);
  return wh;
}

/** Whole W of a power in kW, no less than it is. */
export function wattsUp(kw: number): bigint {
  return BigInt(wholeThousandths(kw) ?? Math.ceil(kw * 1000));
}

/** Steps in which registers show their values, Wh, and displays their power, W: from 1 MWh behind large transformers to thousandths of a kWh. */
const stepsWh = [1_000_000n, 100_000n, 10_000n, 1_000n, 100n, 10n];

/** The step in which a register shows its values: the greatest of 1 MWh, 100 kWh and so on that all of them are whole in. */
export function resolutionWh(...valuesWh: readonly bigint[]): bigint {
  return stepsWh.find((step) => valuesWh.every((wh) => wh % step === 0n)) ?? 1n;
}
