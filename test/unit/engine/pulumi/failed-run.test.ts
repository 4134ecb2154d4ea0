import { describe, expect, it } from "vitest";
import { EventMapper } from "../../../../engine/pulumi/event-mapper.ts";
import { failedRun } from "../../../../engine/pulumi/failed-run.ts";
import { EXIT, InputError, LockedError, PolicyError } from "../../../../model/errors.ts";

const ref = { projectDir: "/nowhere", project: "shop", stack: "dev" };
const BEGIN = '{"preludeEvent":{}}';

function events(...lines: string[]): EventMapper {
  const mapper = new EventMapper(["up"], () => undefined);
  lines.forEach((line) => mapper.line(line));
  return mapper;
}

function exit(code: number, stderr = ""): { code: number; stdout: string; stderr: string } {
  return { code, stdout: "", stderr };
}

function error(message: string): string {
  return JSON.stringify({ diagnosticEvent: { severity: "error", message } });
}

describe("failedRun", () => {
  it("says what to do where the CLI is not signed in", () => {
    const failure = failedRun(ref, exit(3, "error: PULUMI_ACCESS_TOKEN must be set"));
    expect(failure).toBeInstanceOf(InputError);
    expect(failure.message).toContain("pulumi login --local");
  });

  it("blames the stack's file where the run never began", () => {
    const failure = failedRun(ref, exit(1, "error: getting stack configuration: incorrect passphrase"), events());
    expect(failure.exitCode).toBe(EXIT.input);
    expect(failure.message).toBe("Pulumi.dev.yaml: getting stack configuration: incorrect passphrase");
  });

  it.each([
    "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file",
    "error: [409] Conflict: Another update is currently in progress.",
  ])("can be waited for where another run holds the stack: %s", (said) => {
    expect(failedRun(ref, exit(1, said), events())).toBeInstanceOf(LockedError);
  });

  it("is a policy's refusal where a mandatory rule was broken", () => {
    const violation = JSON.stringify({
      policyEvent: { message: "no", policyName: "r", policyPackName: "p", enforcementLevel: "mandatory" },
    });
    expect(failedRun(ref, exit(1), events(BEGIN, violation))).toBeInstanceOf(PolicyError);
  });

  it("is wrong input where the program refused with a sentence", () => {
    const failure = failedRun(ref, exit(1), events(BEGIN, error("services.shop.blue.version: blue is active\n")));
    expect(failure.exitCode).toBe(EXIT.input);
    expect(failure.message).toBe("services.shop.blue.version: blue is active");
  });

  it("is our bug where the program fell over", () => {
    const text = "Running program '/x/index.ts' failed with an unhandled exception:\nTypeError: x\n    at y\n";
    expect(failedRun(ref, exit(1), events(BEGIN, error(text))).exitCode).toBe(EXIT.bug);
  });
});
