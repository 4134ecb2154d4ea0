import { describe, expect, it } from "vitest";
import { ProblemsError } from "../../../model/errors.ts";
import { AwsBlueGreenService } from "../../../platforms/aws/components/blue-green-service.ts";
import { release } from "../../unit/edge/observed.ts";
import { find, key, registrationsOf, type Registration } from "../registrations.ts";
import { environmentIn } from "./environment-in.ts";

const VALUES = { DB_URL: "postgres://shop:hunter2@db/shop", TOKEN: "s3cr3t-t0k3n" };
const TAGS = {
  ...{ "tidegate:environment": "e1", "tidegate:project": "p", "tidegate:stack": "dev" },
  "tidegate:service": "shop",
};
const IMAGE = "registry.test/secret-files:1";

/** A release that names both secrets; with `secretFiles` as files, else as variables. */
async function registered(secrets: Record<string, string> = VALUES, aws: object = {}): Promise<Registration[]> {
  const { resources } = await registrationsOf(async () => {
    const environment = await environmentIn(aws);
    const blue = release("1", { secrets: ["TOKEN", "DB_URL"], environment: { LEVEL: "info" } });
    return new AwsBlueGreenService("shop", { environment, activeColor: "blue", blue, secrets });
  });
  return resources;
}

function containersOf(resources: readonly Registration[]): unknown {
  return JSON.parse(String(find(resources, "TaskDefinition", "shop-blue").inputs["containerDefinitions"]));
}

const REFERENCES = ["DB_URL", "TOKEN"].map((name) => ({
  name,
  valueFrom: `arn:shop-blue-id:${name}::shop-blue-id-version`,
}));

describe("the secrets of a release on AWS", () => {
  it("stand in Secrets Manager, under a name that says what is in them, and nowhere else", async () => {
    const resources = await registered();
    const secret = find(resources, "Secret", "shop-blue");
    expect(secret.inputs).toEqual({
      name: expect.stringMatching(/^p-dev-shop-blue-secrets-[0-9a-f]{16}$/) as string,
      recoveryWindowInDays: 0,
      tags: TAGS,
    });
    const version = find(resources, "SecretVersion", "shop-blue");
    expect(version.inputs).toEqual({
      secretId: "shop-blue-id",
      secretString: JSON.stringify({ DB_URL: VALUES.DB_URL, TOKEN: VALUES.TOKEN }),
    });
    expect(version.secrets).toEqual(["secretString"]);
    expect(version.ignoreChanges).toEqual([]);
    const others = resources.filter((resource) => resource !== version);
    expect(others.filter(({ secrets }) => secrets.length > 0).map(key)).toEqual([]);
    for (const value of Object.values(VALUES)) expect(JSON.stringify(others)).not.toContain(value);
  });

  it("are variables by reference, each in the version of its release", async () => {
    const resources = await registered();
    expect(containersOf(resources)).toMatchObject([
      { name: "shop", environment: [{ name: "LEVEL", value: "info" }], secrets: REFERENCES },
    ]);
    expect(find(resources, "TaskDefinition", "shop-blue").inputs).not.toHaveProperty("volumes");
  });

  it("are files where the stack says so, which a container writes before the app starts", async () => {
    const resources = await registered(VALUES, { secretFiles: { image: IMAGE } });
    const [writer, app, ...more] = containersOf(resources) as [object, object];
    expect(more).toEqual([]);
    expect(writer).toMatchObject({
      name: "secrets",
      image: IMAGE,
      essential: false,
      user: "10001:10001",
      readonlyRootFilesystem: true,
      linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
      command: ["DB_URL", "TOKEN"],
      mountPoints: [{ sourceVolume: "secrets", containerPath: "/run/secrets", readOnly: false }],
      secrets: REFERENCES.map(({ valueFrom }, index) => ({ name: `SECRET_${index}`, valueFrom })),
    });
    expect(app).toMatchObject({
      name: "shop",
      environment: [{ name: "LEVEL", value: "info" }],
      dependsOn: [{ containerName: "secrets", condition: "SUCCESS" }],
      mountPoints: [{ sourceVolume: "secrets", containerPath: "/run/secrets", readOnly: true }],
    });
    expect(app).not.toHaveProperty("secrets");
    expect(find(resources, "TaskDefinition", "shop-blue").inputs["volumes"]).toEqual([{ name: "secrets" }]);
  });

  it("are others for another value, and the release another one", async () => {
    const [before, after] = [await registered(), await registered({ ...VALUES, TOKEN: "another" })];
    const [names, hashes] = [
      [before, after].map((resources) => find(resources, "Secret", "shop-blue").inputs["name"]),
      [before, after].map((resources) => find(resources, "TaskDefinition", "shop-blue").inputs["tags"]),
    ];
    expect(names[0]).not.toBe(names[1]);
    expect(hashes[0]).not.toEqual(hashes[1]);
  });

  it("may be read by what starts the tasks of their release, and by nothing else", async () => {
    const resources = await registered();
    const { policy, ...ofRole } = find(resources, "RolePolicy", "shop-blue").inputs;
    expect(ofRole).toEqual({ role: "shop-blue-id" });
    expect(JSON.parse(String(policy))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: [
            ...["ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability"],
            ...["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
          ],
          Resource: "*",
        },
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:aws:logs:eu-central-1:*:log-group:/tidegate/p-dev:*",
        },
        { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "arn:shop-blue-id" },
      ],
    });
    const { assumeRolePolicy, ...role } = find(resources, "Role", "shop-blue").inputs;
    expect(role).toEqual({ tags: TAGS });
    expect(JSON.parse(String(assumeRolePolicy))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
  });

  it("must have values", async () => {
    const { result } = await registrationsOf(async () => {
      const environment = await environmentIn();
      const blue = release("1", { secrets: ["TOKEN"] });
      try {
        return new AwsBlueGreenService("shop", { environment, activeColor: "blue", blue });
      } catch (error) {
        return error;
      }
    });
    expect(result).toEqual(
      new ProblemsError(['services.shop.blue.secrets: "TOKEN" has no value. Add it to `secrets`.']),
    );
  });
});
