import type { Duplex } from "node:stream";
import type { Client } from "aedes";

/** A longer packet ends the connection, bytes: no reading is as long. */
const longestPacket = 131_072;

/** The parts of the library's client that its types leave out. */
type Inside = Client & {
  readonly _parser: { readonly packet: { readonly length: number } | null };
  readonly _disconnected: boolean;
  _nextBatch(): void;
};

/** Ends the connection of a client that announces a packet which nobody could want, before it is in memory. */
export function boundPackets(client: Client): void {
  const { _parser } = client as Inside;
  (client.conn as Duplex).on("readable", () => {
    if ((_parser.packet?.length ?? 0) > longestPacket) client.close();
  });
}

/** Whether its connection ended with a DISCONNECT. */
export const saidGoodbye = (client: Client): boolean => (client as Inside)._disconnected;

/**
 * The broker reads a client's next messages when it is done with those before; one metric waits for the others, which
 * may be among the next.
 */
export function readOn(client: Client): void {
  setImmediate(() => {
    if (!client.closed) (client as Inside)._nextBatch();
  });
}
