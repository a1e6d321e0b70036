import { withGateway } from "./live.ts";
import { runSnippets } from "./snippets.ts";

/** Runs the snippets for curl against a live gateway. */

await withGateway((surroundings) => runSnippets(surroundings, "sh", (file) => ["bash", file]));
