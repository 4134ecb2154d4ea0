import { expect, it } from "vitest";
import { imageGateSchema } from "../../../../model/gates/image.ts";
import { tryParse } from "../../../../model/problems.ts";

const parse = (input: object) => tryParse(imageGateSchema, input, { path: "gates.image" });

it("asks for what every image must have where nothing is said", () => {
  expect(parse({})).toEqual({ data: { user: "declared" } });
  expect(parse({ scan: { report: "scan.json" } })).toEqual({
    data: { user: "declared", scan: { report: "scan.json", maxSeverity: "high", maxAge: "24h" } },
  });
});

it("takes payload and signature together only", () => {
  expect(parse({ signature: { key: "cosign.pub", payload: "payload.json" } })).toEqual({
    problems: ["gates.image.signature.signature: must be given beside the other one, got nothing. Name both, or none."],
  });
});

it("takes the URI of an attestation's type, provenance where nothing is said", () => {
  const attestation = { key: "cosign.pub", type: "https://slsa.dev/provenance/v1" };
  expect(parse({ attestation: { key: "cosign.pub" } })).toEqual({ data: { user: "declared", attestation } });
  expect(parse({ attestation: { ...attestation, type: "slsaprovenance" } })).toEqual({
    problems: [
      'gates.image.attestation.type: must be the URI of a predicate type, got "slsaprovenance". Write it like ' +
        '"https://slsa.dev/provenance/v1".',
    ],
  });
});

it("tolerates nothing critical, whatever is said", () => {
  expect(parse({ scan: { report: "scan.json", maxSeverity: "critical" } })).toEqual({
    problems: [
      'gates.image.scan.maxSeverity: must be one of "none", "low", "medium", "high", got "critical". Choose one.',
    ],
  });
});
