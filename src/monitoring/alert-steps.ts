/**
 * The states of an alert and what leads from one to the next: pure, so that every gateway, and a test of every
 * transition, decides alike.
 *
 *   (none) -> pending -> firing <-> acknowledged -> resolved
 *                           \\-> silenced <-/
 *
 * A pending alert whose condition ends is dropped. Whoever was told that an alert fires is told that it is over, silence
 * or not; of what fired and ended in a silence nobody hears.
 */

export const alertStates = ["pending", "firing", "acknowledged", "silenced", "resolved"] as const;
export type AlertState = (typeof alertStates)[number];

export type Standing = {
  readonly state: AlertState;
  readonly isAcknowledged: boolean;
  /** Somebody was told that it fires. */
  readonly told: boolean;
};

/** What one look at the condition gave. */
export type Look = {
  /**
   * `holds`: not for long enough yet. `fires`: for long enough. `over`: it holds no more, by the hysteresis of an alert
   * that is open. `unknown`: nothing new to go by, and nothing changes.
   */
  readonly condition: "holds" | "fires" | "over" | "unknown";
  readonly isSilenced: boolean;
};

export const alertChanges = ["pending", "fired", "acknowledged", "silenced", "silence-ended", "resolved"] as const;
export type AlertChange = (typeof alertChanges)[number];

export type Step = {
  /** Undefined: there is no alert, or no longer. */
  readonly standing: Standing | undefined;
  readonly changes: readonly { readonly change: AlertChange; readonly isTold: boolean }[];
};

const none: Step["changes"] = [];

/** What a look makes of an alert; undefined: there is none yet. */
export function step(standing: Standing | undefined, look: Look): Step {
  if (standing === undefined || standing.state === "pending") return begin(standing, look);
  if (standing.state === "resolved") return { standing, changes: none };
  const { condition, isSilenced } = look;
  const { told, isAcknowledged } = standing;
  if (condition === "over")
    return { standing: { ...standing, state: "resolved" }, changes: [{ change: "resolved", isTold: told }] };
  if (isSilenced && standing.state !== "silenced")
    return { standing: { ...standing, state: "silenced" }, changes: [{ change: "silenced", isTold: told }] };
  if (!isSilenced && standing.state === "silenced") {
    const state = isAcknowledged ? "acknowledged" : "firing";
    return { standing: { ...standing, state, told: true }, changes: [{ change: "silence-ended", isTold: true }] };
  }
  return { standing, changes: none };
}

function begin(standing: Standing | undefined, { condition, isSilenced }: Look): Step {
  switch (condition) {
    case "unknown":
      return { standing, changes: none };
    case "over":
      return { standing: undefined, changes: none };
    case "holds":
      if (standing !== undefined) return { standing, changes: none };
      return {
        standing: { state: "pending", isAcknowledged: false, told: false },
        changes: [{ change: "pending", isTold: false }],
      };
    case "fires":
      return isSilenced
        ? {
            standing: { state: "silenced", isAcknowledged: false, told: false },
            changes: [
              { change: "fired", isTold: false },
              { change: "silenced", isTold: false },
            ],
          }
        : {
            standing: { state: "firing", isAcknowledged: false, told: true },
            changes: [{ change: "fired", isTold: true }],
          };
  }
}

/** Somebody looks after it. Undefined: there is nothing to acknowledge in this state. */
export function acknowledge(standing: Standing): Step | undefined {
  if (standing.state === "pending" || standing.state === "resolved") return undefined;
  if (standing.isAcknowledged) return { standing, changes: none };
  const state = standing.state === "silenced" ? "silenced" : "acknowledged";
  return {
    standing: { ...standing, state, isAcknowledged: true },
    changes: [{ change: "acknowledged", isTold: standing.told }],
  };
}
