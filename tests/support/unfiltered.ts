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

/** What of a statement still names an organisation after its filters were taken out. */
const remains = /\borg_id"?\s*(=|in\b|<>)\s*(\$|\(|any)/i;

/**
 * The application without its own tenant filter, as if every WHERE on an organisation had been forgotten: what is left
 * to keep organisations apart is PostgreSQL. Joins of a table with a table stay.
 *
 * @param left told each statement that still filters
 */
export function unfiltered(inner: ScopedDb, left: (sql: string) => void): ScopedDb {
  const transformer = new FilterRemover();
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      const stripped = transformer.transformNode(node, queryId);
      const { sql } = new PostgresQueryCompiler().compileQuery(stripped, queryId);
      if (remains.test(sql)) left(sql);
      return stripped;
    },
    transformResult: async ({ result }) => result,
  };
  return {
    of: (...orgIds) => inner.of(...orgIds).withPlugin(plugin),
    shared: inner.shared.withPlugin(plugin),
    pipelined: (orgIds, work) => inner.pipelined(orgIds, (tx) => work(tx.withPlugin(plugin) as typeof tx)),
  };
}

const always = RawNode.createWithSql("true") as unknown as BinaryOperationNode;

class FilterRemover extends OperationNodeTransformer {
  protected override transformBinaryOperation(node: BinaryOperationNode, queryId?: QueryId): BinaryOperationNode {
    return isOrgColumn(node.leftOperand) ? always : super.transformBinaryOperation(node, queryId);
  }

  protected override transformRaw(node: RawNode, queryId?: QueryId): RawNode {
    const fragments = [...node.sqlFragments];
    const parameters = [...node.parameters];
    for (let i = 0; i < parameters.length; i++) {
      const [before = "", after = ""] = fragments.slice(i, i + 2);
      // `org_id = $1`
      const compared = /(?:\b\w+\.)?\borg_id = $/.exec(before);
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

function isOrgColumn(node: OperationNode): boolean {
  const { kind, column } = node as { kind: string; column?: { column?: { name?: string } } };
  return kind === "ReferenceNode" && column?.column?.name === "org_id";
}
