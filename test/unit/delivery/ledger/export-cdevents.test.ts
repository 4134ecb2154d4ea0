import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { exportCdEvents } from "../../../../delivery/ledger/export-cdevents.ts";
import { readLines } from "../../../../delivery/ledger/ledger-text.ts";
import { sampleLedger } from "../../../support/ledger/sample.ts";
import { REPOSITORY } from "../../../support/repository.ts";

const SCHEMAS = join(REPOSITORY, "test/fixtures/schemas/cdevents");
const ajv = new Ajv2020.default({ strict: false, allErrors: true });
addFormats.default(ajv);
for (const file of readdirSync(SCHEMAS, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".json"),
)) {
  ajv.addSchema(JSON.parse(readFileSync(join(SCHEMAS, file), "utf8")) as object);
}

const eventSchema = z.looseObject({
  context: z.looseObject({ type: z.string(), id: z.string() }),
  subject: z.looseObject({ content: z.looseObject({ artifactId: z.string().optional() }) }),
});

const lines = readLines(sampleLedger().lines);
const events = exportCdEvents(lines, { project: "shop", stack: "prod" }, 0);
const typeOf = (event: object) => /service\.(\w+)\./.exec(eventSchema.parse(event).context.type)?.[1] ?? "";

describe("a ledger as CDEvents", () => {
  it("has an event for each switch that was made, and none for what was refused or undone", () => {
    expect(events.map(typeOf)).toEqual(["deployed", "upgraded", "rolledback", "upgraded", "rolledback", "removed"]);
  });

  it.each(events.map((event) => [typeOf(event), event] as const))(
    "fits the specification's schema of %s",
    (type, event) => {
      const validate = ajv.getSchema(`https://cdevents.dev/0.5.1/schema/service-${type}-event`);
      expect(validate?.(event), JSON.stringify(validate?.errors)).toBe(true);
    },
  );

  it("names the image by its digest, as a package URL", () => {
    const { artifactId } = eventSchema.parse(events[1]).subject.content;
    expect(artifactId).toBe(
      "pkg:oci/shop@sha256%3A312e342e32000000000000000000000000000000000000000000000000000000" +
        "?repository_url=registry.example.com%2Fshop&tag=1.4.2",
    );
  });

  it("bears the hash of its entry, so that it is the same one whenever it is exported", () => {
    expect(eventSchema.parse(events[0]).context.id).toBe(lines[0]?.hash);
  });

  it("leaves out what is older than asked for", () => {
    const since = lines[7]?.entry?.at ?? 0;
    expect(exportCdEvents(lines, { project: "shop", stack: "prod" }, since)).toEqual(events.slice(3));
  });
});
