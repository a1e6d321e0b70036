/** A unit slip: what was meant, and the factor by which P / (rho g Q H) then is off. */
type Slip = { readonly factor: number; readonly says: string };

const feetPerMetre = 3.28084;
const cubicFeetPerCubicMetre = 35.3147;

const slips: readonly Slip[] = [
  { factor: 1_000, says: "power in W sent as kW, or flow in 1000 m3/s sent as m3/s" },
  { factor: 1 / 1_000, says: "power in MW sent as kW, or flow in l/s sent as m3/s" },
  { factor: cubicFeetPerCubicMetre, says: "flow in 35.3 m3/s units: m3/s divided as if it were cubic feet" },
  { factor: 1 / cubicFeetPerCubicMetre, says: "flow in cubic feet per second sent as m3/s" },
  { factor: feetPerMetre, says: "head converted from feet though it was in m" },
  { factor: 1 / feetPerMetre, says: "head in feet sent as m" },
];

/**
 * The unit slip that explains a power so far off what its water gives; undefined when none does.
 *
 * @param ratio power over what flow and head let expect
 * @param tolerance share by which the ratio may miss the slip's factor
 */
export function slipOf(ratio: number, tolerance: number): string | undefined {
  return slips.find(({ factor }) => Math.abs(ratio / factor - 1) <= tolerance)?.says;
}
