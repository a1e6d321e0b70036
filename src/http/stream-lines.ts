import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { WebSocket } from "ws";
import type { Ending, Sink } from "../monitoring/stream-client.ts";

/** How long what was sent last may take to reach a client that was let go, ms. */
const lingerMs = 5_000;

/** An answer that never ends, as the line of a stream. */
export function eventStreamLine(response: ServerResponse): Sink {
  return {
    form: "sse",
    send: (frames) => void response.write(together(frames)),
    get waitingBytes() {
      return response.writableLength;
    },
    drained: () => drainedOf(response, () => response.writableLength),
    end(frame) {
      response.end(frame);
      const { socket } = response;
      // Whoever has not read it by then reads nothing.
      setTimeout(() => socket?.destroy(), lingerMs).unref();
    },
  };
}

/** Close codes of RFC 6455 section 7.4.1 and its registry. */
const closeCodes: Readonly<Record<Ending, number>> = {
  "shutting-down": 1001,
  "credential-ended": 1008,
  "access-changed": 1008,
  "slow-consumer": 1013,
};

export function webSocketLine(webSocket: WebSocket, socket: Socket): Sink {
  const waiting = () => webSocket.bufferedAmount;
  return {
    form: "websocket",
    send(frames) {
      socket.cork();
      for (const frame of frames) webSocket.send(frame, { binary: false });
      socket.uncork();
    },
    get waitingBytes() {
      return waiting();
    },
    drained: () => drainedOf(socket, waiting),
    end(frame, why) {
      webSocket.send(frame, { binary: false });
      webSocket.close(closeCodes[why], why);
      setTimeout(() => webSocket.terminate(), lingerMs).unref();
    },
  };
}

const together = ([first, ...more]: readonly Buffer[]): Buffer =>
  first === undefined || more.length > 0 ? Buffer.concat([first ?? Buffer.alloc(0), ...more]) : first;

function drainedOf(line: ServerResponse | Socket, waiting: () => number): Promise<void> {
  if (line.destroyed || waiting() === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = () => {
      line.off("drain", settle);
      line.off("close", settle);
      resolve();
    };
    line.on("drain", settle);
    line.on("close", settle);
  });
}
