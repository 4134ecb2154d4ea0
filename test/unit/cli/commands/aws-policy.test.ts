import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { awsPolicy } from "../../../../cli/commands/aws-policy.ts";
import { AWS } from "../../model/aws/aws-config.ts";

let cwd: string;
let said: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "tg-policy-"));
  writeFileSync(join(cwd, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => ((said += String(text)), true));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(cwd, { recursive: true });
});

const declare = (config: object, stack = "prod") =>
  writeFileSync(join(cwd, `Pulumi.${stack}.yaml`), stringify({ config }));
const ON_AWS = {
  "tidegate:platform": "aws",
  "tidegate:aws": { ...AWS, account: "123456789012" },
  "tidegate:services": { api: { activeColor: "blue" } },
};
const policy = (more: { json?: boolean } = {}) => awsPolicy({ who: "ci", stack: "prod", cwd, json: false, ...more });

describe("aws policy", () => {
  it("prints a document that IAM takes as it is, of the stack and the services that the file names", async () => {
    declare(ON_AWS);
    await policy();
    expect(JSON.parse(said)).toMatchObject({
      Version: "2012-10-17",
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:PutObject"],
          Resource: ["arn:aws:s3:::my-releases/shop/prod/*"],
        }),
      ]) as unknown,
    });
    expect(said).toContain("arn:aws:iam::123456789012:role/api-blue-*");
  });

  it("passes roles of every service where the program declares them, and not the file", async () => {
    const { "tidegate:services": _, ...others } = ON_AWS;
    declare(others);
    await policy();
    expect(said).not.toContain("role/api");
  });

  describe("of a stack whose releases are proved in another one", () => {
    const LEDGER = "arn:aws:s3:::rehearsals/shop/stg/ledger/*";
    const STG = { "tidegate:platform": "aws", "tidegate:aws": { ...AWS, bucket: "rehearsals" } };
    const service = (provenIn: unknown) => ({
      "tidegate:services": { api: { activeColor: "blue", gates: { provenIn } } },
    });

    it.each([
      ["for all services, by its tier's default", { "tidegate:gates": { provenIn: true } }],
      [
        "where the program declares the services",
        { "tidegate:gates": { provenIn: true }, "tidegate:services": undefined },
      ],
      ["for a service", service({ stack: "stg" })],
    ])("lets its ledger be read: declared %s", async (_, gates) => {
      declare(STG, "stg");
      declare({ ...ON_AWS, ...gates });
      await policy();
      expect(said).toContain(LEDGER);
    });

    it.each([
      ["an export is read", STG, service({ stack: "stg", ledger: "stg.json" })],
      ["its service asks nobody", STG, { "tidegate:gates": { provenIn: true }, ...service(null) }],
      ["it is on a Docker host", { "tidegate:host": "unix:///var/run/docker.sock" }, service({ stack: "stg" })],
    ])("does not where %s", async (_, stg, gates) => {
      declare(stg, "stg");
      declare({ ...ON_AWS, ...gates });
      await policy();
      expect(said).not.toContain("ledger/");
    });

    it("does not where that stack has no file", async () => {
      declare({ ...ON_AWS, ...service({ stack: "stg" }) });
      await policy();
      expect(said).not.toContain("ledger/");
    });
  });

  it("says for whom it is in its result", async () => {
    declare(ON_AWS);
    await policy({ json: true });
    expect(JSON.parse(said)).toMatchObject({ command: "aws policy", ok: true, stack: "prod", who: "ci" });
  });

  it("has none for a stack on Docker hosts", async () => {
    declare({ "tidegate:host": "unix:///var/run/docker.sock" });
    await expect(policy()).rejects.toThrow("Pulumi.prod.yaml: is of no stack on AWS.");
  });
});
