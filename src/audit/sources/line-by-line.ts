import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { savedNames } from "../saved.ts";
import { type GatewayAddress, samplesOf, signaturesOf } from "./gateway.ts";
import { linesOf } from "./lines.ts";

/** What devices signed, from the gateway. */
export function signaturesOfGateway(
  gateway: GatewayAddress,
  plantId: string,
  saveDir: string | undefined,
): GatewayLines {
  const from = (seq: number) => signaturesOf(gateway, plantId, seq);
  return new GatewayLines(from, { what: "the export of signatures", dir: saveDir, name: savedNames.signatures });
}

/** What records were made of, from the gateway. */
export function samplesOfGateway(gateway: GatewayAddress, plantId: string, saveDir: string | undefined): GatewayLines {
  const from = (seq: number) => samplesOf(gateway, plantId, seq);
  return new GatewayLines(from, { what: "the export of samples", dir: saveDir, name: savedNames.samples });
}

type Kept = { readonly what: string; readonly dir: string | undefined; readonly name: string };

/**
 * Lines that belong to records, from the gateway, as they are needed. Records may arrive while it is read: where the
 * answer ends before they do, it is asked for from that record on, whose lines were committed with it.
 */
export class GatewayLines {
  readonly #from: (seq: number) => AsyncGenerator<Uint8Array>;
  readonly #kept: Kept;
  #lines: AsyncGenerator<Uint8Array> | undefined;
  #file: WriteStream | undefined;

  constructor(from: (seq: number) => AsyncGenerator<Uint8Array>, kept: Kept) {
    this.#from = from;
    this.#kept = kept;
  }

  async take(seq: number): Promise<Uint8Array | undefined> {
    let next = await this.#lines?.next();
    if (next === undefined || next.done === true) {
      this.#lines = linesOf(this.#from(seq), this.#kept.what);
      next = await this.#lines.next();
    }
    if (next.done === true) return undefined;
    const line = Uint8Array.from(next.value);
    await this.#keep(line);
    return line;
  }

  async close(): Promise<void> {
    await this.#lines?.return(undefined);
    const file = this.#file;
    if (file !== undefined) await new Promise<void>((resolve) => file.end(resolve));
  }

  async #keep(line: Uint8Array): Promise<void> {
    const { dir, name } = this.#kept;
    if (dir === undefined) return;
    if (this.#file === undefined) {
      await mkdir(dir, { recursive: true });
      this.#file = createWriteStream(join(dir, name));
    }
    const file = this.#file;
    if (!file.write(Buffer.concat([line, Uint8Array.of(10)]))) {
      await new Promise<void>((resolve) => file.once("drain", resolve));
    }
  }
}
