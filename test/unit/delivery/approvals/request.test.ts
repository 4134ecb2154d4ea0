import { describe, expect, it } from "vitest";
import { parseRequest, renderRequest } from "../../../../delivery/approvals/request.ts";
import { request } from "./cases.ts";

describe("a request", () => {
  const text = renderRequest(request());

  it("is text with sorted keys, and the same after it was read", () => {
    expect(Object.keys(JSON.parse(text) as object)).toEqual(Object.keys(JSON.parse(text) as object).toSorted());
    expect(text).toMatch(/^\{\n {2}"class": "normal",\n[^]*\n\}\n$/);
    expect(renderRequest(parseRequest(text, "request.json"))).toBe(text);
  });

  it("means the same with other line ends and in another order", () => {
    const entries = Object.entries(JSON.parse(text) as object).toReversed();
    const other = JSON.stringify(Object.fromEntries(entries), null, 4).replaceAll("\n", "\r\n");
    expect(renderRequest(parseRequest(other, "request.json"))).toBe(text);
  });

  it.each([
    ["no JSON", "{", /^request\.json: is not valid JSON\. Take it back from git, or ask anew/],
    ["an unknown key", text.replace('"class"', '"more": 1, "class"'), /^request\.json\.more: is not a known key/],
    [
      "an unknown format",
      text.replace('"format": 1', '"format": 2'),
      /^request\.json\.format: must be one of 1, got 2/,
    ],
    ["a pattern as its requester", text.replace('"jane"', '"*"'), /^request\.json\.requester: must be a name/],
    ["a reason that moves the cursor", text.replace("faster", "\\u001b[1A"), /^request\.json\.reason: must be text/],
  ])("is refused with %s", (_, source, message) => {
    expect(() => parseRequest(source, "request.json")).toThrow(message);
  });
});
