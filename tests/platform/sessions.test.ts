import { expect, test } from "vitest";
import { type Answering, requireSessions, sharesSessions } from "../../src/platform/sessions.ts";

/** Which of the idle sessions of the server the next statement is given, or the next transaction. */
type Choice = (idle: number[]) => number | undefined;

/** A pooler that gives each statement outside of a transaction, or each transaction, a session of the server. */
function pooler(choose: Choice) {
  const idle: number[] = [];
  let opened = 100;
  return (): Answering => {
    let held: number | undefined;
    return {
      async query(sql) {
        const session = held ?? choose(idle) ?? ++opened;
        held = sql === "ROLLBACK" ? undefined : sql === "BEGIN" ? session : held;
        if (held === undefined) idle.push(session);
        return { rows: [{ pid: session }] };
      },
    };
  };
}

test.each<[string, Choice]>([
  ["used last", (idle) => idle.pop()],
  ["used longest ago", (idle) => idle.shift()],
  ["that it opens anew", () => undefined],
])("a pooler that gives each transaction the session %s shares sessions", async (_which, choose) => {
  const open = pooler(choose);
  expect(await sharesSessions(open(), open())).toBe(true);
});

test("connections with a session each share none", async () => {
  const own = (pid: number): Answering => ({ query: async () => ({ rows: [{ pid }] }) });
  expect(await sharesSessions(own(1), own(2))).toBe(false);
});

test("a database that does not answer at a start is said by the setting that leads to it, without its password", async () => {
  const failed = await requireSessions("postgres://u:secret-pw@127.0.0.1:1/x", "DATABASE_WORKER_URL").catch(String);
  expect(failed).toBe("Error: DATABASE_WORKER_URL: PostgreSQL does not answer (connect ECONNREFUSED 127.0.0.1:1).");
});
