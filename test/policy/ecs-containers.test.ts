import { describe, expect, it } from "vitest";
import { judgeEcsContainers } from "../../policy/ecs-containers.ts";
import type { JudgedInput } from "../../policy/judged-input.ts";

const judged = (containerDefinitions: unknown, secretPaths?: ReadonlySet<string>) =>
  judgeEcsContainers(
    {
      type: "aws:ecs/taskDefinition:TaskDefinition",
      name: "t",
      urn: "u",
      inputs: { containerDefinitions },
      secretPaths,
    },
    (container: JudgedInput) => [`${container.at("user").path} ${container.at("user").got}`],
  );
const containers = JSON.stringify([{ name: "shop", user: "a" }, { user: "b" }, { name: "log", user: null }]);

describe("the containers of a task definition", () => {
  it("are judged one by one, those without a name by their place", () => {
    expect(judged(containers)).toEqual([
      'containerDefinitions.shop.user "a"',
      'containerDefinitions.1.user "b"',
      "containerDefinitions.log.user nothing",
    ]);
  });

  it("are told without their values where Pulumi keeps them secret", () => {
    expect(judged(containers, new Set(["containerDefinitions"]))).toEqual([
      "containerDefinitions.shop.user a secret",
      "containerDefinitions.1.user a secret",
      "containerDefinitions.log.user a secret",
    ]);
  });
});
