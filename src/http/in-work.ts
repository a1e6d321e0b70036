import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** Calls of each connection whose answers have not left yet. */
export type InWork = {
  readonly listener: RequestListener;
  /** Calls back once all calls of a connection that came whole have been answered; at once where there are none. */
  whenAnswered(socket: Duplex, done: () => void): void;
};

/** Follows each request until its answer has left. */
export function inWork(listener: RequestListener): InWork {
  const calls = new WeakMap<Duplex, Map<ServerResponse, IncomingMessage>>();
  return {
    listener(request, response) {
      const { socket } = request;
      const own = calls.get(socket) ?? new Map<ServerResponse, IncomingMessage>();
      calls.set(socket, own.set(response, request));
      response.once("close", () => own.delete(response));
      listener(request, response);
    },
    whenAnswered(socket, done) {
      const whole = [...(calls.get(socket) ?? [])].filter(([, request]) => request.complete);
      let left = whole.length;
      if (left === 0) done();
      for (const [response] of whole) {
        response.once("close", () => {
          left--;
          if (left === 0) done();
        });
      }
    },
  };
}
