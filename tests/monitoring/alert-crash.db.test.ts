import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { codeOf, confirmChannel, createChannel } from "../../src/monitoring/alert-channels.ts";
import { type AlertMailDeps, sendAlertMails } from "../../src/monitoring/alert-mail.ts";
import { expireLeases } from "../../src/platform/lease.ts";
import { createMailer } from "../../src/platform/mail.ts";
import { mailbox } from "../support/mailbox.ts";
import { steppedDatabase } from "../support/stepped-database.ts";
import { Crash, type Death, Steps } from "../support/steps.ts";
import { type AlertWorld, alertWorld, minuteMs, plantId } from "./alert-world.ts";

/**
 * A gateway dies at each of its steps, before it and after it, and another one goes on. Whatever happened, each change
 * is told of once: one event for webhooks and streams, one mail for each address.
 */

let world: AlertWorld;
let post: Awaited<ReturnType<typeof mailbox>>;
beforeEach(async () => {
  world = await alertWorld();
  post = await mailbox();
  await world.bench.addPlant("acme");
});
afterEach(async () => {
  await world?.bench.close();
  await post?.close();
});

const address = "operator@acme.example";

async function withAddress(): Promise<string> {
  const choice = { kind: "email", target: address, plants: null, leastSeverity: "info" } as const;
  const channel = await createChannel(world.verbs, world.owner(), choice);
  await confirmChannel(world.verbs, world.owner(), channel.channelId, codeOf(world.verbs.plantSecret, channel));
  await world.bench.connection.pool.query("DELETE FROM alert_mails");
  return channel.channelId;
}

const mailDeps = (db: AlertMailDeps["db"] = world.bench.work.db): AlertMailDeps & { close(): void } => {
  const mailer = createMailer(post.url, "gateway@mrv.example");
  const { clock, log } = world.depsOf();
  const publicUrl = () => "https://mrv.example";
  const deps = { db, clock, log, metrics: world.metrics, mailer, plantSecret: world.verbs.plantSecret, publicUrl };
  return { ...deps, close: () => mailer.close() };
};

/** One look of a gateway that dies at a step; the next one holds its own lease. @returns whether it died */
async function lookDying(death: Death | undefined, holderName: string): Promise<{ died: boolean; steps: Steps }> {
  const steps = new Steps(death);
  const stepped = steppedDatabase(world.bench.urls.workerUrl, steps);
  try {
    await world.look({ ...world.depsOf(holderName), db: stepped.db });
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  } finally {
    await stepped.close();
  }
  await expireLeases(world.bench.work.db);
  return { died: steps.isDead, steps };
}

async function story(death: Death | undefined): Promise<{ died: boolean; steps: Steps }> {
  await withAddress();
  await world.withoutDefaults();
  await world.rule({ kind: "threshold", quantity: "head_height_m", below: 40, for_s: 300 });
  await world.rule({ kind: "absence", after_s: 600 });
  await world.look();
  await expireLeases(world.bench.work.db);
  await world.send({ head_height_m: 36 }, { minutes: 2 });
  world.later(5);
  await world.send({ head_height_m: 36 });
  world.later(11);
  const first = await lookDying(death, "first");
  await world.look(world.depsOf("successor"));
  await expireLeases(world.bench.work.db);
  await world.send({ head_height_m: 45 });
  // The second look is another gateway's; it dies if the first one took fewer such steps.
  const second = first.died ? first : await lookDying(death, "second");
  await world.look(world.depsOf("third"));
  return { died: first.died || second.died, steps: second.steps };
}

async function outcome() {
  const { pool } = world.bench.connection;
  const count = async (text: string) => (await pool.query(text)).rows[0].n as number;
  return {
    told: (await world.told()).sort(),
    states: (await world.states()).sort(),
    mails: await count("SELECT count(*)::int AS n FROM alert_mails"),
    changes: await count("SELECT count(*)::int AS n FROM alert_changes WHERE change IN ('fired', 'resolved')"),
    readTo: await count(
      "SELECT read_to = (SELECT max(seq) FROM plant_heads WHERE plant_id = 'PLANT-HP-001') AS n FROM alert_plants",
    ),
  };
}

const expected = {
  told: ["alert.fired", "alert.fired", "alert.resolved", "alert.resolved"],
  states: ["resolved TURBINE-001", "resolved TURBINE-001"],
  mails: 4,
  changes: 4,
  readTo: true,
};

describe("a gateway that looks at alerts", () => {
  test("and lives", async () => {
    const { steps } = await story(undefined);
    expect(await outcome()).toEqual(expected);
    expect(new Set(steps.taken)).toEqual(new Set(["take lease", "commit write"]));
  });

  const deaths: Death[] = (["take lease", "commit write"] as const).flatMap((step) =>
    [1, 2].flatMap((time) => (["not-done", "done"] as const).map((mode) => ({ step, time, mode }))),
  );
  test.each(deaths)("and dies at a step: %o", async (death) => {
    const { died } = await story(death);
    // A look has one commit for the one plant: the second time is beyond it.
    expect(died).toBe(death.step === "take lease" || death.time === 1);
    expect(await outcome()).toEqual(expected);
  });

  test("and was paused for so long that another took over writes nothing any more", async () => {
    await world.withoutDefaults();
    await world.rule({ kind: "absence", after_s: 600 });
    await world.send({});
    world.later(60);
    const slow = new Steps();
    const stepped = steppedDatabase(world.bench.urls.workerUrl, slow);
    const { take } = slow;
    // Between its lease and its commit another gateway becomes the holder.
    slow.take = async (name, work) => {
      if (name === "commit write") throw new Error("unreachable before the lease is asked for");
      const done = await take.call(slow, name, work);
      if (slow.taken.length === 2) {
        await expireLeases(world.bench.work.db);
        await world.look(world.depsOf("other"));
      }
      return done as never;
    };
    await world.look({ ...world.depsOf("slow"), db: stepped.db });
    await stepped.close();
    expect(await world.told()).toEqual(["alert.fired"]);
  });
});

describe("mail", () => {
  async function fire(): Promise<void> {
    await withAddress();
    await world.send({});
    world.later(60);
    await world.look();
  }
  const send = async (deps = mailDeps()) => {
    try {
      await sendAlertMails(deps, new AbortController().signal);
    } finally {
      deps.close();
    }
  };

  test("that a clock a year ahead put off is sent once it is put back", async () => {
    await fire();
    await world.bench.connection.pool.query(
      "UPDATE alert_mails SET due_at = due_at + interval '1 year', created_at = created_at + interval '1 year'",
    );
    const before = await world.bench.connection.pool.query("SELECT FROM alert_mails");
    expect(before.rowCount).toBeGreaterThan(0);
    await send();
    const left = await world.bench.connection.pool.query("SELECT FROM alert_mails");
    expect(left.rowCount).toBe(0);
  });

  test("is there within five minutes of a server's return after a night, that of a new alert as what waited", async () => {
    await fire();
    const send = () => Promise.reject(new Error("connect ECONNREFUSED"));
    const away = { ...mailDeps(), mailer: { ...mailDeps().mailer, send } };
    for (let minute = 0; minute < 8 * 60; minute++) {
      world.later(1);
      await sendAlertMails(away, new AbortController().signal);
    }
    await world.send({});
    await world.look();
    world.later(60);
    await world.look();
    await sendAlertMails(away, new AbortController().signal);
    for (let minute = 0; minute < 5; minute++) {
      world.later(1);
      const deps = mailDeps();
      await sendAlertMails(deps, new AbortController().signal);
      deps.close();
    }
    expect(post.letters.map(({ subject }) => subject)).toEqual([
      `[warning] No readings at ${plantId}`,
      `[over] No readings at ${plantId}`,
      `[warning] No readings at ${plantId}`,
    ]);
  });

  test("says what fires and when it is over, once each, to confirmed addresses", async () => {
    await fire();
    await send();
    await send();
    await world.send({});
    await world.look();
    await send();
    expect(post.letters.map(({ to, subject }) => `${to} ${subject}`)).toEqual([
      `${address} [warning] No readings at ${plantId}`,
      `${address} [over] No readings at ${plantId}`,
    ]);
    expect(post.letters[0]?.text).toMatch(/no reading of TURBINE-001 since 2026-05-01T12:00:00.000Z/);
    expect(post.letters[0]?.text).toMatch(/https:\/\/mrv.example\/api\/v1\/alerts\/alr_/);
  });

  test("of a gateway that dies at any of its steps is sent all the same, and known by its Message-ID if twice", async () => {
    const ids = new Set<string>();
    for (const time of [1, 2, 3])
      for (const mode of ["not-done", "done"] as const) {
        await world.bench.close();
        world = await alertWorld();
        await world.bench.addPlant("acme");
        post.letters.length = 0;
        await fire();
        const stepped = steppedDatabase(world.bench.urls.workerUrl, new Steps({ step: "write", time, mode }));
        await send(mailDeps(stepped.db)).catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error;
        });
        await stepped.close();
        // What it had claimed is due again.
        world.later(3);
        await send();
        const own = new Set(post.letters.map(({ messageId }) => messageId));
        expect([time, mode, own.size, post.letters.length <= 2]).toEqual([time, mode, 1, true]);
        ids.add([...own][0] ?? "");
        const { rows } = await world.bench.connection.pool.query("SELECT FROM alert_mails");
        expect(rows).toEqual([]);
      }
    expect(ids.size).toBe(6);
  });

  test("that the server does not take is tried again, and the channel says so", async () => {
    await fire();
    post.refuse(1);
    await send();
    const { rows } = await world.bench.connection.pool.query("SELECT last_error FROM alert_channels");
    expect([post.letters, rows]).toEqual([[], [{ last_error: "the mail server did not take it" }]]);
    world.bench.now += minuteMs;
    await send();
    expect(post.letters).toHaveLength(1);
  });

  test("comes in the order of what happened, however late the server takes the first: the last one says how it stands", async () => {
    await fire();
    post.refuse(1);
    await send();
    // It is over, and begins again, before the first is tried once more.
    await world.send({});
    await world.look();
    await send();
    world.later(60);
    await world.look();
    const { rowCount } = await world.bench.connection.pool.query("UPDATE alert_mails SET due_at = $1 WHERE tries > 0", [
      new Date(world.bench.now + minuteMs),
    ]);
    expect(rowCount).toBe(1);
    await send();
    expect(post.letters).toEqual([]);
    world.later(2);
    await send();
    const [begins, ends] = [`[warning] No readings at ${plantId}`, `[over] No readings at ${plantId}`];
    expect(post.letters.map(({ subject }) => subject)).toEqual([begins, ends, begins]);
  });

  test("to an address that is not confirmed is its code, and nothing else", async () => {
    const choice = { kind: "email", target: "new@acme.example", plants: null, leastSeverity: "info" } as const;
    const channel = await createChannel(world.verbs, world.owner(), choice);
    await world.send({});
    world.later(60);
    await world.look();
    await send();
    expect(post.letters.map(({ subject }) => subject)).toEqual(["Confirm this address for alerts"]);
    const code = codeOf(world.verbs.plantSecret, channel);
    expect(post.letters[0]?.text).toContain(code);
    const wrong = confirmChannel(world.verbs, world.owner(), channel.channelId, `${code.slice(1)}0`);
    await expect(wrong).rejects.toMatchObject({ code: "rule-violated" });
    await confirmChannel(world.verbs, world.owner(), channel.channelId, code);
    await world.send({});
    await world.look();
    await send();
    expect(post.letters.map(({ subject }) => subject)).toEqual([
      "Confirm this address for alerts",
      `[over] No readings at ${plantId}`,
    ]);
  });

  test("is for alerts that are grave enough and of the chosen plants", async () => {
    for (const [target, plants, leastSeverity] of [
      ["critical@acme.example", null, "critical"],
      ["elsewhere@acme.example", ["ELSEWHERE"], "info"],
      ["here@acme.example", [plantId], "warning"],
    ] as const) {
      const channel = await createChannel(world.verbs, world.owner(), { kind: "email", target, plants, leastSeverity });
      await confirmChannel(world.verbs, world.owner(), channel.channelId, codeOf(world.verbs.plantSecret, channel));
    }
    await world.bench.connection.pool.query("DELETE FROM alert_mails");
    await world.send({});
    world.later(60);
    await world.look();
    await send();
    expect(post.letters.map(({ to }) => to)).toEqual(["here@acme.example"]);
  });
});
