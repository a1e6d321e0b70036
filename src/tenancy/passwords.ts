import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { Fault } from "../kernel/fault.ts";

/**
 * Passwords as argon2id (RFC 9106) in PHC strings, by Node's own implementation. OWASP's parameters of least memory:
 * 19 MiB, two passes, one lane.
 */
const current = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const tagLength = 32;
const saltLength = 16;

type Parameters = { readonly memory: number; readonly passes: number; readonly parallelism: number };
type Parsed = { readonly parameters: Parameters; readonly salt: Buffer; readonly hash: Buffer };

/** A hash needs a thread and 19 MiB for a tenth of a second: more than a few at once would starve the readings. */
const mostAtOnce = 2;
const mostWaiting = 50;

const argon2id = promisify(argon2);
const phcPattern =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

export type Passwords = {
  /** @returns a PHC string. @throws {Fault} `overloaded` */
  hash(password: string): Promise<string>;
  /**
   * Whether it is the password behind a PHC string. Without one the same work is done and the answer is no: how
   * long it takes does not say whether there is an account.
   *
   * @throws {Fault} `overloaded`
   */
  matches(password: string, phc: string | undefined): Promise<boolean>;
};

export function createPasswords(): Passwords {
  const derive = inTurn(mostAtOnce, mostWaiting, (password: string, salt: Uint8Array, parameters: Parameters) =>
    argon2id("argon2id", { message: normalised(password), nonce: salt, tagLength, ...parameters }),
  );
  const decoy: Parsed = { parameters: current, salt: randomBytes(saltLength), hash: randomBytes(tagLength) };
  return {
    async hash(password) {
      const salt = randomBytes(saltLength);
      return phcOf({ parameters: current, salt, hash: await derive(password, salt, current) });
    },
    async matches(password, phc) {
      const { parameters, salt, hash } = phc === undefined ? decoy : parsed(phc);
      const derived = await derive(password, salt, parameters);
      return timingSafeEqual(derived, hash) && phc !== undefined;
    },
  };
}

/** Made with other parameters than new ones are. */
export function isOutdated(phc: string): boolean {
  const { memory, passes, parallelism } = parsed(phc).parameters;
  return memory !== current.memory || passes !== current.passes || parallelism !== current.parallelism;
}

/** The same password typed on another keyboard is the same (NIST SP 800-63B, 5.1.1.2). */
function normalised(password: string): string {
  return password.normalize("NFKC");
}

function phcOf({ parameters: { memory, passes, parallelism }, salt, hash }: Parsed): string {
  const text = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(salt)}$${text(hash)}`;
}

function parsed(phc: string): Parsed {
  const match = phcPattern.exec(phc);
  if (match === null) throw new Error("impossible state: a stored password that is no argon2id PHC string");
  const [memory, passes, parallelism] = match.slice(1, 4).map(Number) as [number, number, number];
  const [salt, hash] = match.slice(4).map((text) => Buffer.from(text, "base64")) as [Buffer, Buffer];
  return { parameters: { memory, passes, parallelism }, salt, hash };
}

/** Runs at most so many at once; of the rest some wait, and more than that are sent away. */
function inTurn<A extends readonly unknown[], R>(atOnce: number, waiting: number, run: (...args: A) => Promise<R>) {
  let running = 0;
  const line: (() => void)[] = [];
  return async (...args: A): Promise<R> => {
    if (running >= atOnce) {
      if (line.length >= waiting) throw new Fault("overloaded", "Too many sign-ins at once.", { retryAfterS: 2 });
      await new Promise<void>((resolve) => line.push(resolve));
    } else running++;
    try {
      return await run(...args);
    } finally {
      const next = line.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
