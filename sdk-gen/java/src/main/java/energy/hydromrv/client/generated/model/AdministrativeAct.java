// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AdministrativeAct of the API.
 *
 * @param actNo Grows with time; numbers of other organisations lie between
 * @param actor Id of the key or user; {@code registration}: the organisation itself as it registered; null: the operator's
 *     console on the gateway's machine
 * @param act What was done, such as {@code key.created}
 * @param _object What it was done to
 * @param recordId The record of the organisation's chain that holds it; null for the moment until it is sealed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record AdministrativeAct(
        @JsonProperty("act_no") Long actNo,
        @JsonProperty("at") String at,
        @JsonProperty("actor") String actor,
        @JsonProperty("act") String act,
        @JsonProperty("object") String _object,
        @JsonProperty("detail") Object detail,
        @JsonProperty("record_id") String recordId
) {
}
