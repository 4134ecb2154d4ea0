import { JudgedInput, inputOf } from "./judged-input.ts";
import type { JudgedResource } from "./rule.ts";
import { isWrapped } from "./secret-paths.ts";

/** What a rule finds in the containers of a task definition, whose `containerDefinitions` are a text that holds JSON. */
export function judgeEcsContainers(
  resource: JudgedResource,
  judge: (container: JudgedInput) => readonly string[],
): string[] {
  const definitions = inputOf(resource, "containerDefinitions");
  if (definitions.isUnknown) return [];
  const containers = parseContainers(definitions.text);
  if (containers === undefined) {
    const got = definitions.value === undefined ? "nothing" : "something else";
    return [
      `${definitions.path}: must be a JSON list of containers, got ${got}. Write it with \`pulumi.jsonStringify\`.`,
    ];
  }
  const isSecret = isWrapped(definitions.path, resource.secretPaths ?? new Set());
  return containers.flatMap((container, index) => {
    const path = `${definitions.path}.${nameOf(container) ?? index}`;
    return judge(new JudgedInput(path, container, undefined, isSecret));
  });
}

function parseContainers(text: string | undefined): object[] | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.length > 0 && value.every(isObject) ? value : undefined;
  } catch {
    return undefined; // the rule says what it should have been
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nameOf(container: object): string | undefined {
  return "name" in container && typeof container.name === "string" ? container.name : undefined;
}
