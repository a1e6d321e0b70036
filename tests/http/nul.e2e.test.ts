import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { type Operation, operations, requestOf } from "./operations.ts";

/** PostgreSQL takes no NUL in a text: none may come so far, by whatever way. */

let gateway: TestGateway;
let member: string;
let registrar: string;
beforeAll(async () => {
  gateway = await testGateway();
  member = await gateway.sessionWith(["owner", "operator", "verifier", "issuer", "auditor"]);
  registrar = await gateway.keyWith(["registrar"]);
});
afterAll(() => gateway?.stop());

async function statusOf({ operationId }: Operation, path: string, init: RequestInit): Promise<number> {
  const key = operationId === "listMeterClashes" ? registrar : member;
  const headers = { ...init.headers, authorization: `Bearer ${key}` };
  const response = await fetch(`${gateway.baseUrl}${path}`, { ...init, headers });
  await response.arrayBuffer();
  return response.status;
}

const parametersOf = ({ parameters = [] }: Operation, place: "path" | "query") =>
  parameters.filter((one) => one.in === place).map(({ name }) => name);

describe("a NUL", () => {
  test.each(
    operations.flatMap((one) => parametersOf(one, "query").map((name) => [one.operationId, name, one] as const)),
  )("is refused of %s in the query parameter %s", async (_id, name, operation) => {
    const { path, init } = requestOf(operation);
    const [plain = "", query] = path.split("?");
    const asked = new URLSearchParams(query);
    asked.set(name, "a\0b");
    expect(await statusOf(operation, `${plain}?${asked}`, init)).toBe(400);
  });

  test.each(
    operations.flatMap((one) => parametersOf(one, "path").map((name) => [one.operationId, name, one] as const)),
  )("is nothing's id for %s in %s of its path", async (_id, name, operation) => {
    const { path, init } = requestOf(operation, { [name]: "a%00b" });
    expect(await statusOf(operation, path, init)).toBeOneOf([400, 404]);
  });

  test.each(operations.filter(({ requestBody }) => "text/csv" in (requestBody?.content ?? {})))(
    "is refused of $operationId in its table",
    async (operation) => {
      const { path, init } = requestOf(operation);
      expect(await statusOf(operation, path, { ...init, body: `${init.body}\0` })).toBe(400);
    },
  );
});
