import { type ClientUnaryCall, credentials, Client as GrpcClient, status } from "@grpc/grpc-js";

type UnaryCallback = (error: Error | null, response?: Uint8Array | null) => void;
type UnaryCall = (method: { readonly name: string }, request: Uint8Array, done: UnaryCallback) => void;

export type Transport = {
  /** Unary calls of one HAPI service (`CryptoService`, `ConsensusService`, ...), message bytes in and out. */
  unaryCalls(service: string): UnaryCall;
  /** Cancels what is under way and lets go of the connection. */
  close(): void;
};

/**
 * gRPC in plain text to one node, connected at the first call. Transactions are signed, so a false
 * node can only lie about their fate, and that is settled by the mirror.
 *
 * A call without a connection fails at once; one without an answer is cancelled after `timeoutMs`, and
 * the next call gets a new connection, because a half-open one would swallow that too.
 */
export function openTransport(address: string, timeoutMs: number): Transport {
  const underWay = new Set<ClientUnaryCall>();
  let connection: GrpcClient | undefined;

  const drop = (stale: GrpcClient | undefined): void => {
    if (connection === stale) connection = undefined;
    stale?.close();
  };

  return {
    unaryCalls: (service) => (method, request, done) => {
      const own = connection ?? new GrpcClient(address, credentials.createInsecure(), connectionOptions);
      connection = own;
      const call = own.makeUnaryRequest(
        `/proto.${service}/${method.name}`,
        sameBytes,
        sameBytes,
        Buffer.from(request),
        { deadline: Date.now() + timeoutMs },
        (error, response) => {
          underWay.delete(call);
          if (error?.code === status.DEADLINE_EXCEEDED) drop(own);
          done(error, response ?? null);
        },
      );
      underWay.add(call);
    },
    close() {
      for (const call of underWay) call.cancel();
      drop(connection);
    },
  };
}

const sameBytes = (bytes: Buffer): Buffer => bytes;

const connectionOptions = {
  // A node that comes back is found within a second (the library's own limit is two minutes).
  "grpc.initial_reconnect_backoff_ms": 100,
  "grpc.max_reconnect_backoff_ms": 1000,
  // Connections are shared neither with other ledgers nor with other users of the library.
  "grpc.use_local_subchannel_pool": 1,
  // The attempt journal alone repeats a call.
  "grpc.enable_retries": 0,
  // As often as public nodes allow without calls under way.
  "grpc.keepalive_time_ms": 100_000,
  "grpc.keepalive_timeout_ms": 10_000,
  "grpc.keepalive_permit_without_calls": 1,
};
