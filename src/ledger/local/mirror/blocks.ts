import { createHash } from "node:crypto";
import { hapiVersion } from "../queries.ts";
import { nsPerS, textFromNs } from "../wire.ts";

/** Consensus times of one block, both ends included, nanoseconds. */
export type Block = { readonly number: bigint; readonly fromNs: bigint; readonly toNs: bigint };

/**
 * Blocks follow the clock: one closes every `periodNs`, empty or not, so that the newest block's end
 * says how far the mirror has come although nothing is submitted. Block 0 closed before the ledger began.
 */
export class Blocks {
  readonly #periodNs: bigint;
  readonly #genesisPeriod: bigint;

  constructor(periodNs: bigint, createdNs: bigint) {
    this.#periodNs = periodNs;
    this.#genesisPeriod = createdNs / periodNs - 1n;
  }

  /** Number of the newest block that is closed at a time; below 0 if none is. */
  newest(nowNs: bigint): bigint {
    return nowNs / this.#periodNs - 1n - this.#genesisPeriod;
  }

  block(number: bigint): Block {
    const fromNs = (this.#genesisPeriod + number) * this.#periodNs;
    return { number, fromNs, toNs: fromNs + this.#periodNs - 1n };
  }

  /** Number of the block that holds a consensus time. */
  numberAt(ns: bigint): bigint {
    return ns / this.#periodNs - this.#genesisPeriod;
  }
}

export function blockJson(block: Block, previous: Block, count: number) {
  const from = textFromNs(block.fromNs);
  return {
    count,
    gas_used: 0,
    hapi_version: `${hapiVersion.major}.${hapiVersion.minor}.${hapiVersion.patch}`,
    hash: blockHash(block),
    logs_bloom: "0x",
    name: `${fileTime(block.fromNs)}.rcd`,
    number: Number(block.number),
    previous_hash: blockHash(previous),
    size: null,
    timestamp: { from, to: textFromNs(block.toNs) },
  };
}

/** Identifies the block; it commits to no transaction, so it proves nothing. */
function blockHash(block: Block): string {
  return `0x${createHash("sha384").update(`local block ${block.number} ${block.fromNs} ${block.toNs}`).digest("hex")}`;
}

function fileTime(ns: bigint): string {
  const [date = ""] = new Date(Number(ns / 1_000_000n)).toISOString().split(".");
  return `${date.replaceAll(":", "_")}.${(ns % nsPerS).toString().padStart(9, "0")}Z`;
}
