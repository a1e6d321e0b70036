import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { HydroGateway, NoAnswerError } from "hydro-mrv-client";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

for (const [what, begins] of [
  ["never begins", false],
  ["begins and goes no further", true],
] as const) {
  test(`an answer that ${what} is given up in its time, whatever memory is taken back meanwhile`, async () => {
    const server = createServer((_request, response) => {
      if (begins) response.writeHead(200, { "content-type": "application/json" }).write('{"items":[');
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const collecting = setInterval(collectGarbage, 50);
    try {
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const call = new HydroGateway({ baseUrl, timeoutMs: 500, retries: 0 }).listPlants();
      const late = new Promise((resolve) => setTimeout(resolve, 5_000, "is waited for still").unref());
      await assert.rejects(Promise.race([call, late]), NoAnswerError);
    } finally {
      clearInterval(collecting);
      server.closeAllConnections();
      server.close();
    }
  });
}
