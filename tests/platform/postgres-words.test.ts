import { expect, test } from "vitest";
import { PostgresWords } from "../../src/platform/postgres-words.ts";

const at = "2026-11-22 17:59:04.531 UTC [25568] ";

function heard(...lines: string[]): PostgresWords {
  const words = new PostgresWords();
  const text = lines.map((line) => `${at}${line}\n`).join("");
  // As a pipe gives it: in pieces that end anywhere.
  for (let i = 0; i < text.length; i += 7) words.hear(text.slice(i, i + 7));
  return words;
}

const noSpace = 'could not write to file "pg_wal/xlogtemp.31": No space left on device';
const ready = "LOG:  database system is ready to accept connections";

test("of a start that fails the reason is told, not that it failed", () => {
  const words = heard(
    "LOG:  starting PostgreSQL 18.0",
    `FATAL:  ${noSpace}`,
    "LOG:  startup process (PID 31) exited with exit code 1",
    "LOG:  database system is shut down",
  );
  expect(words.isReady).toBe(false);
  expect(words.lastWords).toBe(noSpace);
});

test("where no reason is told, its last words are", () => {
  expect(heard("LOG:  database system is shut down").lastWords).toBe("database system is shut down");
  expect(new PostgresWords().lastWords).toBe("no word");
});

test("what ends a client's session is no reason of its own end", () => {
  const words = heard(ready, 'FATAL:  password authentication failed for user "x"', "FATAL:  terminating connection");
  expect(words.isReady).toBe(true);
  expect(words.failure).toBeUndefined();
});

test("a full disk is told, behind which it could not come back", () => {
  const words = heard(
    ready,
    `PANIC:  ${noSpace}`,
    `STATEMENT:  ${"x".repeat(100_000)}`,
    "LOG:  server process (PID 7) was terminated by signal 6: Aborted",
    "FATAL:  the database system is in recovery mode",
    "LOG:  shutting down because restart_after_crash is off",
  );
  expect(words.failure).toBe(noSpace);
});

test("what it has come back from is no reason any more", () => {
  expect(heard(ready, `PANIC:  ${noSpace}`, ready).failure).toBeUndefined();
});
