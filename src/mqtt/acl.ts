import { quantityNames } from "../hydropower/quantities.ts";
import { answerLevels, type Place, readingLevel, topicOf, topicRoot } from "./topics.ts";

/** The broker's user name of a device. No id holds the character between, so that no two devices have the same. */
export const brokerUserOf = ({ orgId, plantId, deviceId }: Place): string => [orgId, plantId, deviceId].join("~");

/**
 * Access rules in Mosquitto's form (mosquitto.conf, `acl_file`), under which a message on a device's topic can only be
 * that device's own: what `MQTT_TRUSTED=1` takes for granted. Whoever is not named may do nothing.
 *
 * @param gatewayUser the broker's user name of the gateways
 */
export function mosquittoAcl(places: readonly Place[], gatewayUser: string): string {
  const everywhere = { orgId: "+", plantId: "+", deviceId: "+" };
  const gateway = [
    `user ${gatewayUser}`,
    `topic read ${topicRoot}/#`,
    ...Object.values(answerLevels).map((level) => `topic write ${topicOf(everywhere, level)}`),
  ];
  const devices = places.flatMap((place) => [
    "",
    `user ${brokerUserOf(place)}`,
    ...[readingLevel, ...quantityNames].map((level) => `topic write ${topicOf(place, level)}`),
    ...Object.values(answerLevels).map((level) => `topic read ${topicOf(place, level)}`),
  ]);
  return `${[...gateway, ...devices].join("\n")}\n`;
}
