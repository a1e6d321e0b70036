/** What `npm run import -- --help` says. */
export const usage = `Sends a history of readings through the API of a running gateway.

  npm run import -- FILE --plant ID [options]

FILE is a CSV with a heading, or NDJSON (.ndjson, .jsonl) with one body of POST /api/v1/telemetry a line.
Rows go in the order of the file, many in one call, and are recorded as history ("source": "backfill"), which takes
the key of an operator. A second run of the same command goes on where the first one stopped.

  --plant ID           the plant, as registered (needed)
  --device ID          the device; or a column device_id
  --map A=B,C=D        column A is quantity B; B may be timestamp, device_id, interval_s, device_seq,
                       or - to leave the column out; wire names and common headings need no --map. A date and a
                       time of day in columns of their own: DATE+TIME=timestamp
  --interval SECONDS   every row covers this long (3600: hours); auto: the shorter of the distances to the
                       rows before and after; absent: a column interval_s, else rows are instants
  --stamp end|start    whether a row's time is the end (default) or the start of its interval
  --utc-offset +HH:MM  for times without an offset, such as -08:00, if it is the same all year
  --time-zone ZONE     for times without an offset, where clocks are changed twice a year: Europe/Zurich. The hour
                       that they show twice is refused row by row, unless its rows have an offset
  --date dmy|mdy       dates are written 23/11/2026 or 11/23/2026 (also 23/11/26, and with . or -); default:
                       2026-11-23
  --decimal comma|point  2,5 or 2.5, and thousands may be grouped (1.234,5 or 1,234.5); default: 2.5, never grouped
  --require NAME       skip rows without this quantity; may be repeated. Without it a row is sent with
                       whatever it has: an empty cell is "not measured", never 0
  --empty TEXTS        texts that mean "not measured", such as NaN,n/a
  --from T, --to T     only rows with T1 < time <= T2
  --limit N            only the first N rows of those
  --delimiter C        between cells (default: comma)
  --encoding NAME      how letters are written (default: utf-8); windows-1252 for what Excel on Windows saves as CSV
  --heading-line N     the line of the heading, where a station's name or the like stands before it (default: 1)
  --url URL            the gateway (default: the one in DATA_DIR/demo.json, else http://127.0.0.1:8080)
  --key KEY            the API key; better in HYDRO_API_KEY, where other users cannot see it
  --wait               wait until the newest record is anchored
  --state FILE         where progress is kept (default: beside FILE)
  --reason TEXT        why it is filed now, for the records (default: imported from FILE)
  --live               the rows are live readings, at most 7 days old; nothing is said of a backfill
  --restart            forget earlier progress; what is on record already answers as a duplicate
  --batch N            rows in one call (default 2000)
  --parallel N         devices sent at the same time (default 1: all in the order of the file)
  --patience SECONDS   how long an unreachable gateway is tried again (default 300)

Ends with 0, with 1 when a row was refused or the import stopped early, with 2 when it could not begin or not keep
its progress.`;
