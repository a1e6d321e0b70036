import { describe, expect, test } from "vitest";
import { faultOf } from "../../src/http/caught.ts";
import { problemAnswer } from "../../src/http/problem.ts";
import { problemKinds } from "../../src/http/problem-kinds.ts";
import { problemSchema } from "../../src/http/schemas.ts";
import { Fault, faultCodes } from "../../src/kernel/fault.ts";
import { bodyOf, faceWithoutDatabase } from "./support.ts";

const request = { publicUrl: "https://gateway.example", requestId: "req_1" };

describe("a problem document", () => {
  test.each(faultCodes)("of %s has a type that resolves, for programs and for browsers", async (code) => {
    const { app } = faceWithoutDatabase();
    const { body, status } = problemAnswer(new Fault(code, "What to do."), request);
    expect(problemSchema.parse(body)).toEqual(body);
    expect(body.status).toBe(status);
    const path = body.type.replace(request.publicUrl, "");
    const kind = await bodyOf(await app.request(path));
    expect(kind).toMatchObject({ type: body.type, code, status, title: problemKinds[code].title });
    const page = await app.request(path, { headers: { Accept: "text/html,application/xhtml+xml" } });
    expect(page.headers.get("Content-Type")).toContain("text/html");
    expect(await page.text()).toContain("<h1>");
  });

  test("is a page for somebody who followed a wrong link to a page, and stays a document of the API", async () => {
    const { app } = faceWithoutDatabase();
    const asked = (path: string, accept: string) => app.request(path, { headers: { Accept: accept } });
    const browser = "text/html,application/xhtml+xml,*/*;q=0.8";
    for (const [path, status] of [
      ["/retirements/RET-1%3Cb%3E", 404],
      ["/retirements?cursor=bad", 400],
      ["/nothing", 404],
    ] as const) {
      const answer = await asked(path, browser);
      expect([answer.status, answer.headers.get("Content-Type")]).toEqual([status, "text/html; charset=utf-8"]);
      expect(await answer.text()).toMatch(/<h1>.*<a href="[^"]*\/problems\/[a-z-]+">What it means<\/a>/s);
      expect((await asked(path, "*/*")).headers.get("Content-Type")).toBe("application/problem+json");
    }
    for (const path of ["/api/v1/nothing", "/log/nothing"]) {
      expect((await asked(path, browser)).headers.get("Content-Type")).toBe("application/problem+json");
    }
  });

  test("carries errors, extensions and Retry-After, and no extension can replace a member of RFC 9457", () => {
    const errors = [{ pointer: "/a", rule: "r", detail: "d" }];
    const extensions = { record: "/api/v1/records/x", status: 200, type: "about:blank", instance: "x" };
    const { body, headers } = problemAnswer(
      new Fault("reading-conflict", "D.", { errors, extensions, retryAfterS: 1.2 }),
      request,
    );
    expect(body).toEqual({
      type: "https://gateway.example/problems/reading-conflict",
      title: problemKinds["reading-conflict"].title,
      status: 409,
      detail: "D.",
      instance: "urn:request:req_1",
      errors,
      record: "/api/v1/records/x",
    });
    expect(headers["Retry-After"]).toBe("2");
  });

  test("of a failure nobody foresaw says nothing of it", () => {
    const { body, status } = problemAnswer(faultOf(new TypeError("password=hunter2 at db:5432")), request);
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/hunter2|TypeError|db:5432|stack/);
  });
});

test("a handler that fails is a bare 500 for the caller and a line with the cause in the log, under one id", async () => {
  const { app, logLines } = faceWithoutDatabase({
    readiness: () => Promise.reject(new Error("the pool is gone")),
  });
  const response = await app.request("/health/ready");
  expect(response.status).toBe(500);
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  const body = await bodyOf(response);
  expect(body.type).toBe("https://gateway.example/problems/internal");
  expect(JSON.stringify(body)).not.toContain("pool");
  const id = response.headers.get("X-Request-Id");
  expect(body.instance).toBe(`urn:request:${id}`);
  const logged = logLines.map((line) => JSON.parse(line)).find(({ level }) => level === "error");
  expect(logged).toMatchObject({ req_id: id, route: "/health/ready", err: { message: "the pool is gone" } });
});

test("the catalogue lists every code once, as JSON and as a page", async () => {
  const { app } = faceWithoutDatabase();
  const { items } = await bodyOf(await app.request("/problems"));
  expect(items.map(({ code }: { code: string }) => code)).toEqual([...faultCodes]);
  const page = await (await app.request("/problems", { headers: { Accept: "text/html" } })).text();
  for (const code of faultCodes) expect(page).toContain(`href="problems/${code}"`);
});

test("a problem that does not exist is itself not found", async () => {
  const { app } = faceWithoutDatabase();
  const response = await app.request("/problems/constructor");
  expect(response.status).toBe(404);
  expect((await bodyOf(response)).type).toBe("https://gateway.example/problems/not-found");
});
