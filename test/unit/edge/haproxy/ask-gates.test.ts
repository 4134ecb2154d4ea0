import { describe, expect, it } from "vitest";
import { askCertificates } from "../../../../edge/haproxy/ask-certificates.ts";
import { askGates } from "../../../../edge/haproxy/ask-gates.ts";

const answering = (exitCode: number, ...lines: string[]) => ({ ask: () => Promise.resolve({ exitCode, lines }) });

describe("what the edge tells of gates and certificates", () => {
  it("is read by service, and by certificate", async () => {
    const said = `{"shop":[{"gate":"window","verdict":"pass"},{"gate":"host","verdict":"fail"},{"gate":"new","verdict":"unheard-of"}]}`;
    expect(await askGates(answering(0, said))).toEqual({ shop: { window: "pass", host: "fail" } });
    expect(await askCertificates(answering(0, "a.example 1000", "b 2000"))).toEqual({ "a.example": 1_000, b: 2_000 });
  });

  it("is nothing where an older edge knows no such question", async () => {
    expect([await askGates(answering(64)), await askCertificates(answering(64))]).toEqual([{}, {}]);
  });

  it("is not taken for nothing where it cannot be told", async () => {
    await expect(askGates(answering(1))).rejects.toThrow("the edge does not tell of gates: 1");
    await expect(askCertificates(answering(1))).rejects.toThrow("the edge does not tell of its certificates: 1");
  });
});
