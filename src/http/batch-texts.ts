import { Fault } from "../kernel/fault.ts";

/** The bytes of one reading of a batch; undefined: it is longer than one may be, and was passed over. */
export type ItemBytes = Uint8Array | undefined;

/** Cuts a body into its readings while it arrives: what is held is the reading that is not whole yet, and no more. */
export interface Splitter {
  /** Readings that this piece makes whole, in order. @throws {Fault} `malformed-json` where the body is no list */
  push(piece: Uint8Array): Generator<ItemBytes>;
  /** What the body's end makes whole. @throws {Fault} `malformed-json` where it ends too soon */
  end(): Generator<ItemBytes>;
}

/** Longest text of one reading, bytes. One with 20 quantities and a signature has 3,000. */
export const longestItemBytes = 65_536;

const [lineFeed, comma, quote, backslash] = [0x0a, 0x2c, 0x22, 0x5c];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Some editors put it before everything; it says nothing. */
const byteOrderMark = [0xef, 0xbb, 0xbf];

/** No reading comes near; bounds what is kept of open brackets. */
const deepest = 64;

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Pieces of the reading that is not whole yet. */
class Held {
  #pieces: Uint8Array[] = [];
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    // Of what is too long already, its length is all that matters.
    if (this.#length <= longestItemBytes) this.#pieces.push(piece);
    this.#length += piece.length;
  }

  take(last: Uint8Array): ItemBytes {
    this.add(last);
    const [pieces, length] = [this.#pieces, this.#length];
    [this.#pieces, this.#length] = [[], 0];
    if (length > longestItemBytes) return undefined;
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, length);
  }
}

/** One reading a line; empty lines are none. */
export class LineSplitter implements Splitter {
  readonly #held = new Held();
  #isFirst = true;

  *push(piece: Uint8Array): Generator<ItemBytes> {
    let from = 0;
    for (let at = piece.indexOf(lineFeed); at >= 0; at = piece.indexOf(lineFeed, from)) {
      yield* this.#line(piece.subarray(from, at));
      from = at + 1;
    }
    this.#held.add(piece.subarray(from));
  }

  *end(): Generator<ItemBytes> {
    yield* this.#line(new Uint8Array(0));
  }

  *#line(last: Uint8Array): Generator<ItemBytes> {
    const whole = this.#held.take(last);
    const isMarked = this.#isFirst && byteOrderMark.every((byte, at) => whole?.[at] === byte);
    this.#isFirst = false;
    const line = isMarked ? whole?.subarray(byteOrderMark.length) : whole;
    if (line === undefined || !line.every(isSpace)) yield line;
  }
}

type Stand = "before-list" | "before-item" | "in-item" | "in-plain-item" | "after-item" | "after-list";

/**
 * Members of a JSON array, found by their brackets and quotes. What stands between those is judged with the reading
 * itself, so that a reading which is no JSON costs that reading.
 */
export class ArraySplitter implements Splitter {
  readonly #held = new Held();
  #stand: Stand = "before-list";
  /** Of the brackets that are open in the reading, the closing ones. */
  readonly #closing: number[] = [];
  #inString = false;
  #escaped = false;
  #afterComma = false;
  #seen = 0;

  *push(piece: Uint8Array): Generator<ItemBytes> {
    let from = 0;
    let at = 0;
    while (at < piece.length) {
      if (this.#isInItem) {
        const end = this.#stand === "in-item" ? this.#endOfItem(piece, at) : endOfPlain(piece, at);
        if (end === undefined) break;
        yield this.#held.take(piece.subarray(from, end));
        this.#stand = "after-item";
        at = end;
        continue;
      }
      const byte = piece[at] as number;
      if (!isSpace(byte)) {
        this.#stand = this.#between(byte, this.#seen + at);
        // A reading begins with this very byte.
        if (this.#isInItem) {
          from = at;
          continue;
        }
      }
      at++;
    }
    if (this.#isInItem) this.#held.add(piece.subarray(from));
    this.#seen += piece.length;
  }

  // biome-ignore lint/correctness/useYield: the end of a list makes nothing whole
  *end(): Generator<ItemBytes> {
    if (this.#stand === "after-list") return;
    const what = this.#stand === "before-list" ? "no list of readings" : "the list does not end";
    throw flaw(what, this.#seen);
  }

  get #isInItem(): boolean {
    return this.#stand === "in-item" || this.#stand === "in-plain-item";
  }

  /** What comes after this byte, which is not inside a reading and no space. */
  #between(byte: number, place: number): Stand {
    switch (this.#stand) {
      case "before-list":
        if (place < 3 && byte === byteOrderMark[place]) return "before-list";
        if (byte !== openBracket) throw flaw("a list of readings should begin with [", place);
        return "before-item";
      case "before-item":
        if (byte === closeBracket && !this.#afterComma) return "after-list";
        if (byte === comma || byte === closeBracket || byte === closeBrace) {
          throw flaw("a reading should stand here", place);
        }
        return byte === openBrace || byte === openBracket ? "in-item" : "in-plain-item";
      case "after-item":
        this.#afterComma = true;
        if (byte === closeBracket) return "after-list";
        if (byte === comma) return "before-item";
        throw flaw("a comma or ] should stand here", place);
      default:
        throw flaw("something follows the list", place);
    }
  }

  /** Place behind the bracket that closes the reading; undefined: not in this piece. */
  #endOfItem(piece: Uint8Array, start: number): number | undefined {
    for (let at = start; at < piece.length; at++) {
      const byte = piece[at] as number;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === backslash) this.#escaped = true;
        else if (byte === quote) this.#inString = false;
      } else if (byte === quote) this.#inString = true;
      else if (byte === openBrace || byte === openBracket) {
        if (this.#closing.length === deepest) throw flaw("the value is nested too deep", this.#seen + at);
        this.#closing.push(byte === openBrace ? closeBrace : closeBracket);
      } else if (byte === closeBrace || byte === closeBracket) {
        if (this.#closing.pop() !== byte) throw flaw("a bracket is closed that is not open", this.#seen + at);
        if (this.#closing.length === 0) return at + 1;
      }
    }
    return undefined;
  }
}

/** A member that is no object or array: it will be refused, but the list goes on behind it. */
function endOfPlain(piece: Uint8Array, start: number): number | undefined {
  for (let at = start; at < piece.length; at++) {
    const byte = piece[at] as number;
    if (byte === comma || byte === closeBracket) return at;
  }
  return undefined;
}

function flaw(what: string, place: number): Fault {
  return new Fault("malformed-json", `The body is not a JSON array: byte ${place}: ${what}.`, {
    extensions: { position: place },
  });
}
