import { problemKinds } from "../src/http/problem-kinds.ts";
import { type FaultCode, faultCodes } from "../src/kernel/fault.ts";

/** The catalogue of problems as each language's typed errors: one class for each type. */

const notice = "Made by `npm run sdk` from the catalogue of problem types. Not to be edited.";
const pascal = (code: string) => code.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
const wordsOf = (code: FaultCode) => {
  const { status, title, meaning, remedy } = problemKinds[code];
  return { status, lines: [`${status}: ${title}.`, meaning, remedy] };
};

export function typescriptProblems(): string {
  const classes = faultCodes.map((code) => {
    const comment = wordsOf(code)
      .lines.map((line) => ` * ${line}\n`)
      .join(" *\n");
    return `/**\n${comment} */\nexport class ${pascal(code)}Error extends GatewayError {}\n`;
  });
  const entries = faultCodes.map((code) => `  "${code}": ${pascal(code)}Error,\n`).join("");
  return `// ${notice}
import { GatewayError, type Problem } from "../errors.ts";

${classes.join("\n")}
const classes: { readonly [code: string]: typeof GatewayError } = {
${entries}};

/** The error of a problem document, of the class that its type has. */
export function errorOf(problem: Problem, retryAfterS?: number): GatewayError {
  const code = problem.type.slice(problem.type.lastIndexOf("/") + 1);
  return new (classes[code] ?? GatewayError)(problem, retryAfterS);
}
`;
}

export function pythonProblems(): string {
  const classes = faultCodes.map((code) => {
    const text = wordsOf(code)
      .lines.map((line) => `    ${line}`)
      .join("\n\n");
    return `class ${pascal(code)}Error(GatewayError):\n    """${text.trimStart()}\n    """\n`;
  });
  const entries = faultCodes.map((code) => `    "${code}": ${pascal(code)}Error,\n`).join("");
  return `# ${notice}
from __future__ import annotations

from ..errors import GatewayError

${classes.join("\n\n").replaceAll('"""\n    """', '"""')}

CLASSES: dict[str, type[GatewayError]] = {
${entries}}
`;
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("*/", "*&#47;");

export function javaProblems(): string {
  const classes = faultCodes.map((code) => {
    const { lines } = wordsOf(code);
    const name = `${pascal(code)}Exception`;
    return `    /**
     * ${lines.map(escaped).join("\n     *\n     * <p>")}
     */
    public static final class ${name} extends GatewayException {
        private static final long serialVersionUID = 1L;

        ${name}(Problem problem, Double retryAfterS) {
            super(problem, retryAfterS);
        }
    }
`;
  });
  const cases = faultCodes.map(
    (code) => `            case "${code}" -> new ${pascal(code)}Exception(problem, retryAfterS);\n`,
  );
  return `// ${notice}
package energy.hydromrv.client.generated;

import energy.hydromrv.client.GatewayException;
import energy.hydromrv.client.Problem;

/** One exception for each type of the catalogue of problems. */
public final class Problems {
    private Problems() {}

${classes.join("\n")}
    /** The exception of a problem document; a plain {@link GatewayException} for a type that this version does not know. */
    public static GatewayException exceptionOf(Problem problem, Double retryAfterS) {
        return switch (problem.code()) {
${cases.join("")}            default -> new GatewayException(problem, retryAfterS);
        };
    }
}
`;
}
