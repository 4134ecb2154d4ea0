import { describe, expect, it } from "vitest";
import { edgeTls } from "../../../policy/rules/edge-tls.ts";
import { edge, service } from "../compliant-service.ts";
import { judge, UNKNOWN_TEXT } from "../judge.ts";

describe("edge-tls", () => {
  it.each([
    ["HTTP on loopback only", { http: "127.0.0.1:8080" }],
    ["HTTP on another loopback address", { http: "127.0.0.2:80" }],
    ["HTTP on the loopback address of IPv6", { http: "[::1]:8080" }],
    ["HTTPS beside open HTTP", { http: "0.0.0.0:80", https: "0.0.0.0:443" }],
    ["an address a preview does not know", { http: UNKNOWN_TEXT }],
    ["HTTPS a preview does not know", { http: "0.0.0.0:80", https: UNKNOWN_TEXT }],
  ])("accepts %s", async (_what, changes) => {
    expect(await judge(edgeTls, edge(changes), { stack: "prod" })).toEqual([]);
  });

  it.each([
    ["0.0.0.0:80", '"0.0.0.0:80"'],
    ["[::]:80", '"[::]:80"'],
    ["10.0.0.7:8080", '"10.0.0.7:8080"'],
    [undefined, "nothing"],
  ])("refuses http: %s without https", async (http, got) => {
    expect(await judge(edgeTls, edge({ http }), { stack: "any" })).toEqual([
      `http: must listen on loopback only, because there is no \`https\`, got ${got}. ` +
        "Set `edge.https`, or listen on 127.0.0.1 behind a TLS terminator.",
    ]);
  });

  it("refuses another port for HTTP beside HTTPS, because nobody is sent on from there", async () => {
    expect(await judge(edgeTls, edge({ http: "0.0.0.0:8080", https: "0.0.0.0:8443" }), { stack: "prod" })).toEqual([
      'http: must listen on port 80, from where the edge sends to HTTPS, or on loopback, got "0.0.0.0:8080". Another port serves in clear.',
    ]);
  });

  it("does not apply outside prod, nor to a service", async () => {
    for (const stack of ["dev", "stg"]) {
      expect(await judge(edgeTls, edge({ http: "0.0.0.0:80" }), { stack })).toEqual({
        notApplicable: "Only prod's edge must speak TLS",
      });
    }
    expect(await judge(edgeTls, service())).toEqual({ notApplicable: "Judges resources of other types" });
  });
});
