import { type DamFigures, inflations } from "./dams.ts";
import { learningDaysFlagged } from "./references.ts";
import { type Case, figuresOf, type SimulatedOutcome } from "./simulated.ts";

const percent = (share: number) => (Number.isNaN(share) ? "-" : `${Number((100 * share).toPrecision(3))} %`);
const three = (value: number) => (Number.isNaN(value) ? "-" : value.toFixed(3));

/** Real dams: one line a detector. */
export function printDams(figures: readonly DamFigures[]): void {
  console.log(
    `\nEight real dams, eight months learnt, four judged. References that score are let flag ${percent(learningDaysFlagged)} of the learnt days; what that gives in the judged months is in "days".`,
  );
  console.table(
    Object.fromEntries(
      figures.map((one) => [
        one.detector,
        {
          "honest: rejected": percent(one.rejected),
          flagged: percent(one.flagged),
          "re-opened": percent(one.reopened),
          days: percent(one.daysFlagged),
          "worst dam": `${percent(one.worstDam.daysFlagged)} ${one.worstDam.name}`,
          ...Object.fromEntries(
            one.found.map(({ found, auc }, i) => [
              `+${percent(inflations[i] ?? 0)}: found / AUC`,
              `${percent(found)} / ${three(auc)}`,
            ]),
          ),
        },
      ]),
    ),
  );
}

/** Honest simulated plants: all together and the worst one, one line a detector. */
export function printHonest(outcomes: readonly SimulatedOutcome[]): void {
  console.log(
    `\n${outcomes[0]?.honest.length ?? 0} simulated plants, honest: readings rejected and flagged, days flagged.`,
  );
  console.table(
    Object.fromEntries(
      outcomes.map(({ detector, honest }) => {
        const readings = honest.reduce((sum, { outcome }) => sum + outcome.readings, 0);
        const days = honest.flatMap(({ outcome }) => outcome.days);
        const rejected = honest.reduce((sum, { outcome }) => sum + outcome.rejected, 0);
        const flagged = honest.map(({ outcome }) => outcome.flagged + outcome.reopened);
        const shares = honest.map(({ outcome }, i) => (flagged[i] ?? 0) / outcome.readings);
        const worst = shares.indexOf(Math.max(...shares));
        return [
          detector,
          {
            rejected: percent(rejected / readings),
            "flagged or re-opened": percent(flagged.reduce((sum, count) => sum + count, 0) / readings),
            "worst plant": `${percent(shares[worst] ?? 0)} seed ${honest[worst]?.seed ?? "-"}`,
            days: percent(days.filter((day) => day.flagged).length / days.length),
          },
        ];
      }),
    ),
  );
}

const nameOf = ({ cheat, size }: Case) => (size === undefined ? cheat : `${cheat} ${percent(size)}`);

/** Simulated cheats: one line a cheat; for every detector found within a day / a week, delay, AUC. */
export function printSimulated(outcomes: readonly SimulatedOutcome[]): void {
  for (const shows of [true, false]) {
    console.log(
      shows
        ? "\nSimulated cheats: plants found within a day / a week of readings, readings until found (median), AUC of days."
        : "\nThe same where no reading of the plant can show the cheat, only a grid meter, a neighbour's gauge or the hill chart.",
    );
    const byDetector = outcomes.map((outcome) => ({
      detector: outcome.detector,
      figures: new Map(figuresOf(outcome, shows).map((figures) => [nameOf(figures), figures])),
    }));
    const names = [...(byDetector[0]?.figures.keys() ?? [])];
    console.table(
      Object.fromEntries(
        names.map((name) => [
          name,
          {
            plants: byDetector[0]?.figures.get(name)?.plants ?? 0,
            ...Object.fromEntries(
              byDetector.map(({ detector, figures }) => {
                const one = figures.get(name);
                if (one === undefined) return [detector, "-"];
                const delay = Number.isNaN(one.delay) ? "-" : String(one.delay);
                return [
                  detector,
                  `${percent(one.withinDay)} / ${percent(one.withinWeek)}, ${delay}, ${three(one.auc)}`,
                ];
              }),
            ),
          },
        ]),
      ),
    );
  }
}
