/** Standard acceleration of gravity, m/s2 (3rd CGPM, 1901). */
export const gravityMPerS2 = 9.80665;

/** Stands in where a reading has no water temperature, degrees Celsius. */
export const usualWaterTemperatureC = 20;

/**
 * Density of pure water at one atmosphere, kg/m3: Tanaka et al., Metrologia 38 (2001) 301, the formula
 * CIPM recommends for 0-40 degrees C. Temperatures outside are taken at the nearer end.
 */
export function waterDensityKgM3(temperatureC: number = usualWaterTemperatureC): number {
  const t = Math.min(40, Math.max(0, temperatureC));
  const fromMaximum = t - 3.983035;
  return 999.97495 * (1 - (fromMaximum * fromMaximum * (t + 301.797)) / (522_528.9 * (t + 69.34881)));
}

/** What a flow of water can deliver over a head, before any loss. */
export type Water = {
  readonly flowM3s: number;
  readonly headM: number;
  readonly temperatureC?: number | undefined;
};

/** Hydraulic power, kW: rho g Q H / 1000. No machine gives more than this. */
export function hydraulicPowerKw({ flowM3s, headM, temperatureC }: Water): number {
  return (waterDensityKgM3(temperatureC) * gravityMPerS2 * flowM3s * headM) / 1000;
}

/** Turbine flow, m3/s, that gives a power over a head at a water-to-wire efficiency (0-1). */
export function flowForPowerM3s(powerKw: number, headM: number, efficiency: number): number {
  return (powerKw * 1000) / (waterDensityKgM3() * gravityMPerS2 * headM * efficiency);
}
