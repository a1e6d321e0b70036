import { expect, test } from "vitest";
import { startNodes } from "../src/gateway-ledger.ts";
import { type Ledger, LedgerUnavailable } from "../src/ledger/ledger.ts";
import { createLog } from "../src/platform/log.ts";

test("a gateway looks at the network's nodes when it starts, again while the mirror does not answer, and says what has changed", async () => {
  const answers: (() => Awaited<ReturnType<Ledger["renewNodes"]>>)[] = [
    () => {
      throw new LedgerUnavailable("away");
    },
    () => ({ added: ["0.0.6 at 192.0.2.6:50211"], removed: [] }),
  ];
  let asked = 0;
  const renewNodes: Ledger["renewNodes"] = async () => (answers[asked++] ?? answers[1])?.() ?? { refused: "" };
  const lines: string[] = [];
  const stops: (() => unknown)[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  startNodes({ renewNodes }, log, { add: (stop) => void stops.push(stop) }, 5);
  await expect.poll(() => lines.join("")).toMatch(/0\.0\.6 at 192\.0\.2\.6:50211.*the ledger's nodes have changed/);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await Promise.all(stops.map((stop) => stop()));
  // Once it was answered it is asked by the hour.
  expect(asked).toBe(2);
});
