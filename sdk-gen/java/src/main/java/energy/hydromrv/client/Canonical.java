package energy.hydromrv.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The canonical form of JSON (RFC 8785). */
final class Canonical {
    private Canonical() {}

    /**
     * Members sorted by UTF-16 code units, no white space, numbers as ECMAScript writes them.
     *
     * @throws IllegalArgumentException for what has no canonical form: a number beyond the range, a lone surrogate
     */
    static String textOf(JsonNode value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(JsonNode value, StringBuilder text) {
        if (value.isObject()) {
            List<String> names = new ArrayList<>();
            value.fieldNames().forEachRemaining(names::add);
            // Strings compare by UTF-16 code units.
            names.sort(null);
            text.append('{');
            for (String name : names) {
                if (text.charAt(text.length() - 1) != '{') text.append(',');
                writeText(name, text);
                text.append(':');
                write(value.get(name), text);
            }
            text.append('}');
        } else if (value.isArray()) {
            text.append('[');
            for (int i = 0; i < value.size(); i++) {
                if (i > 0) text.append(',');
                write(value.get(i), text);
            }
            text.append(']');
        } else if (value.isTextual()) {
            writeText(value.textValue(), text);
        } else if (value.isNumber()) {
            text.append(numberText(value.doubleValue()));
        } else {
            text.append(value.asText());
        }
    }

    private static void writeText(String value, StringBuilder text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException("a lone surrogate has no canonical form");
        }
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            switch (unit) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (unit < 0x20) text.append(String.format("\\u%04x", (int) unit));
                    else text.append(unit);
                }
            }
        }
        text.append('"');
    }

    /** ECMAScript's Number::toString: the shortest digits that read back as the same double. */
    static String numberText(double value) {
        if (!Double.isFinite(value)) throw new IllegalArgumentException("a number beyond the range has no canonical form");
        if (value == 0) return "0";
        BigDecimal shortest = shortestOf(new BigDecimal(Math.abs(value)), Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        // Where the decimal point stands, counted from the first digit.
        int point = digits.length() - shortest.scale();
        digits = digits.replaceAll("0+$", "");
        String sign = value < 0 ? "-" : "";
        int count = digits.length();
        if (count <= point && point <= 21) return sign + digits + "0".repeat(point - count);
        if (0 < point && point <= 21) return sign + digits.substring(0, point) + "." + digits.substring(point);
        if (-6 < point && point <= 0) return sign + "0." + "0".repeat(-point) + digits;
        int power = point - 1;
        String head = digits.charAt(0) + (count > 1 ? "." + digits.substring(1) : "");
        return sign + head + "e" + (power >= 0 ? "+" : "-") + Math.abs(power);
    }

    private static BigDecimal shortestOf(BigDecimal exact, double value) {
        for (int precision = 1; precision < 17; precision++) {
            // Above a power of two lie twice the numbers that read back as it: the nearest may not, where the next does.
            for (RoundingMode mode : List.of(RoundingMode.HALF_EVEN, RoundingMode.CEILING)) {
                BigDecimal rounded = exact.round(new MathContext(precision, mode));
                if (rounded.doubleValue() == value) return rounded;
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
    }
}
