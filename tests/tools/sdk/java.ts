import { runIn, withGateway } from "./live.ts";

/** Builds the SDK and runs its tests against a live gateway. */

const sdk = new URL("../../../sdk-gen/java", import.meta.url).pathname;
await withGateway((surroundings) => runIn(sdk, ["mvn", "-B", "-q", "clean", "package"], surroundings));
