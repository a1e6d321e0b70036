import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import * as grpc from "@grpc/grpc-js";
import type { Answer, HapiNode } from "./hapi-node.ts";

/** Methods of every HAPI service; the protobuf package ships client stubs only. */
const services: Readonly<Record<string, { readonly transactions: string; readonly queries: string }>> = {
  CryptoService: {
    transactions:
      "createAccount updateAccount cryptoTransfer cryptoDelete approveAllowances deleteAllowances addLiveHash deleteLiveHash",
    queries: "getLiveHash getAccountRecords cryptoGetBalance getAccountInfo getTransactionReceipts getTxRecordByTxID",
  },
  ConsensusService: { transactions: "createTopic updateTopic deleteTopic submitMessage", queries: "getTopicInfo" },
  TokenService: {
    transactions:
      "createToken updateToken mintToken burnToken deleteToken wipeTokenAccount freezeTokenAccount unfreezeTokenAccount " +
      "grantKycToTokenAccount revokeKycFromTokenAccount associateTokens dissociateTokens updateTokenFeeSchedule pauseToken " +
      "unpauseToken updateNfts rejectToken airdropTokens cancelAirdrop claimAirdrop",
    queries: "getTokenInfo getTokenNftInfo",
  },
  ScheduleService: { transactions: "createSchedule signSchedule deleteSchedule", queries: "getScheduleInfo" },
  NetworkService: { transactions: "uncheckedSubmit", queries: "getVersionInfo getAccountDetails getExecutionTime" },
  FileService: {
    transactions: "createFile updateFile deleteFile appendContent systemDelete systemUndelete",
    queries: "getFileContent getFileInfo",
  },
  SmartContractService: {
    transactions:
      "createContract updateContract contractCallMethod deleteContract systemDelete systemUndelete callEthereum lambdaSStore",
    queries: "contractCallLocalMethod getContractInfo ContractGetBytecode getBySolidityID getTxRecordByContractID",
  },
  AddressBookService: { transactions: "createNode deleteNode updateNode", queries: "" },
  FreezeService: { transactions: "freeze", queries: "" },
  UtilService: { transactions: "prng atomicBatch", queries: "" },
};

/** The one port number on which the SDK switches to TLS. */
export const tlsPort = 50212;

/**
 * A node's gRPC port: plaintext HTTP/2, opened and closed as often as wanted. It owns its sockets, so
 * that closing it looks to a client like the end of the process, not like gRPC's polite farewell.
 */
export class GrpcPort {
  readonly #node: HapiNode;
  readonly #host: string;
  readonly #onCrash: (error: unknown) => void;
  readonly #sockets = new Set<Socket>();
  #open: { readonly listener: Server; readonly server: grpc.Server } | undefined;
  #port: number;

  /** @param port 0 picks a free one, kept when the port is opened again. */
  constructor(node: HapiNode, host: string, port: number, onCrash: (error: unknown) => void) {
    this.#node = node;
    this.#host = host;
    this.#port = port;
    this.#onCrash = onCrash;
  }

  get address(): string {
    return `${this.#host}:${this.#port}`;
  }

  async open(): Promise<void> {
    if (this.#open !== undefined) return;
    const server = new grpc.Server();
    this.#addServices(server);
    const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    const listener = createServer((socket) => {
      this.#sockets.add(socket.setNoDelay());
      socket.once("close", () => this.#sockets.delete(socket));
      injector.injectConnection(socket);
    });
    const port = await listen(listener, this.#port, this.#host);
    this.#open = { listener, server };
    if (port === tlsPort) {
      await this.close();
      return this.open();
    }
    this.#port = port;
  }

  /** Closes the port and cuts every connection. */
  async close(): Promise<void> {
    if (this.#open === undefined) return;
    const { listener, server } = this.#open;
    this.#open = undefined;
    const closed = new Promise((resolve) => listener.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    server.forceShutdown();
  }

  #addServices(server: grpc.Server): void {
    const onTransaction = this.#handler((raw) => this.#node.onTransaction(raw));
    const onQuery = this.#handler((raw) => this.#node.onQuery(raw));
    for (const [service, { transactions, queries }] of Object.entries(services)) {
      const methods = [
        ...words(transactions).map((name) => [name, onTransaction] as const),
        ...words(queries).map((name) => [name, onQuery] as const),
      ];
      server.addService(
        Object.fromEntries(methods.map(([name]) => [name, definition(`/proto.${service}/${name}`)])),
        Object.fromEntries(methods),
      );
    }
  }

  #handler(serve: (raw: Uint8Array) => Answer): grpc.handleUnaryCall<Uint8Array, Uint8Array> {
    return (call, callback) => {
      try {
        const answer = serve(call.request);
        if (answer === "silent") return;
        if (answer === "reset") callback({ code: grpc.status.UNAVAILABLE, details: "connection lost" });
        else callback(null, answer);
      } catch (error) {
        this.#onCrash(error);
        callback({ code: grpc.status.INTERNAL, details: "the node failed" });
      }
    };
  }
}

function words(text: string): string[] {
  return text === "" ? [] : text.split(" ");
}

function definition(path: string): grpc.MethodDefinition<Uint8Array, Uint8Array> {
  const bytes = (value: Uint8Array) => Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: bytes,
    requestDeserialize: (value) => value,
    responseSerialize: bytes,
    responseDeserialize: (value) => value,
  };
}

function listen(listener: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(port, host, () => resolve((listener.address() as AddressInfo).port));
  });
}
