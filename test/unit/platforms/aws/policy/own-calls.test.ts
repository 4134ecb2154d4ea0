import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { callOf, type ActionPrefix } from "../../../../../platforms/aws/call-of.ts";
import { LOOKING, MOVING } from "../../../../../platforms/aws/policy/own-calls.ts";
import { REPOSITORY } from "../../../../support/repository.ts";

const PLATFORM = join(REPOSITORY, "platforms", "aws");
const CLIENTS = readFileSync(join(PLATFORM, "clients.ts"), "utf8");

/** The prefix that a policy has for each client: `elb` is `elasticloadbalancing`, as clients.ts puts it into words. */
function prefixes(): ReadonlyMap<string, string> {
  const inWords = [...CLIENTS.matchAll(/clients\.(\w+)\.middlewareStack\.use\(inWords\("([a-z0-9-]+)"\)\)/g)];
  return new Map(inWords.map(([, client = "", prefix = ""]) => [client, prefix]));
}

/** Actions that some line of the platform's code calls by one of the clients. */
function actionsInCode(): string[] {
  const clients = prefixes();
  const call = new RegExp(`\\b(${[...clients.keys()].join("|")})\\.([a-z]\\w+)\\(`, "g");
  const files = globSync("**/*.ts", { cwd: PLATFORM }).filter((file) => file !== "clients.ts");
  const found = files.flatMap((file) =>
    [...readFileSync(join(PLATFORM, file), "utf8").matchAll(call)].map(([, client = "", method = ""]) => {
      const prefix = clients.get(client) as ActionPrefix; // the pattern knows no other
      return callOf(prefix, `${method.charAt(0).toUpperCase()}${method.slice(1)}`, {}).action;
    }),
  );
  return [...new Set(found)].toSorted();
}

it("names every action that the code calls, and none that it does not", () => {
  expect(prefixes().size).toBeGreaterThan(2);
  expect(Object.keys({ ...LOOKING, ...MOVING }).toSorted()).toEqual(actionsInCode());
});
