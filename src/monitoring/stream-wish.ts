import type { QuantityName } from "../hydropower/quantities.ts";
import type { Actor } from "../kernel/actor.ts";
import { mayUseDevice, mayUsePlant } from "../tenancy/scope.ts";
import type { EventFacts, StreamEventName, Values } from "./stream-event.ts";
import type { WindowLength } from "./stream-windows.ts";

/** What a client wants to hear. Undefined: all that it may. */
export type Wish = {
  readonly events: ReadonlySet<StreamEventName> | undefined;
  readonly plants: ReadonlySet<string> | undefined;
  readonly devices: ReadonlySet<string> | undefined;
  readonly quantities: ReadonlySet<QuantityName> | undefined;
  /** Readings gathered over windows in place of each one. */
  readonly windows: WindowLength | undefined;
  /** Readings that say nothing new are left out, and of the others what is not new. */
  readonly deadBands: DeadBands | undefined;
};

/** How far a quantity may move unsaid, in its own unit or as a share of what was said last; absent: not at all. */
export type DeadBands = ReadonlyMap<QuantityName | "*", { readonly by: number; readonly isShare: boolean }>;

/** The plants of which anything may be sent; undefined: all. */
export function plantsOf(wish: Wish, { limits }: Actor): ReadonlySet<string> | undefined {
  if (limits?.plants === undefined) return wish.plants;
  return new Set(limits.plants.filter((plant) => wish.plants?.has(plant) ?? true));
}

/** Whether the client wants the event, and its credential reaches that far. */
export function isWanted({ name, plantId, deviceId }: EventFacts, wish: Wish, actor: Actor): boolean {
  if (wish.events !== undefined && !wish.events.has(name)) return false;
  if (plantId === null) {
    // Of the organisation as a whole: not for whoever looks at a part of it.
    return wish.plants === undefined && actor.limits?.plants === undefined && actor.limits?.devices === undefined;
  }
  if (!mayUsePlant(actor, plantId) || wish.plants?.has(plantId) === false) return false;
  // What is on the ledger is said of a plant's chain as a whole.
  if (deviceId === null)
    return name === "anchored" || (wish.devices === undefined && actor.limits?.devices === undefined);
  return mayUseDevice(actor, deviceId) && wish.devices?.has(deviceId) !== false;
}

/** What was sent last to one client, by device and quantity. */
export class Sent {
  readonly #last = new Map<string, Map<QuantityName, number>>();

  /**
   * Of a reading or a rollup, the quantities that are to be sent; none: it is left out.
   *
   * @returns undefined for all
   */
  choose({ name, plantId, deviceId, values }: EventFacts, wish: Wish): readonly QuantityName[] | undefined {
    if (values === undefined) return undefined;
    const { quantities, deadBands } = wish;
    if (quantities === undefined && deadBands === undefined) return undefined;
    const wanted = [...values.keys()].filter((quantity) => quantities?.has(quantity) ?? true);
    if (deadBands === undefined || (name !== "reading" && name !== "sample")) return wanted;
    // Ids hold no line feed. What a sample moved, the record made of it has not.
    const device = `${name}\n${plantId}\n${deviceId}`;
    const last = this.#last.get(device) ?? new Map<QuantityName, number>();
    this.#last.set(device, last);
    const moved = wanted.filter((quantity) => hasMoved(quantity, values, last, deadBands));
    for (const quantity of moved) last.set(quantity, numberOf(values, quantity));
    return moved;
  }
}

const numberOf = (values: Values, name: QuantityName): number => values.get(name)?.number ?? Number.NaN;

function hasMoved(
  name: QuantityName,
  values: Values,
  last: ReadonlyMap<QuantityName, number>,
  bands: DeadBands,
): boolean {
  const before = last.get(name);
  if (before === undefined) return true;
  const { by, isShare } = bands.get(name) ?? bands.get("*") ?? { by: 0, isShare: false };
  return Math.abs(numberOf(values, name) - before) > (isShare ? by * Math.abs(before) : by);
}
