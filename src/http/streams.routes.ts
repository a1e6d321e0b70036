import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Actor } from "../kernel/actor.ts";
import type { Prepared } from "../monitoring/stream-hub.ts";
import type { Position } from "../monitoring/stream-position.ts";
import type { Wish } from "../monitoring/stream-wish.ts";
import { prepareStream } from "../monitoring/streams.ts";
import { tokenEndMs } from "../tenancy/standing.ts";
import type { HttpDeps } from "./deps.ts";
import type { Env } from "./env.ts";
import { presentedKey } from "./headers.ts";
import { failures, keyFailures, type Operation, secured } from "./operation.ts";
import { eventStreamLine } from "./stream-lines.ts";
import * as examples from "./streams.examples.ts";
import { lastEventIdSchema, type StreamQuery, streamMessageSchema, streamQuery } from "./streams.schemas.ts";
import { invalidHeader } from "./validation.ts";
import { acceptWebSocket, webSocketPath } from "./web-sockets.ts";

/** Of Node's, beneath the framework. */
type Exchange = { readonly incoming?: IncomingMessage; readonly outgoing: ServerResponse };

const tags = ["Streams"];
const streamFailures = failures("not-found", "too-much-in-work", ...keyFailures);

const stream = secured(
  {
    method: "get",
    path: "/api/v1/stream",
    operationId: "openStream",
    tags,
    summary: "Watch live, as server-sent events",
    description: `Readings, verdicts, anchors, alerts and rollups as they are committed, by whichever gateway: \`curl -N\`, or any client of \`text/event-stream\`. Shapes: StreamMessage; docs/streams.md.

**Without a gap.** Come back with \`Last-Event-ID\` (or \`last_event_id\`) and the same query, to this gateway or another: everything since is sent first. A day is kept, and of an organisation at most a million readings and other events; where more is missing an event \`gap\` says so. Within one organisation ids rise; they mean nothing else.

**Ends.** An event \`closed\` says why: you read too slowly (more than 1 MiB waits for you), your credential is over, what you may see has changed, the gateway stops. Silence is broken every 15 s.`,
    request: {
      query: streamQuery,
      headers: z.object({ "last-event-id": lastEventIdSchema.optional() }),
    },
    responses: {
      200: {
        description: "Events, without end",
        content: {
          "text/event-stream": {
            schema: z
              .string()
              .describe("Each event has the fields `id`, `event` and, as JSON, `data` of StreamMessage"),
            example: examples.eventStream,
          },
        },
      },
      ...streamFailures,
    },
  },
  async (deps, { c, actor, query }) => {
    const prepared = await prepare(deps, c, actor, query);
    const { incoming, outgoing } = c.env as unknown as Exchange;
    const { headers } = c.body(null, 200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      // For nginx: it would hold events back.
      "X-Accel-Buffering": "no",
    });
    if (outgoing.headersSent) {
      // The deadline has been quicker, and has answered.
      prepared.cancel();
      return RESPONSE_ALREADY_SENT;
    }
    // The end of the line is the end of the answer: every event is one write, which all who get it share.
    outgoing.useChunkedEncodingByDefault = false;
    outgoing.writeHead(200, Object.fromEntries(headers));
    if (c.req.method === "HEAD") {
      prepared.cancel();
      outgoing.end();
      return RESPONSE_ALREADY_SENT;
    }
    const { leave } = prepared.begin(eventStreamLine(outgoing));
    outgoing.on("close", leave);
    // A watcher that closes its side has hung up: nothing else would tell before the next event.
    const hungUp = () => void outgoing.destroy();
    const socket = incoming?.socket;
    socket?.once("end", hungUp);
    outgoing.once("close", () => socket?.off("end", hungUp));
    if (socket?.readableEnded === true) hungUp();
    if (outgoing.destroyed) leave();
    return RESPONSE_ALREADY_SENT;
  },
);

const webSocket = secured(
  {
    method: "get",
    path: webSocketPath,
    operationId: "openWebSocket",
    tags,
    summary: "Watch live, over a WebSocket",
    description: `The same events as GET /api/v1/stream, by the same parameters, each as one text message: \`{"id", "event", "data"}\`. A browser, which can set no header here, offers the subprotocols \`hydro.v1\` and \`bearer.\` with its key or token behind it; the gateway chooses \`hydro.v1\`. What you send is not read. Close codes: 1001 the gateway stops, 1008 your credential is over or what you may see has changed, 1013 you read too slowly; the reason is the word that the last event, \`closed\`, has too.`,
    request: {
      query: streamQuery,
      headers: z.object({
        upgrade: z.string().optional().describe("`websocket` (RFC 6455); without it the answer is 400"),
      }),
    },
    responses: {
      101: {
        description: "Messages follow, each of them this",
        content: { "application/json": { schema: streamMessageSchema, example: examples.message } },
      },
      ...streamFailures,
    },
  },
  async (deps, { c, actor, query }) => {
    const prepared = await prepare(deps, c, actor, query);
    const { incoming, upgrade } = c.env as unknown as {
      readonly incoming?: IncomingMessage;
      readonly upgrade?: { readonly socket: Duplex; readonly head: Buffer };
    };
    if (incoming === undefined || upgrade === undefined) {
      prepared.cancel();
      throw invalidHeader("Upgrade", "required", "must be `websocket`: this path is for WebSockets only");
    }
    acceptWebSocket(incoming, upgrade, prepared);
    return RESPONSE_ALREADY_SENT;
  },
);

function prepare(deps: HttpDeps, c: Context<Env>, actor: Actor, query: StreamQuery): Promise<Prepared> {
  const presented = presentedKey({
    authorization: c.req.header("Authorization"),
    apiKey: c.req.header("X-API-Key"),
  });
  const asked = { wish: wishOf(query), from: placeOf(c, query), endsAtMs: tokenEndMs(presented) };
  return prepareStream(deps.streams, actor, asked);
}

function wishOf({ events, plant_id, device_id, metric, resolution, delta, dead_band }: StreamQuery): Wish {
  return {
    ...{ events, plants: plant_id, devices: device_id, quantities: metric },
    windows: resolution === "raw" ? undefined : resolution,
    deadBands: dead_band ?? (delta === "true" ? new Map() : undefined),
  };
}

/** An EventSource that reconnects by itself sends the header, and its first URL once more. */
function placeOf(c: Context<Env>, { last_event_id }: StreamQuery): Position | undefined {
  const header = c.req.header("Last-Event-ID");
  if (header === undefined || header === "") return last_event_id;
  const parsed = lastEventIdSchema.safeParse(header);
  if (parsed.success) return parsed.data;
  throw invalidHeader("Last-Event-ID", "format", "must be the `id` of an event of this stream, unchanged");
}

export const streamOperations: readonly Operation[] = [stream, webSocket];
