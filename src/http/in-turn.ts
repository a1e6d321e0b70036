import type { RequestListener } from "node:http";
import type { Socket } from "node:net";

/** Requests of one connection that may wait for the one before them. */
const mostWaiting = 100;

/**
 * Pipelined requests (RFC 9112 section 9.3.2) are worked on one after the other, each once the answer before it has left. All
 * at once, a packet of some kilobytes would have hundreds of answers made, which their reader need never take: without a
 * key, a few such connections would take all memory. A connection that sends still more is cut.
 */
export function inTurn(listener: RequestListener): RequestListener {
  const lines = new WeakMap<Socket, (() => void)[]>();
  return (request, response) => {
    const { socket } = request;
    const begin = () => {
      response.once("close", next);
      listener(request, response);
    };
    const next = () => {
      const line = lines.get(socket);
      const following = line?.shift();
      if (following === undefined || socket.destroyed) lines.delete(socket);
      else following();
    };
    const line = lines.get(socket);
    if (line === undefined) {
      lines.set(socket, []);
      begin();
    } else if (line.length < mostWaiting) line.push(begin);
    else socket.destroy();
  };
}
