import { expect, test } from "vitest";
import { faceWithoutDatabase } from "./support.ts";

const { app } = faceWithoutDatabase();

/** Contrast of two colours by WCAG 2.2: 1 to 21. */
function contrast(one: string, other: string): number {
  const [a = 0, b = 0] = [luminance(one), luminance(other)].toSorted((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("what is written on the page of the API stands out from its ground by 4.5 at least", async () => {
  const html = await (await app.request("/docs")).text();
  expect(html.indexOf("docs/start.css")).toBeGreaterThan(html.indexOf("docs/swagger-ui.css"));
  const style = await (await app.request("/docs/start.css")).text();
  const rules = [...style.matchAll(/(\S.*?) \{(.*?)\}/g)];
  expect(rules.length).toBeGreaterThan(10);
  for (const [, selector = "", said = ""] of rules) {
    const [, ground] = /background: (#\w{6})/.exec(said) ?? [];
    const [, text] = /(?<![\w-])color: (#\w{6})/.exec(said) ?? [];
    // Labels are white on their colour, texts lie on white, those of examples on a dark ground of Swagger UI's.
    const page = selector.includes("microlight") ? "#333333" : selector.includes("button") ? "#efefef" : "#ffffff";
    const found = ground === undefined ? (text === undefined ? 21 : contrast(text, page)) : contrast("#ffffff", ground);
    expect(found, selector).toBeGreaterThanOrEqual(4.5);
  }
});

test("the page of a problem leads on: to all of them, to the calls and to the start", async () => {
  const html = await (await app.request("/problems/not-found", { headers: { Accept: "text/html" } })).text();
  const led = [...html.matchAll(/href="([^"]+)"/g)].map(
    ([, href = ""]) => new URL(href, "http://h/problems/not-found").pathname,
  );
  expect(led).toEqual(["/problems", "/docs", "/"]);
  for (const path of led) expect((await app.request(path, { headers: { Accept: "text/html" } })).status).toBe(200);
});
