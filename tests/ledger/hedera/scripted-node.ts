import { Server, ServerCredentials, type ServiceDefinition, type sendUnaryData } from "@grpc/grpc-js";
import { proto } from "@hiero-ledger/proto";

/** A node's next answers: what the local ledger gives only in the course of nature is said here at once. */
export type Script = {
  /** Precheck code of transactions and queries; `"silence"` answers never. */
  precheck: number | "silence";
  /** Status in the receipt; undefined sends an answer without one. */
  receiptStatus: number | undefined;
};

export type ScriptedNode = {
  readonly address: string;
  readonly script: Script;
  /** Signed transaction bytes in the order of arrival. */
  readonly received: readonly Uint8Array[];
  /** Calls that reached the node, receipts included. */
  calls(): number;
  stop(): void;
};

type Call = { readonly request: Buffer };

/** Starts a gRPC server with the three calls the adapter makes, on `port` or a free one. */
export async function startScriptedNode(port = 0): Promise<ScriptedNode> {
  const script: Script = { precheck: proto.ResponseCodeEnum.OK, receiptStatus: proto.ResponseCodeEnum.SUCCESS };
  const received: Uint8Array[] = [];
  let calls = 0;

  const take = (call: Call, answer: sendUnaryData<Uint8Array>): void => {
    calls += 1;
    received.push(proto.Transaction.decode(call.request).signedTransactionBytes);
    if (script.precheck === "silence") return;
    answer(null, proto.TransactionResponse.encode({ nodeTransactionPrecheckCode: script.precheck }).finish());
  };
  const receipt = (_call: Call, answer: sendUnaryData<Uint8Array>): void => {
    calls += 1;
    if (script.precheck === "silence") return;
    const header = { nodeTransactionPrecheckCode: script.precheck };
    const found = script.receiptStatus === undefined ? {} : { receipt: { status: script.receiptStatus } };
    answer(null, proto.Response.encode({ transactionGetReceipt: { header, ...found } }).finish());
  };

  const server = new Server();
  server.addService(service, { createTopic: take, submitMessage: take, getTransactionReceipts: receipt });
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, at) =>
      error ? reject(error) : resolve(at),
    );
  });
  return { address: `127.0.0.1:${bound}`, script, received, calls: () => calls, stop: () => server.forceShutdown() };
}

const bytes = (value: Buffer): Buffer => value;
const unary = (path: string) => ({
  path,
  requestStream: false,
  responseStream: false,
  requestSerialize: bytes,
  requestDeserialize: bytes,
  responseSerialize: (value: Uint8Array) => Buffer.from(value),
  responseDeserialize: bytes,
});
const service: ServiceDefinition = {
  createTopic: unary("/proto.ConsensusService/createTopic"),
  submitMessage: unary("/proto.ConsensusService/submitMessage"),
  getTransactionReceipts: unary("/proto.CryptoService/getTransactionReceipts"),
};
