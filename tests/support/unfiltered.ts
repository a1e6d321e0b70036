import {
  type BinaryOperationNode,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  PostgresQueryCompiler,
  type QueryId,
  RawNode,
} from "kysely";
import type { ScopedDb } from "../../src/platform/scoped.ts";

/**
 * The application without its own tenant filter, as if every WHERE on an organisation had been forgotten, and for a
 * person's own account every WHERE on the person: what is left to keep them apart is PostgreSQL. Joins of a table with
 * a table stay.
 *
 * @param left told each statement that still filters
 */
export function unfiltered(inner: ScopedDb, left: (sql: string) => void): ScopedDb {
  const [ofOrgs, ofPerson] = [without("org_id", left), without("user_id", left)];
  return {
    of: (...orgIds) => inner.of(...orgIds).withPlugin(ofOrgs),
    person: (userId, ...orgIds) => inner.person(userId, ...orgIds).withPlugin(ofPerson),
    shared: inner.shared.withPlugin(ofOrgs),
    pipelined: (orgIds, work) => inner.pipelined(orgIds, (tx) => work(tx.withPlugin(ofOrgs) as typeof tx)),
  };
}

type Tenant = "org_id" | "user_id";

function without(column: Tenant, left: (sql: string) => void): KyselyPlugin {
  const transformer = new FilterRemover(column);
  // What of a statement still filters afterwards.
  const remains = new RegExp(`\\b${column}"?\\s*(=|in\\b|<>)\\s*(\\$|\\(|any)`, "i");
  return {
    transformQuery({ node, queryId }) {
      const stripped = transformer.transformNode(node, queryId);
      const { sql } = new PostgresQueryCompiler().compileQuery(stripped, queryId);
      if (remains.test(sql)) left(sql);
      return stripped;
    },
    transformResult: async ({ result }) => result,
  };
}

const always = RawNode.createWithSql("true") as unknown as BinaryOperationNode;

class FilterRemover extends OperationNodeTransformer {
  readonly #column: Tenant;

  constructor(column: Tenant) {
    super();
    this.#column = column;
  }

  protected override transformBinaryOperation(node: BinaryOperationNode, queryId?: QueryId): BinaryOperationNode {
    // Without what joins a person's tables nothing of the statement would be left.
    const isJoin = this.#column === "user_id" && columnOf(node.rightOperand) === this.#column;
    return columnOf(node.leftOperand) === this.#column && !isJoin
      ? always
      : super.transformBinaryOperation(node, queryId);
  }

  protected override transformRaw(node: RawNode, queryId?: QueryId): RawNode {
    const fragments = [...node.sqlFragments];
    const parameters = [...node.parameters];
    for (let i = 0; i < parameters.length; i++) {
      const [before = "", after = ""] = fragments.slice(i, i + 2);
      // `org_id = $1`
      const compared = new RegExp(`(?:\\b\\w+\\.)?\\b${this.#column} = $`).exec(before);
      if (compared !== null) {
        fragments[i] = `${before.slice(0, compared.index)}(`;
        fragments[i + 1] = `::text IS NOT NULL)${after}`;
      }
      // `(org_id, plant_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`
      const listed = /\((?:\w+\.)?org_id, ([^)]*)\) IN \(\s*SELECT \* FROM unnest\(\s*$/.exec(before);
      if (listed !== null) {
        fragments.splice(
          i,
          2,
          `${before.slice(0, listed.index)}(${listed[1]}) IN (SELECT * FROM unnest(${after.replace(/^::text\[\],\s*/, "")}`,
        );
        parameters.splice(i, 1);
        i--;
      }
    }
    // `candidate.org_id = query.org_id`, where one side is a list that the application gave.
    const texts = fragments.map((text) =>
      text.replaceAll(/\b\w+\.org_id = (query|moved|plant|wanted)\.org_id\b/g, "true"),
    );
    return super.transformRaw(RawNode.create(texts, parameters), queryId);
  }
}

/** Its name; undefined for anything else. */
function columnOf(node: OperationNode): string | undefined {
  const { kind, column } = node as { kind: string; column?: { column?: { name?: string } } };
  return kind === "ReferenceNode" ? column?.column?.name : undefined;
}
