import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { faceWithoutDatabase } from "./support.ts";

type Call = { readonly path: string; readonly body: Record<string, string> };

/** Runs the page's script as a browser would, as far as it uses one. */
async function visit(hash: string, answers: { readonly status: number; readonly body?: object }[]) {
  const { app } = faceWithoutDatabase();
  const page = await app.request("/account");
  const script = await (await app.request("/account/start.js")).text();
  let submit = async (): Promise<void> => undefined;
  const element = () => ({
    ...{ hidden: true, textContent: "", value: "" },
    addEventListener: (_type: string, listener: (event: object) => void) => {
      submit = async () => listener({ preventDefault: () => undefined });
    },
  });
  const elements: Record<string, ReturnType<typeof element>> = {
    ...{ form: element(), about: element(), told: element(), password: element(), next: element() },
  };
  const calls: Call[] = [];
  const shown: string[] = [];
  const reload = vi.fn();
  const listeners: Record<string, () => void> = {};
  runInNewContext(script, {
    location: { hash, pathname: "/account", reload },
    addEventListener: (type: string, listener: () => void) => {
      listeners[type] = listener;
    },
    document: { getElementById: (id: string) => elements[id] },
    history: { replaceState: (_state: null, _title: string, path: string) => shown.push(path) },
    fetch: async (path: string, init: { body: string }) => {
      calls.push({ path, body: JSON.parse(init.body) });
      const { status, body } = answers.shift() ?? { status: 500 };
      return { ok: status < 400, text: async () => (body === undefined ? "" : JSON.stringify(body)) };
    },
  });
  return { page, html: await page.text(), elements, calls, shown, reload, listeners, submit: () => submit() };
}

test("a link's page has no script or style of its own inside, and calls nobody but the gateway", async () => {
  const { page, html } = await visit("", []);
  expect(page.headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; script-src 'self'; connect-src 'self'/,
  );
  expect(html).not.toMatch(/https?:\/\/|<script>|<style| on[a-z]+=/);
  expect(html).toContain('src="account/start.js"');
});

test("a link from a letter sends its token with the password, tells what came of it and leaves the address bar", async () => {
  const joined = { email: "m@plants.example", organisation: "plants", roles: ["owner", "operator"] };
  const refused = { detail: "The password must have at least 12 characters." };
  const visited = await visit("#join=ghln_abc-1_2", [
    { status: 400, body: refused },
    { status: 200, body: joined },
  ]);
  expect([visited.elements.form?.hidden, visited.elements.next?.hidden]).toEqual([false, true]);
  // Each call that it leads to is one of the document, under the tag that it has there.
  const led = [...visited.html.matchAll(/href="docs#\/([\w-]+)\/(\w+)"/g)].map(([, tag, call]) => `${tag} ${call}`);
  expect(led).toEqual(["Sign-in login", "Sign-in enrolSecondFactor"]);
  if (visited.elements.password) visited.elements.password.value = "short";
  await visited.submit();
  await expect.poll(() => visited.elements.told?.textContent).toBe(refused.detail);
  expect(visited.shown).toEqual([]);
  if (visited.elements.password) visited.elements.password.value = "";
  await visited.submit();
  await expect.poll(() => visited.elements.told?.textContent).toContain("belongs to plants as owner, operator");
  expect(visited.calls).toEqual([
    { path: "api/v1/auth/verify-email", body: { token: "ghln_abc-1_2", password: "short" } },
    { path: "api/v1/auth/verify-email", body: { token: "ghln_abc-1_2" } },
  ]);
  expect(visited.shown).toEqual(["/account"]);
});

test("a button that is pressed twice sends once, as the link works once, and again once an answer came", async () => {
  const visited = await visit("#join=ghln_abc", [
    { status: 400, body: { detail: "The password is missing: this link begins an account." } },
    { status: 200, body: { email: "m@plants.example", organisation: "plants", roles: ["owner"] } },
    { status: 403, body: { detail: "This link is not good: it was used." } },
  ]);
  await Promise.all([visited.submit(), visited.submit()]);
  await expect.poll(() => visited.elements.told?.textContent).toContain("password is missing");
  await Promise.all([visited.submit(), visited.submit(), visited.submit()]);
  await expect.poll(() => visited.elements.told?.textContent).toContain("belongs to plants as owner");
  expect(visited.calls).toHaveLength(2);
});

test("a link to set a password does that", async () => {
  const visited = await visit("#password=ghln_x", [{ status: 204 }]);
  if (visited.elements.password) visited.elements.password.value = "seven green kingfishers";
  await visited.submit();
  await expect.poll(() => visited.elements.told?.textContent).toContain("new password");
  expect(visited.calls[0]?.path).toBe("api/v1/auth/password/reset");
});

test("a newer link that is opened in the same tab is taken: the token of the one before is not sent again", async () => {
  const { reload, listeners } = await visit("#join=ghln_old", []);
  expect(reload).not.toHaveBeenCalled();
  listeners.hashchange?.();
  expect(reload).toHaveBeenCalledOnce();
});

test.each(["", "#join=", "#join=<script>", "#other=ghln_x", "#join=a&b"])(
  "%j is no link: nothing is asked",
  async (hash) => {
    const { elements, calls } = await visit(hash, []);
    expect([elements.form?.hidden, calls]).toEqual([true, []]);
  },
);
