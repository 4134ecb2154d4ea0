import { healthCheck } from "../../../policy/rules/health-check.ts";
import { containerOf } from "../compliant-container.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_NUMBER, UNKNOWN_OBJECT, UNKNOWN_TEXT } from "../judge.ts";

const check = (change: Record<string, unknown> = {}) => ({
  healthcheck: { tests: ["CMD", "/app/healthy"], timeout: "2s", retries: 3, ...change },
});
const tests = 'healthcheck.tests: must be "CMD" or "CMD-SHELL" and a command. Write it like ["CMD", "/app/healthy"].';
const timeout = (got: string) => `healthcheck.timeout: must be a time above zero, got ${got}. Write it like "2s".`;
const retries = (got: string) => `healthcheck.retries: must be at least 1, got ${got}. Write it like 3.`;

describeContainerRule(healthCheck, {
  accepts: [
    ["a check with all it needs", check()],
    ["a command for the shell", check({ tests: ["CMD-SHELL", "test -e /tmp/ready"] })],
    ["the smallest numbers", check({ timeout: "1ms", retries: 1 })],
    ["a time of several units", check({ timeout: "1m0.5s" })],
    ["a check that a preview does not know", { healthcheck: UNKNOWN_OBJECT }],
    [
      "parts that a preview does not know",
      check({ tests: UNKNOWN_LIST, timeout: UNKNOWN_TEXT, retries: UNKNOWN_NUMBER }),
    ],
    ["words that a preview does not know", check({ tests: [UNKNOWN_TEXT, UNKNOWN_TEXT] })],
    ["a container whose labels a preview does not know", { healthcheck: undefined, labels: UNKNOWN_LIST }],
  ],
  refuses: [
    [
      "no check",
      { healthcheck: undefined },
      ["healthcheck: must be set, got nothing. Say how to ask the app whether it is well."],
    ],
    ["an empty check", { healthcheck: {} }, [tests, timeout("nothing"), retries("nothing")]],
    ...[["NONE"], ["NONE", "x"], [], ["CMD"], ["/app/healthy", "now"]].map(
      (words) => [`the test ${JSON.stringify(words)}`, check({ tests: words }), [tests]] as const,
    ),
    ...["", "0s", "0", "-2s", "2", "soon"].map(
      (text) => [`the time-out "${text}"`, check({ timeout: text }), [timeout(`"${text}"`)]] as const,
    ),
    ["no time-out", check({ timeout: undefined }), [timeout("nothing")]],
    ["no retries", check({ retries: undefined }), [retries("nothing")]],
    ["zero retries", check({ retries: 0 }), [retries("0")]],
    ["no retries beside a test that is not known", check({ tests: UNKNOWN_LIST, retries: 0 }), [retries("0")]],
  ],
  appliesNotTo: [
    ["a replica", containerOf("replica"), "The edge checks replicas, by the health check of their release"],
    [
      "the agent",
      containerOf("agent"),
      "The agent tells the edge every few seconds that it is alive, and `tidegate status` shows it",
    ],
    [
      "the edge",
      containerOf("edge"),
      "Tidegate asks the edge's proxy itself before and after whatever it does with it",
    ],
  ],
});
