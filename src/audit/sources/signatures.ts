import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { savedNames } from "../options.ts";
import type { SignatureSource } from "../signatures.ts";
import { type GatewayAddress, signaturesOf } from "./gateway.ts";
import { linesOf } from "./lines.ts";

/**
 * What devices signed, from the gateway, as it is needed. Records may arrive while it is read: where the answer ends
 * before they do, it is asked for from that record on, whose evidence was committed with it.
 */
export class GatewaySignatures implements SignatureSource {
  readonly #gateway: GatewayAddress;
  readonly #plantId: string;
  readonly #saveDir: string | undefined;
  #lines: AsyncGenerator<Uint8Array> | undefined;
  #file: WriteStream | undefined;

  constructor(gateway: GatewayAddress, plantId: string, saveDir: string | undefined) {
    this.#gateway = gateway;
    this.#plantId = plantId;
    this.#saveDir = saveDir;
  }

  async take(seq: number): Promise<Uint8Array | undefined> {
    let next = await this.#lines?.next();
    if (next === undefined || next.done === true) {
      this.#lines = linesOf(signaturesOf(this.#gateway, this.#plantId, seq), "the export of signatures");
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
    if (this.#saveDir === undefined) return;
    if (this.#file === undefined) {
      await mkdir(this.#saveDir, { recursive: true });
      this.#file = createWriteStream(join(this.#saveDir, savedNames.signatures));
    }
    const file = this.#file;
    if (!file.write(Buffer.concat([line, Uint8Array.of(10)]))) {
      await new Promise<void>((resolve) => file.once("drain", resolve));
    }
  }
}
