/** Thrown where a process is made to die. Nothing of ours catches it on purpose. */
export class Crash extends Error {
  constructor(step: string) {
    super(`the process died at: ${step}`);
    this.name = "Crash";
  }
}

/**
 * Where a process dies: at which of the steps with this name. `not-done`: before it. `done`: the step
 * happened, but nobody lives to hear of it.
 */
export type Death = { readonly step: string; readonly time?: number; readonly mode: "not-done" | "done" };

/** The steps that one process takes, and the one it dies at. After its death it can do nothing more. */
export class Steps {
  readonly taken: string[] = [];
  readonly #death: Death | undefined;
  #dead = false;

  constructor(death?: Death) {
    this.#death = death;
  }

  get isDead(): boolean {
    return this.#dead;
  }

  async take<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.mustLive(name);
    this.taken.push(name);
    const { step, time = 1, mode } = this.#death ?? {};
    if (step !== name || this.taken.filter((taken) => taken === name).length !== time) return work();
    if (mode === "done") await work();
    this.#dead = true;
    throw new Crash(name);
  }

  mustLive(name: string): void {
    if (this.#dead) throw new Crash(name);
  }
}
