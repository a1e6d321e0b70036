import type { RequestListener, ServerResponse } from "node:http";

/** Tells clients whose connections are kept open that the server stops. */
export type LastAnswers = {
  readonly listener: RequestListener;
  /** From now on each answer is its connection's last, those in work included. */
  begin(): void;
};

/**
 * A server that stops takes no more connections, but goes on serving those that are open: a client that is busy on one would
 * send request after request until it is cut off, with one of them in work. `Connection: close` (RFC 9112 section 9.6) says
 * in time that the next one goes elsewhere.
 *
 * @param whenDone called after each answer that has left meanwhile
 */
export function lastAnswers(listener: RequestListener, whenDone: () => void): LastAnswers {
  const inWork = new Set<ServerResponse>();
  let isStopping = false;
  return {
    listener(request, response) {
      inWork.add(response);
      response.once("close", () => {
        inWork.delete(response);
        if (isStopping) whenDone();
      });
      if (isStopping) response.shouldKeepAlive = false;
      listener(request, response);
    },
    begin() {
      isStopping = true;
      for (const response of inWork) response.shouldKeepAlive = false;
    },
  };
}
