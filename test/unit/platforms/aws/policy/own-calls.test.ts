import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { callOf, type ActionPrefix } from "../../../../../platforms/aws/call-of.ts";
import {
  DOCTOR,
  LOGS,
  LOOKING,
  MOVING,
  SCALING,
  SMOKE_SECRETS,
  SMOKE_TASK,
  WATCHING,
} from "../../../../../platforms/aws/policy/own-calls.ts";
import { REPOSITORY } from "../../../../support/repository.ts";

const PLATFORM = join(REPOSITORY, "platforms", "aws");
const CLIENTS = readFileSync(join(PLATFORM, "clients.ts"), "utf8");

/** As clients.ts puts into words what its clients throw, and those of a client that is made when it is first asked for. */
const IN_WORDS = [
  /clients\.(\w+)\.middlewareStack\.use\(inWords\("([a-z0-9-]+)"\)\)/g,
  /(\w+): once\(async \(\) => \{[^}]*\binWords\("([a-z0-9-]+)"\)/g,
];

/** The prefix that a policy has for each client: `elb` is `elasticloadbalancing`. */
function prefixes(): ReadonlyMap<string, string> {
  const inWords = IN_WORDS.flatMap((pattern) => [...CLIENTS.matchAll(pattern)]);
  return new Map(inWords.map(([, client = "", prefix = ""]) => [client, prefix]));
}

/** Actions that some line of the platform's code calls by one of the clients: `clients.ecs.…` or `ecs.…`, not `task.secrets.…`. */
function actionsInCode(): string[] {
  const clients = prefixes();
  const call = new RegExp(`(?:\\bclients\\.|(?<![.\\w]))(${[...clients.keys()].join("|")})\\.([a-z]\\w+)\\(`, "g");
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
  const named = { ...LOOKING, ...LOGS, ...WATCHING, ...SMOKE_SECRETS, ...SMOKE_TASK, ...DOCTOR, ...MOVING, ...SCALING };
  expect(Object.keys(named).toSorted()).toEqual(actionsInCode());
});
