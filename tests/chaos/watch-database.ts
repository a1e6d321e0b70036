import { EventEmitter } from "node:events";
import pg from "pg";
import type { Step, Trigger } from "./steps.ts";

/** What a transaction has done so far, as far as a step is named after it. */
type Deed = "records" | "leaves" | "attempt" | "ending" | "death" | "seizure" | "history";

type Statement = { readonly text: string; readonly values: readonly unknown[] };
type Result = { readonly rows: readonly Record<string, unknown>[] };

/**
 * Watches every statement this process sends to PostgreSQL, below the product's code and unknown to it, and
 * tells the trigger which step it has come to.
 *
 * @param onLease told whether this process holds the sequencer's lease, whenever it has asked
 */
export function watchDatabase(trigger: Trigger, onLease: (holds: boolean) => void): void {
  const deeds = new WeakMap<object, Set<Deed>>();
  let token: unknown;

  const before = (session: object, statement: Statement): void => {
    const { text } = statement;
    if (/^(begin|start transaction|select set_config\('app.orgs')/i.test(text)) deeds.set(session, new Set());
    if (isSequencers(statement)) trigger.reach("lease not asked for yet");
    if (/^commit/i.test(text)) reachAll(trigger, stepsBeforeCommit(deeds.get(session)));
    // When it is sent: a commit may be on its way before it is answered.
    const deed = deedOf(statement);
    if (deed !== undefined) deeds.get(session)?.add(deed);
  };
  const after = (session: object, statement: Statement, result: Result): void => {
    if (/^commit/i.test(statement.text)) {
      reachAll(trigger, stepsAfterCommit(deeds.get(session)));
      deeds.delete(session);
      return;
    }
    if (isSequencers(statement)) {
      const taken = result.rows[0]?.token;
      const step = taken === token ? "lease renewed" : "lease taken";
      token = taken;
      onLease(taken !== undefined);
      if (taken !== undefined) trigger.reach(step);
    }
    reachAll(trigger, stepsAfter(statement));
  };
  patchClient(before, after, () => trigger.reach("event heard"));
}

/** Taking or renewing the lease of the log's one writer; mints have a lease of their own. */
const isSequencers = ({ text, values }: Statement): boolean =>
  text.includes("INSERT INTO leases") && values.includes("sequencer");

function reachAll(trigger: Trigger, steps: readonly Step[]): void {
  for (const step of steps) trigger.reach(step);
}

function deedOf({ text, values }: Statement): Deed | undefined {
  if (text.includes("INSERT INTO records ")) return "records";
  if (text.includes("INSERT INTO log_leaves")) return "leaves";
  if (text.includes('insert into "ledger_attempts"')) return "attempt";
  if (text.includes('update "ledger_attempts"')) return values.includes("dead") ? "death" : "ending";
  if (text.includes('"scanned_sequence" = $')) return "history";
  if (text.includes(`where "halt_kind" = $`)) return "seizure";
  return undefined;
}

function stepsAfter({ text, values }: Statement): Step[] {
  if (text.includes('select * from "outbox"')) return ["outbox read"];
  if (text.includes("INSERT INTO log_leaves")) return ["leaves written, not committed"];
  if (text.includes('insert into "ledger_attempts"')) return ["attempt written, not committed"];
  if (text.includes("pg_notify") && values.some((value) => String(value).includes("log.anchored")))
    return ["event written, not committed"];
  if (text.includes("JOIN log_leaves AS leaf") && text.includes("anchored_at IS NOT NULL"))
    return ["anchor read, not answered"];
  return [];
}

function stepsBeforeCommit(deeds: ReadonlySet<Deed> | undefined): Step[] {
  if (deeds?.has("records")) return ["record written, not committed"];
  if (deeds?.has("ending")) return ["ending written, not committed"];
  return deeds?.has("attempt") && !deeds.has("leaves") ? ["fresh attempt written, not committed"] : [];
}

function stepsAfterCommit(deeds: ReadonlySet<Deed> | undefined): Step[] {
  if (deeds?.has("records")) return ["record committed, not answered"];
  if (deeds?.has("leaves")) return ["append committed"];
  if (deeds?.has("death")) return ["death committed"];
  if (deeds?.has("ending")) return ["ending committed"];
  if (deeds?.has("attempt")) return ["fresh attempt committed"];
  if (deeds?.has("history")) return ["history accounted for"];
  return deeds?.has("seizure") ? ["log seized"] : [];
}

/**
 * Statements that travel together (`volley.ts`), of each of which only the text is told. What requests do travels so.
 */
type Together = { readonly texts: readonly string[]; handleReadyForQuery(connection: unknown): void };
const isTogether = (first: unknown): first is Together =>
  typeof first === "object" && first !== null && "texts" in first;

function patchClient(
  before: (session: object, statement: Statement) => void,
  after: (session: object, statement: Statement, result: Result) => void,
  onAnchored: () => void,
): void {
  const client = pg.Client.prototype;
  const query = client.query as (...args: unknown[]) => unknown;
  const watched = function (this: object, ...args: unknown[]): unknown {
    const [text, values] = args;
    if (isTogether(text)) {
      const statements = text.texts.map((one): Statement => ({ text: one, values: [] }));
      for (const statement of statements) before(this, statement);
      const answer = text.handleReadyForQuery.bind(text);
      text.handleReadyForQuery = (connection) => {
        for (const statement of statements) after(this, statement, { rows: [] });
        answer(connection);
      };
      return query.apply(this, args);
    }
    if (typeof text !== "string" || typeof args.at(-1) === "function") return query.apply(this, args);
    const statement = { text, values: Array.isArray(values) ? values : [] };
    before(this, statement);
    return (query.apply(this, args) as Promise<Result>).then((result) => {
      after(this, statement, result);
      return result;
    });
  };
  client.query = watched as typeof client.query;
  client.emit = function (this: EventEmitter, name: string, ...args: unknown[]): boolean {
    const [message] = args as [{ payload?: string }?];
    if (name === "notification" && message?.payload?.includes("log.anchored")) onAnchored();
    return EventEmitter.prototype.emit.call(this, name, ...args);
  } as typeof client.emit;
}
