import { describe, expect, it } from "vitest";
import { AwsBlueGreenService } from "../../../platforms/aws/components/blue-green-service.ts";
import { AWS_RULES } from "../../../policy/groups/aws.ts";
import { judge } from "../../policy/judge.ts";
import { release } from "../../unit/edge/observed.ts";
import { LOAD_BALANCER } from "../../unit/model/aws/aws-config.ts";
import { registrationsOf } from "../registrations.ts";
import { environmentIn } from "./environment-in.ts";

/** What a stack that says what production needs registers: a public load balancer with logs, and a release with secrets. */
async function registered(change: object, preview: boolean) {
  const loadBalancer = { ...LOAD_BALANCER, public: true, accessLogs: "logs" };
  const { resources } = await registrationsOf(
    async () => {
      const environment = await environmentIn({ loadBalancer, ...change });
      const settings = { environment: { LOG_LEVEL: "info" }, secrets: ["API_TOKEN"], writable: ["/tmp"] };
      const blue = { ...release("1", settings), image: `registry.test/shop:1@sha256:${"a".repeat(64)}` };
      return new AwsBlueGreenService("shop", {
        ...{ environment, activeColor: "blue", blue, secrets: { API_TOKEN: "s3cr3t-t0k3n" } },
      });
    },
    { preview },
  );
  return resources.filter(({ type }) => type.startsWith("aws:"));
}

const SECRET_FILES = { image: `registry.test/secret-files:1@sha256:${"b".repeat(64)}` };

describe("what Tidegate makes on AWS", () => {
  it.each([
    ["on Fargate", {}, false],
    ["on Fargate, in a preview", {}, true],
    ["on instances", { capacityProvider: "instances" }, false],
    ["with secrets as files", { secretFiles: SECRET_FILES }, false],
  ])("breaks no rule of production %s", async (_where, change, preview) => {
    const resources = await registered(change, preview);
    const judged = new Set<string>();
    const found: unknown[] = [];
    for (const { type, name, inputs } of resources) {
      for (const rule of AWS_RULES.filter(({ judges }) => judges.includes(type))) {
        judged.add(rule.id);
        const judgement = await judge(rule, { type, props: inputs }, { stack: "prod" });
        if (Array.isArray(judgement) && judgement.length > 0) found.push([name, rule.id, judgement]);
      }
    }
    expect(found).toEqual([]);
    expect([...judged].toSorted()).toEqual(AWS_RULES.map(({ id }) => id).toSorted());
  });
});
