import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A collector: takes OTLP over HTTP, protobuf, as opentelemetry-proto 1.x defines it (trace/v1/trace.proto). */
export type Collector = {
  readonly endpoint: string;
  readonly spans: ReceivedSpan[];
  /** Requests that came, and what they said. */
  readonly requests: { readonly path: string; readonly headers: Readonly<Record<string, unknown>> }[];
  /** How the next exports are answered; `hang`: not at all. */
  mode: "take" | "refuse" | "hang";
  of(traceId: string): ReceivedSpan[];
  close(): Promise<void>;
};

export type ReceivedSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly isError: boolean;
  readonly resource: Readonly<Record<string, unknown>>;
};

export async function startCollector(): Promise<Collector> {
  const hanging: ServerResponse[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      collector.requests.push({ path: request.url ?? "", headers: request.headers });
      if (collector.mode === "hang") return void hanging.push(response);
      if (collector.mode === "refuse") return void response.writeHead(503).end();
      collector.spans.push(...spansOf(Buffer.concat(chunks)));
      response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const collector: Collector = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: [],
    requests: [],
    mode: "take",
    of: (traceId) => collector.spans.filter((span) => span.traceId === traceId),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return collector;
}

type Field = { readonly number: number; readonly value: bigint | Buffer };

/** The fields of one message of the protobuf wire format. */
function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = () => {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = bytes[at++] as number;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
      shift += 7n;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const [number, type] = [key >> 3, key & 7];
    if (type === 0) fields.push({ number, value: varint() });
    else if (type === 1) {
      fields.push({ number, value: bytes.readBigUInt64LE(at) });
      at += 8;
    } else if (type === 2) {
      const length = Number(varint());
      fields.push({ number, value: bytes.subarray(at, at + length) });
      at += length;
    } else if (type === 5) {
      fields.push({ number, value: BigInt(bytes.readUInt32LE(at)) });
      at += 4;
    } else throw new Error(`wire type ${type}`);
  }
  return fields;
}

const all = (fields: readonly Field[], number: number) =>
  fields.filter((field) => field.number === number).map(({ value }) => value as Buffer);
const hex = (fields: readonly Field[], number: number) => all(fields, number)[0]?.toString("hex") ?? "";

function spansOf(request: Buffer): ReceivedSpan[] {
  return all(fieldsOf(request), 1).flatMap((resourceSpans) => {
    const fields = fieldsOf(resourceSpans);
    const resource = attributesOf(all(fieldsOf(all(fields, 1)[0] ?? Buffer.alloc(0)), 1));
    const spans = all(fields, 2).flatMap((scopeSpans) => all(fieldsOf(scopeSpans), 2));
    return spans.map((span) => spanOf(fieldsOf(span), resource));
  });
}

function spanOf(fields: readonly Field[], resource: ReceivedSpan["resource"]): ReceivedSpan {
  const number = (at: number) => (fields.find((field) => field.number === at)?.value as bigint | undefined) ?? 0n;
  const status = all(fields, 15)[0];
  return {
    traceId: hex(fields, 1),
    spanId: hex(fields, 2),
    parentSpanId: hex(fields, 4),
    name: all(fields, 5)[0]?.toString() ?? "",
    kind: Number(number(6)),
    startNs: number(7),
    endNs: number(8),
    attributes: attributesOf(all(fields, 9)),
    links: all(fields, 13)
      .map(fieldsOf)
      .map((link) => ({ traceId: hex(link, 1), spanId: hex(link, 2) })),
    isError: status !== undefined && fieldsOf(status).some((field) => field.number === 3 && field.value === 2n),
    resource,
  };
}

function attributesOf(pairs: readonly Buffer[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const fields = fieldsOf(pair);
      const [value] = fieldsOf(all(fields, 2)[0] ?? Buffer.alloc(0));
      return [all(fields, 1)[0]?.toString() ?? "", value === undefined ? undefined : plain(value)];
    }),
  );
}

/** AnyValue: string 1, bool 2, int 3, double 4. */
function plain({ number, value }: Field): unknown {
  if (typeof value !== "bigint") return value.toString();
  if (number === 2) return value === 1n;
  if (number === 3) return Number(BigInt.asIntN(64, value));
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes.readDoubleLE();
}
