import type { IncomingMessage } from "node:http";
import type { Context } from "hono";
import type { Env } from "./env.ts";

/**
 * Calls `work` with a signal that is raised once the caller has closed its side or the whole connection, which look the same until
 * something is sent: what such a caller waits for beyond its answer ends then.
 */
export async function untilHungUp<R>(c: Context<Env>, work: (signal: AbortSignal) => Promise<R>): Promise<R> {
  const { incoming } = c.env as unknown as { readonly incoming?: IncomingMessage };
  const socket = incoming?.socket;
  const ended = new AbortController();
  const end = () => ended.abort();
  socket?.once("end", end);
  if (socket?.readableEnded === true) end();
  try {
    return await work(AbortSignal.any([c.req.raw.signal, ended.signal]));
  } finally {
    socket?.off("end", end);
  }
}
