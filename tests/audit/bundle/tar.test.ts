import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { readTarHeader, tarEnd, tarHeader, tarPadding } from "../../../src/audit/bundle/tar.ts";
import { sha256Hex } from "../../../src/kernel/canonical.ts";

const files = { "a.txt": "one\n", "deep/b.ndjson": "x".repeat(513), "empty.json": "" };

function archive(): Buffer {
  const parts = Object.entries(files).flatMap(([path, text]) => {
    const content = Buffer.from(text);
    return [tarHeader({ path, size: content.length }), content, tarPadding(content.length)];
  });
  return Buffer.concat([...parts, tarEnd]);
}

describe("the archive of a bundle", () => {
  test("has the same bytes for the same files, on any day and machine", () => {
    expect(sha256Hex(archive())).toBe("130f64f6694b0e668142de2217dfdd42aee348d3b2db3344ab138a32f11f19a6");
  });

  test.each(Object.entries(files))("is opened by tar as it is: %s", (path, text) => {
    expect(execFileSync("tar", ["-xOf", "-", path], { input: archive() }).toString()).toBe(text);
  });

  test("shows path and size again", () => {
    expect(readTarHeader(tarHeader({ path: "deep/b.ndjson", size: 513 }))).toEqual({
      path: "deep/b.ndjson",
      size: 513,
    });
    expect(readTarHeader(new Uint8Array(512))).toBeUndefined();
  });

  test.each([
    { path: "a b", size: 1 },
    { path: "", size: 1 },
    { path: "x".repeat(101), size: 1 },
    { path: "a", size: -1 },
    { path: "a", size: 8 ** 11 },
  ])("refuses what its headers cannot hold: $path of $size", (entry) => {
    expect(() => tarHeader(entry)).toThrow(RangeError);
  });
});
