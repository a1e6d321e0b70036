/** The first thing that does not hold: an audit ends here. The message names the record, message or field. */
export class BrokenLink extends Error {
  /** Which check found it. */
  readonly check: string;

  constructor(check: string, detail: string) {
    super(detail);
    this.name = "BrokenLink";
    this.check = check;
  }
}

/**
 * One line of an audit's report:
 * `ok`         checked, and it holds;
 * `note`       worth knowing, and no failure;
 * `unchecked`  could not be checked: the audit is not complete, which is not a success.
 */
export type Finding = { readonly check: string; readonly state: "ok" | "note" | "unchecked"; readonly detail: string };

export function ok(check: string, detail: string): Finding {
  return { check, state: "ok", detail };
}

export function note(check: string, detail: string): Finding {
  return { check, state: "note", detail };
}

export function unchecked(check: string, detail: string): Finding {
  return { check, state: "unchecked", detail };
}

/** `1 message`, `1,412 messages`. */
export function count(n: number | bigint, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en-US")} ${BigInt(n) === 1n ? one : many}`;
}
