import { Fault } from "../kernel/fault.ts";

/**
 * Runs what refuses by fields of a calculation request, and says the fields of the caller's own request
 * instead; a field the caller did not send is named in the words alone.
 */
export async function repointed<T>(fields: Readonly<Record<string, string>>, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Fault) || error.facts.errors === undefined) throw error;
    const errors = error.facts.errors.map(({ pointer, ...rest }) => {
      const own = pointer === undefined ? undefined : fields[pointer];
      return own === undefined ? rest : { pointer: own, ...rest };
    });
    throw new Fault(error.code, error.message, { ...error.facts, errors });
  }
}
