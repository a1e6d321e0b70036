import { sql } from "kysely";
import { numberColumn } from "../platform/columns.ts";
import type { Tx } from "../platform/database.ts";
import { asText, meansStrip, pieceOfStrip, placesInStrip, readKeptStrip, readMeans, stripsOf } from "./bucket-strip.ts";
import { type Curve, strung } from "./curve.ts";
import { stripMs, stripWidthsS } from "./rollup-levels.ts";
import { ofDevices, type Span } from "./series-store.ts";

/** What a series is chosen from: the means of all of a span's buckets, from kept strips and from what lies between them. */

/** The buckets of one device, and the ends of the kept strips that hold some of them, ms. */
export type DeviceCurve = Curve & { readonly deviceId: string; readonly stripsMs: readonly number[] };

/**
 * Buckets of a width that touch the span, of each device that has any. Devices are asked for some at a time, so that
 * what is too much is not read to its end.
 *
 * @returns undefined where there are more than `most`
 */
export async function findCurves(tx: Tx, span: Span, widthS: number, most: number): Promise<DeviceCurve[] | undefined> {
  const spanBuckets = (span.toMs - span.fromMs) / (widthS * 1000);
  const together = Math.max(1, Math.floor(most / spanBuckets));
  const isStripped = stripWidthsS.includes(widthS) && spanBuckets <= most;
  const wide: WideSpan = { ...span, widthS, isStripped, most };
  const curves: DeviceCurve[] = [];
  let found = 0;
  for (let after = 0; ; after += together) {
    const lines = await findLines(tx, wide, { after, together });
    for (const curve of await curvesOf(tx, wide, lines)) {
      curves.push(curve);
      found += curve.endsMs.length;
    }
    if (found > most) return undefined;
    if (lines.length < together) return curves;
  }
}

type WideSpan = Span & { readonly widthS: number; readonly isStripped: boolean; readonly most: number };

/** A device's quantity, with the strips that are kept of it, by time. */
type Line = {
  readonly lineId: bigint;
  readonly deviceId: string;
  readonly strips: readonly { readonly endedAtMs: number; readonly means: string }[];
};

async function findLines(
  tx: Tx,
  { orgId, plantId, metric, devices, fromMs, toMs, widthS, isStripped }: WideSpan,
  { after, together }: { readonly after: number; readonly together: number },
): Promise<Line[]> {
  const strips = sql`rollup_strips AS strip ON strip.org_id = line.org_id AND strip.line_id = line.line_id
    AND strip.width_s = ${sql.raw(String(widthS))} AND strip.ended_at > ${new Date(fromMs)}
    AND strip.ended_at < ${new Date(toMs + stripMs(widthS))} AND strip.means IS NOT NULL`;
  const none = sql`(SELECT NULL::timestamptz AS ended_at, NULL::bytea AS means) AS strip ON false`;
  const { rows } = await sql<{ line_id: bigint; device_id: string; ended_s: number | null; means: string | null }>`
    SELECT line.line_id, line.device_id, extract(epoch FROM strip.ended_at)::double precision AS ended_s,
      ${asText(sql`strip.means`)} AS means
    FROM (
      SELECT org_id, line_id, device_id FROM rollup_lines AS line
      WHERE line.org_id = ${orgId} AND line.plant_id = ${plantId} AND line.metric = ${metric} ${ofDevices("line", devices)}
      ORDER BY device_id LIMIT ${together} OFFSET ${after}
    ) AS line LEFT JOIN ${isStripped ? strips : none}
    ORDER BY line.device_id, strip.ended_at`.execute(tx);
  return [...Map.groupBy(rows, ({ line_id: lineId }) => lineId)].map(([lineId, own]) => ({
    lineId,
    deviceId: (own[0] as { device_id: string }).device_id,
    strips: own.flatMap(({ ended_s: endedS, means }) =>
      endedS === null || means === null ? [] : { endedAtMs: Math.round(endedS * 1000), means },
    ),
  }));
}

/** A part of a line's time that no strip holds: buckets that end after one instant, up to another. */
type Gap = { readonly line: Line; readonly afterMs: number; readonly toMs: number };

async function curvesOf(tx: Tx, span: WideSpan, lines: readonly Line[]): Promise<DeviceCurve[]> {
  const gaps = lines.flatMap((line) => gapsOf(line, span));
  const between = await readGaps(tx, span, gaps);
  return lines.flatMap((line) => {
    const kept = line.strips.map(({ endedAtMs, means }) =>
      readKeptStrip(means, endedAtMs, span.widthS, span.fromMs + 1, lastEndMs(span)),
    );
    const read = gaps.flatMap((gap, i) => (gap.line === line ? (between.get(i) ?? []) : []));
    const parts = [...kept, ...read].filter(({ endsMs }) => endsMs.length > 0);
    if (parts.length === 0) return [];
    const stripsMs = line.strips.map(({ endedAtMs }) => endedAtMs);
    return {
      deviceId: line.deviceId,
      stripsMs,
      ...strung(parts.sort((a, b) => (a.endsMs[0] as number) - (b.endsMs[0] as number))),
    };
  });
}

/** The last bucket that touches the span ends less than its width behind it. */
const lastEndMs = ({ toMs, widthS }: WideSpan) => toMs + widthS * 1000 - 1;

function gapsOf(line: Line, span: WideSpan): Gap[] {
  const gaps: Gap[] = [];
  let afterMs = span.fromMs;
  for (const { endedAtMs } of line.strips) {
    const toMs = endedAtMs - stripMs(span.widthS);
    if (toMs > afterMs) gaps.push({ line, afterMs, toMs });
    afterMs = endedAtMs;
  }
  if (afterMs < lastEndMs(span)) gaps.push({ line, afterMs, toMs: lastEndMs(span) });
  return gaps;
}

/** By the place of the gap. The index has the buckets in order: gathered from all at once they would have to be sorted. */
async function readGaps(tx: Tx, { orgId, widthS, most }: WideSpan, gaps: readonly Gap[]): Promise<Map<number, Curve>> {
  if (gaps.length === 0) return new Map();
  const bigints = (values: readonly (number | bigint)[]) => numberColumn(values, "bigint");
  const { rows } = await sql<{ n: bigint; piece: Buffer | null }>`
    SELECT gap.n, ${pieceOfStrip} AS piece
    FROM (
      SELECT n, line_id, to_timestamp(after_ms / 1000.0) AS after_at, to_timestamp(to_ms / 1000.0) AS to_at
      FROM unnest(
        ${bigints(gaps.map(({ line }) => line.lineId))}, ${bigints(gaps.map(({ afterMs }) => afterMs))},
        ${bigints(gaps.map(({ toMs }) => toMs))}
      ) WITH ORDINALITY AS given (line_id, after_ms, to_ms, n)
    ) AS gap
    CROSS JOIN LATERAL (
      SELECT ${meansStrip} AS bytes FROM (
        SELECT ended_at, count, sum FROM rollups AS bucket
        WHERE bucket.org_id = ${orgId} AND bucket.line_id = gap.line_id AND bucket.width_s = ${sql.raw(String(widthS))}
          AND bucket.ended_at > gap.after_at AND bucket.ended_at <= gap.to_at
        ORDER BY bucket.ended_at LIMIT ${most + 1}
      ) AS bucket OFFSET 0
    ) AS strip CROSS JOIN LATERAL ${placesInStrip}
    ORDER BY gap.n, place`.execute(tx);
  const pieces = rows.map(({ n, piece }) => ({ device_id: String(n), piece }));
  return new Map([...stripsOf(pieces)].map(([n, strip]) => [Number(n) - 1, readMeans(strip)]));
}
