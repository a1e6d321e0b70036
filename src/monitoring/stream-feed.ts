import type { StreamClient } from "./stream-client.ts";
import { plantsOf } from "./stream-wish.ts";

/** An organisation of which somebody listens. */
export type Feed = {
  readonly orgId: string;
  /** Everybody in `live` was told everything up to here. */
  cursor: number;
  readonly live: Set<StreamClient>;
  /** Who is nearly there, and up to where: the next read begins with the one who is furthest behind. */
  readonly joining: Map<StreamClient, number>;
  /** Of which anybody in `live` may be told; undefined: all. */
  plants: ReadonlySet<string> | undefined;
  listeners: number;
};

export function newFeed(orgId: string, newest: number): Feed {
  return { orgId, cursor: newest, live: new Set(), joining: new Map(), plants: new Set(), listeners: 0 };
}

/** Nothing is being read then: what is read next is read for those who join too. The others know what they had. */
export function admit(feed: Feed): void {
  if (feed.joining.size === 0) return;
  for (const [client, afterNo] of feed.joining) {
    feed.live.add(client);
    feed.cursor = Math.min(feed.cursor, afterNo);
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
