import { cisDocker } from "../frameworks.ts";
import { UNKNOWN } from "../unknown.ts";
import { inputOf, type JudgedInput } from "../judged-input.ts";
import { roleOf } from "../labels.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

const DURATION = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/;

/** Somebody asks every container whether it is well: the proxy asks replicas, the engine asks the rest. */
export const healthCheck: Rule = {
  id: "health-check",
  title: "Health check",
  group: "containers",
  description: "Every container that no proxy checks has a health check with a time-out and a number of retries.",
  rationale:
    "A process that hangs looks alive from outside. A check without a time-out of its own hangs with it for half a " +
    "minute each time.",
  severity: "medium",
  framework: cisDocker("5.27", "Ensure that container health is checked at runtime."),
  remediation: "Set `healthcheck` with `tests`, `timeout` and `retries`.",
  example: {
    refused: "healthcheck: { tests: [NONE] }",
    accepted: 'healthcheck: { tests: [CMD, /app/healthy], interval: "10s", timeout: "2s", retries: 3 }',
  },
  judges: [CONTAINER],
  judge: (resource) => {
    const role = roleOf(resource);
    if (role === "replica") return { notApplicable: "The edge checks replicas, by the health check of their release" };
    if (role === "edge")
      return { notApplicable: "Tidegate asks the edge's proxy itself before and after whatever it does with it" };
    if (role === "agent")
      return {
        notApplicable: "The agent tells the edge every few seconds that it is alive, and `tidegate status` shows it",
      };
    const check = inputOf(resource, "healthcheck");
    if (role === UNKNOWN || check.isUnknown) return [];
    if (check.value === undefined)
      return [`${check.path}: must be set, got nothing. Say how to ask the app whether it is well.`];
    return [
      ...judgeTests(check.at("tests")),
      ...judgeTimeout(check.at("timeout")),
      ...judgeRetries(check.at("retries")),
    ];
  },
};

function judgeTests(tests: JudgedInput): string[] {
  const [kind, ...words] = tests.items();
  const asks = kind !== undefined && words.length > 0 && /^CMD(?:-SHELL)?$/.test(kind.text ?? "CMD");
  if (tests.isUnknown || asks) return [];
  return [`${tests.path}: must be "CMD" or "CMD-SHELL" and a command. Write it like ["CMD", "/app/healthy"].`];
}

function judgeTimeout({ isUnknown, path, text = "", got }: JudgedInput): string[] {
  if (isUnknown || (DURATION.test(text) && /[1-9]/.test(text))) return [];
  return [`${path}: must be a time above zero, got ${got}. Write it like "2s".`];
}

function judgeRetries({ isUnknown, path, value, got }: JudgedInput): string[] {
  if (isUnknown || (typeof value === "number" && value >= 1)) return [];
  return [`${path}: must be at least 1, got ${got}. Write it like 3.`];
}
