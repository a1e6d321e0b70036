import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { dashboards } from "../../grafana/source/dashboards.ts";
import type { LocalLedger } from "../../src/ledger/local/node.ts";
import { dashboardFiles, nameOf, panelsOf } from "../grafana/files.ts";
import { type FiringAlert, type Prometheus, type Series, startPrometheus } from "./prometheus.ts";
import * as traffic from "./traffic.ts";

/**
 * A real Prometheus with our rules looks at a real gateway under traffic of every kind, whose ledger is away for two minutes
 * in the middle: `LedgerStalled` fires and clears, and every query of every dashboard has data that change.
 */

const stalledMs = 120_000;
const minute = 60_000;

let world: traffic.TrafficWorld;
let prometheus: Prometheus;
let dir: string;
let fromS: number;
let stopTraffic: () => Promise<void>;
let issuance: string;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const nowS = () => Date.now() / 1000;

/** Traffic in rounds, each larger than the one before, until it is told to stop. */
function startTraffic(): () => Promise<void> {
  let isOver = false;
  const rounds = (async () => {
    for (let no = 0; !isOver; no++) {
      await Promise.all(Array.from({ length: 1 + (no % 4) }, () => traffic.sendReadings(world)));
      if (no % 8 === 2) await traffic.sendBatch(world, no / 8);
      if (no % 8 === 4) await Promise.all([traffic.sendByMqtt(world), traffic.annoy(world)]);
      if (no % 8 === 6) await Promise.all([traffic.followStreams(world), traffic.sendReadings(world)]);
      world.receiver.answers.splice(0, Infinity, ...(no % 2 === 0 ? [500, 500] : []));
      await sleep(500);
    }
  })();
  return async () => {
    isOver = true;
    await rounds;
  };
}

const alertsNamed = async (name: string): Promise<FiringAlert[]> =>
  (await prometheus.alerts()).filter(({ labels, state }) => labels.alertname === name && state === "firing");

/** What changes once can be seen to only where it was seen before: two scrapes that had everything to tell. */
async function seenQuiet(): Promise<void> {
  const slowest = ["hydro_plants", "hydro_devices", "hydro_organisations", "hydro_calibrations"];
  const scrapes = async (metric: string) => {
    const span = { fromS: nowS(), toS: nowS(), stepS: 1 };
    const series = await prometheus.range(`min(count_over_time(${metric}[5m]))`, span);
    return Number(series[0]?.values[0]?.[1] ?? 0);
  };
  for (const metric of slowest) {
    const seenTwice = async () => expect(await scrapes(metric), metric).toBeGreaterThan(1);
    await vi.waitFor(seenTwice, { timeout: 2 * minute, interval: 500 });
  }
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "hydro-dashboards-"));
  world = await traffic.openWorld();
  prometheus = await startPrometheus(dir, world.world.gateway.baseUrl);
  fromS = nowS();
  await seenQuiet();
  await traffic.settle(world);
  stopTraffic = startTraffic();
  issuance = await traffic.verifiedDay(world, 1);
  await world.world.issued(issuance);
  issuance = await traffic.verifiedDay(world, 2);
  await sleep(20_000);
}, 5 * minute);

afterAll(async () => {
  await prometheus?.stop();
  await world?.close();
  await rm(dir, { recursive: true, force: true });
});

test("the rules are computed without a fault, and nothing of the ledger fires while it answers", async () => {
  expect(await prometheus.brokenRules()).toEqual([]);
  expect(await alertsNamed("LedgerStalled")).toEqual([]);
});

test(
  "LedgerStalled fires within two minutes without a ledger, and clears when it is back",
  async () => {
    const { faults } = world.world.gateway.localLedger as LocalLedger;
    const downMs = Date.now();
    faults.ledgerDown("reset");
    await traffic.mint(world.world, issuance);
    await expect.poll(() => alertsNamed("LedgerStalled"), { timeout: stalledMs, interval: 1_000 }).toHaveLength(1);
    const [alert] = await alertsNamed("LedgerStalled");
    expect(alert?.labels).toMatchObject({ job: "hydro-gateway", severity: "page", slo: "anchoring" });
    console.log(`LedgerStalled fired ${Math.round((Date.now() - downMs) / 1000)} s after the ledger went away.`);
    await sleep(Math.max(0, downMs + stalledMs - Date.now()));
    expect(await alertsNamed("LedgerStalled")).toHaveLength(1);
    const upMs = Date.now();
    await faults.ledgerUp();
    await expect.poll(() => alertsNamed("LedgerStalled"), { timeout: 4 * minute, interval: 1_000 }).toHaveLength(0);
    console.log(`It cleared ${Math.round((Date.now() - upMs) / 1000)} s after the ledger came back.`);
  },
  stalledMs + 6 * minute,
);

/** As Grafana fills them in, for a dashboard that shows the whole run. */
const filledIn = (expr: string): string =>
  expr
    .replaceAll("$__rate_interval", "15s")
    .replaceAll("$__range", "60s")
    .replaceAll("$__interval", "3s")
    .replaceAll("$job", "hydro-gateway")
    .replaceAll("$instance", ".+");

const numbers = ({ values }: Series): number[] =>
  values.map(([, value]) => Number(value)).filter((value) => !Number.isNaN(value));

const steadyOf = new Map(
  dashboards.flatMap(({ title, rows }) =>
    rows.flatMap(({ panels }) =>
      panels.flatMap((panel) =>
        panel.queries.flatMap(({ steady }, i) =>
          steady === undefined ? [] : [[nameOf({ title }, panel, String.fromCharCode(65 + i)), steady] as const],
        ),
      ),
    ),
  ),
);

test(
  "every query of every dashboard has data that change",
  async () => {
    await sleep(5_000);
    await stopTraffic();
    const span = { fromS, toS: nowS(), stepS: 3 };
    const empty: string[] = [];
    const unchanged: string[] = [];
    let asked = 0;
    for (const dashboard of dashboardFiles) {
      for (const panel of panelsOf(dashboard)) {
        for (const { refId, expr } of panel.targets ?? []) {
          const name = nameOf(dashboard, panel, refId);
          expect(filledIn(expr), name).not.toContain("$");
          const result = await prometheus.range(filledIn(expr), span);
          const series = result.map(numbers).filter((values) => values.length > 0);
          // An alert is there or is not: its value is always 1.
          const ends =
            /\bALERTS\b/.test(expr) && result.some(({ values }) => values.length < (span.toS - span.fromS) / 2);
          const hasChanged = ends || series.some((values) => Math.min(...values) !== Math.max(...values));
          asked++;
          if (series.length === 0) empty.push(`${name}: ${expr}`);
          else if (!hasChanged && !steadyOf.has(name)) unchanged.push(`${name}: ${expr}`);
        }
      }
    }
    expect({ empty, unchanged }).toEqual({ empty: [], unchanged: [] });
    console.log(`${asked} queries have data; all but ${steadyOf.size} have to change.`);
  },
  2 * minute,
);
