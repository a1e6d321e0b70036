import { refuse } from "../carbon/refusal.ts";
import type { Actor } from "../kernel/actor.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { registrars, requireRole } from "../tenancy/scope.ts";
import type { GatewayDeps, IssuanceDeps } from "./append.ts";
import type { MeterDesign, PlantDesign } from "./design-schema.ts";
import { areMinted } from "./meter-days-store.ts";
import * as store from "./meter-serial-store.ts";
import { comparedSerial, spansOf } from "./meter-spans.ts";
import { appendToRegister, lockRegister } from "./registrar.ts";

/**
 * A meter is active in one plant at a time, over all organisations: otherwise two of them could be paid for the
 * same MWh. Who comes second goes on measuring and stating, but nothing of it is issued before the registrar has
 * decided; who came first notices nothing. Nobody but the registrar learns who the other is.
 */

/** Registers the serials of a design and lets go of those it names no more. The caller holds the plant. */
export async function registerSerials(
  deps: IssuanceDeps,
  tx: Tx,
  key: PlantKey,
  { meters }: PlantDesign,
  at: Date,
): Promise<void> {
  // In sorted order: two plants that register the same two serials at once must not wait for each other.
  const serials = [...new Set(meters.map(serialOf))].sort();
  await store.releaseSerials(tx, key, serials);
  for (const serial of serials) {
    if ((await store.registerSerial(tx, key, serial, at)) !== "waiting") continue;
    const clashId = `cls_${base32(deps.random.bytes(16))}`;
    if (await store.noteClash(tx, { clashId, serial, claimant: key, raisedAt: at })) continue;
    // Whoever held it has let it go since.
    await store.setSerialState(tx, key, serial, "active");
  }
}

/** @throws {Fault} `rule-violated` for a meter whose serial is active in another plant, or that is not this plant's */
export async function requireSerials(
  deps: IssuanceDeps,
  tx: Tx,
  key: PlantKey,
  design: PlantDesign,
  at: Date,
): Promise<void> {
  await registerSerials(deps, tx, key, design, at);
  for (const meter of design.meters) {
    const state = await store.registerSerial(tx, key, serialOf(meter), at);
    if (state === "active" || state === "cleared") continue;
    const why =
      state === "waiting"
        ? "is active in another plant: the registrar of this gateway decides in which one it stands"
        : "is not this plant's, as the registrar has decided: register the meter that stands here";
    refuse({
      rule: "meter.serial-clash",
      clause: "one meter in one plant at a time: no MWh counts twice",
      pointer: "",
      detail: `the serial ${meter.serial} of ${meter.device_id} ${why}`,
    });
  }
}

/** The serial that stands now: of the newest replacement, where there is one. */
function serialOf(meter: MeterDesign): string {
  return spansOf(meter).at(-1)?.serial ?? comparedSerial(meter.serial);
}

/** Clashes with both parties' names, for the registrar. @throws {Fault} `forbidden` */
export async function listClashes(deps: { readonly db: ScopedDb }, actor: Actor): Promise<store.MeterClash[]> {
  requireRole(actor, registrars);
  return store.listClashes(deps.db.of(actor.orgId));
}

const after: Readonly<Record<store.Resolution, { claimant: store.SerialState; holder: store.SerialState }>> = {
  claimant: { claimant: "active", holder: "refused" },
  holder: { claimant: "refused", holder: "active" },
  distinct: { claimant: "cleared", holder: "active" },
};

/**
 * The registrar's decision on a clash: the meter stands at the claimant's plant, at the holder's, or they are
 * two meters that share a serial; of a clash of days, where it stood on those. A record of the registrar's chain. The
 * same decision again is the first one.
 *
 * @throws {Fault} `not-found`, `already-exists` when another decision was made, `rule-violated` for days of the holder's that
 *   are minted already
 */
export async function resolveClash(
  deps: GatewayDeps,
  clashId: string,
  { as, reason }: { readonly as: store.Resolution; readonly reason: string },
): Promise<store.MeterClash> {
  const at = new Date(deps.clock.nowMs());
  return deps.db.transaction().execute(async (tx) => {
    // Read under the register's lock: of two decisions at once the second finds the first.
    await lockRegister(tx);
    const before = await findClash(tx, clashId);
    if (before.resolved?.as === as) return before;
    if (before.resolved !== null) {
      throw new Fault("already-exists", `The clash ${clashId} was decided already: ${before.resolved.as}.`);
    }
    const { serial, claimant, holder, days } = before;
    if (as === "claimant" && days !== null && (await areMinted(tx, holder, { serial, ...days }))) refuseMinted(clashId);
    const plantOf = ({ orgId, plantId }: PlantKey) => ({ organisation: orgId, plant_id: plantId });
    const content = {
      decision: {
        clash_id: clashId,
        serial,
        claimant: plantOf(claimant),
        holder: plantOf(holder),
        meter_of: as,
        reason,
        ...(days !== null && { days: { from_at: isoFromMs(days.fromMs), to_at: isoFromMs(days.toMs) } }),
      },
    };
    const { recordId } = await appendToRegister(deps, tx, at, { kind: "meter-decision", content });
    if (days === null) {
      // The holder first: a serial is active in one plant at any moment.
      await store.setSerialState(tx, holder, serial, after[as].holder);
      await store.setSerialState(tx, claimant, serial, after[as].claimant);
    }
    await store.markResolved(tx, clashId, { as, reason, recordId, at });
    return findClash(tx, clashId);
  });
}

function refuseMinted(clashId: string): never {
  return refuse({
    rule: "meter.days-minted",
    clause: "no MWh counts twice",
    pointer: "",
    detail: `the holder's days of the clash ${clashId} are minted: what is minted stays with the plant it was minted for`,
  });
}

async function findClash(tx: Tx, clashId: string): Promise<store.MeterClash> {
  const [found, ...more] = await store.listClashes(tx, clashId);
  assertState(more.length === 0, "one id for several clashes");
  if (found === undefined) throw new Fault("not-found", `There is no clash ${clashId}.`);
  return found;
}
