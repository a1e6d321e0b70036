import type { LogPlace, StreamEnds } from "../platform/stream-history.ts";
import type { StreamClient } from "./stream-client.ts";
import { placeOf, startOf } from "./stream-position.ts";
import type { Page } from "./stream-source.ts";
import { plantsOf } from "./stream-wish.ts";

/** An organisation of which somebody listens. */
export type Feed = {
  readonly orgId: string;
  /** Everybody in `live` was told everything up to here. */
  cursor: LogPlace;
  readonly live: Set<StreamClient>;
  /** Who is nearly there, and up to where: the next read begins with the one who is furthest behind. */
  readonly joining: Map<StreamClient, LogPlace>;
  /** Of which anybody in `live` may be told; undefined: all. */
  plants: ReadonlySet<string> | undefined;
  listeners: number;
};

export function newFeed(orgId: string, newest: LogPlace): Feed {
  return { orgId, cursor: newest, live: new Set(), joining: new Map(), plants: new Set(), listeners: 0 };
}

/** Nothing is being read then: what is read next is read for those who join too. The others know what they had. */
export function admit(feed: Feed): void {
  if (feed.joining.size === 0) return;
  for (const [client, after] of feed.joining) {
    feed.live.add(client);
    if (after.no < feed.cursor.no) feed.cursor = after;
  }
  feed.joining.clear();
  feed.plants = plantsOfAll(feed.live);
}

/** Undefined: of all plants. */
function plantsOfAll(clients: ReadonlySet<StreamClient>): ReadonlySet<string> | undefined {
  const all = new Set<string>();
  for (const { wish, actor } of clients) {
    const plants = plantsOf(wish, actor);
    if (plants === undefined) return undefined;
    for (const plant of plants) all.add(plant);
  }
  return all;
}

/** For a client that has left. */
export function part(feed: Feed, client: StreamClient): void {
  feed.listeners--;
  feed.joining.delete(client);
  if (feed.live.delete(client)) feed.plants = plantsOfAll(feed.live);
}

/** From where on a client is to be read to. */
export function beginningOf({ startNo, position }: StreamClient): LogPlace {
  const no = Math.max(startNo, startOf(position));
  const place = placeOf(position);
  return place.no === no ? place : { no };
}

/** @returns up to where it was read to */
export function offered(
  client: StreamClient,
  { events, firstNo, last }: Pick<Page, "events" | "firstNo" | "last">,
): LogPlace {
  client.offer(events, last.no, firstNo, last.atMs);
  return last;
}

/** Others are further: where nothing is left to be read, all of that was dropped meanwhile. */
export const droppedTo = (last: LogPlace) => ({ events: [], firstNo: last.no + 1, last });

/** What is not kept any more has no time any more, unless it is the newest. */
export const lastDropped = ({ oldest, newest }: StreamEnds): LogPlace =>
  oldest > newest.no ? newest : { no: oldest - 1 };

/** In another history than the one that everybody was told of: what they had since it branched off is not there any more. */
export function goOnIn(feed: Feed, newest: LogPlace): void {
  admit(feed);
  feed.cursor = newest;
  for (const client of feed.live) client.tellGap("unknown-event", newest);
}

/** How long requests wait for streams, ms. */
const turnMs = 20;

/** Lets others have their turn now and then. */
export async function byTurns(clients: Iterable<StreamClient>, tell: (client: StreamClient) => void): Promise<void> {
  let startMs = performance.now();
  for (const client of clients) {
    tell(client);
    if (performance.now() - startMs < turnMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    startMs = performance.now();
  }
}
