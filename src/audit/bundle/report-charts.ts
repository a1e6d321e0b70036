import { escaped, kwh } from "./report-text.ts";
import type { Day } from "./store.ts";

/** Drawings of a report, in SVG without scripts, and the figures that they show as a table. */

const [width, height, foot] = [900, 220, 30] as const;

/** A drawing is read at no less than this width; on a narrower screen it scrolls by itself. */
export const chartStyle =
  ".wide{overflow-x:auto}svg{display:block;width:100%;min-width:44rem;height:auto}svg text{font:14px system-ui,sans-serif}rect{stroke:#fff}@media print{.wide{overflow:visible}svg{min-width:0}}";

type Rise = { readonly day: string; readonly wh: bigint | null };

/**
 * What the export registers rose by from day to day, and how readings of all devices were judged when they arrived.
 * @param opening export registers of the main meters where the period begins, summed, Wh; null: not all are known
 */
export function charts(days: readonly Day[], opening: bigint | null): string {
  if (days.length === 0) return "";
  const rises = risesOf(days, opening);
  return [energyChart(rises), verdictChart(days), dayTable(days, rises)].join("\n");
}

function risesOf(days: readonly Day[], opening: bigint | null): Rise[] {
  return days.map(({ day, exportWh }, i) => {
    const before = i === 0 ? opening : days[i - 1]?.exportWh;
    return { day, wh: exportWh === null || before == null || exportWh < before ? null : exportWh - before };
  });
}

function energyChart(rises: readonly Rise[]): string {
  const most = rises.reduce((max, { wh }) => (wh !== null && wh > max ? wh : max), 0n);
  if (most === 0n) return "";
  // A day that is not known keeps its place, so that both drawings have the same days one above the other.
  const bars = rises.map(({ day, wh }) => ({
    day,
    parts: wh === null ? [] : [{ from: 0, to: share(wh, most), fill: "#2b6cb0", title: `${day}: ${kwh(String(wh))}` }],
  }));
  return chart("Rise of the export registers by local day", `The highest bar: ${kwh(String(most))} in a day.`, bars);
}

function verdictChart(days: readonly Day[]): string {
  const most = days.reduce((max, one) => Math.max(max, one.approved + one.flagged + one.rejected), 1);
  const bars = days.map(({ day, approved, flagged, rejected }) => ({
    day,
    parts: [
      { from: 0, to: approved / most, fill: "#2f855a", title: `${day}: ${approved} approved` },
      { from: approved / most, to: (approved + flagged) / most, fill: "#b7791f", title: `${day}: ${flagged} flagged` },
      {
        from: (approved + flagged) / most,
        to: (approved + flagged + rejected) / most,
        fill: "#c53030",
        title: `${day}: ${rejected} rejected`,
      },
    ],
  }));
  const sum = (verdict: "approved" | "flagged" | "rejected") => days.reduce((all, day) => all + day[verdict], 0);
  const told = `From below: ${sum("approved")} approved (green), ${sum("flagged")} flagged (ochre), ${sum("rejected")} rejected (red). The highest bar: ${most} in a day.`;
  return chart("Verdicts of readings by local day", told, bars);
}

/** The same in figures, for whoever does not see the drawings or wants to know exactly. */
function dayTable(days: readonly Day[], rises: readonly Rise[]): string {
  const rows = days.map(({ day, approved, flagged, rejected }, i) => {
    const wh = rises[i]?.wh;
    const cells = [wh == null ? "not known" : kwh(String(wh)), approved, flagged, rejected];
    return `<tr><th scope="row">${escaped(day)}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  const heads = ["Day", "Rise of registers", "Approved", "Flagged", "Rejected"];
  const head = heads.map((name) => `<th scope="col">${name}</th>`).join("");
  return `<details><summary>Each day in figures</summary><div class="wide"><table><tr>${head}</tr>${rows.join("")}</table></div></details>`;
}

type Part = { readonly from: number; readonly to: number; readonly fill: string; readonly title: string };
type Bar = { readonly day: string; readonly parts: readonly Part[] };

function chart(title: string, told: string, bars: readonly Bar[]): string {
  const step = width / bars.length;
  const room = height - foot;
  const drawn = bars.flatMap(({ day, parts }, i) => [
    ...parts
      .filter(({ from, to }) => to > from)
      .map(({ from, to, fill, title: hint }) => {
        const box = `x="${fixed(i * step + step * 0.1)}" y="${fixed(room * (1 - to))}" width="${fixed(step * 0.8)}" height="${fixed(room * (to - from))}"`;
        return `<rect ${box} fill="${fill}"><title>${escaped(hint)}</title></rect>`;
      }),
    bars.length <= 31
      ? `<text x="${fixed((i + 0.5) * step)}" y="${height - 12}" text-anchor="middle">${escaped(day.slice(8))}</text>`
      : "",
  ]);
  const svg = `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${drawn.join("")}</svg>`;
  return `<h2>${escaped(title)}</h2><p>${escaped(told)}</p><div class="wide" role="region" aria-label="${escaped(title)}" tabindex="0">${svg}</div>`;
}

/** A share of a whole as a drawing's length. */
function share(part: bigint, whole: bigint): number {
  return Number((part * 10_000n) / whole) / 10_000;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
