import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { buildProgram } from "../../../../cli/program.ts";
import { renderSchedule, SCHEDULERS } from "../../../../cli/drill/schedule.ts";

describe("a schedule for drills", () => {
  it.each(SCHEDULERS)("calls a command that there is: %s", (scheduler) => {
    const called =
      /npx tidegate (.*)/.exec(renderSchedule(scheduler, "stg").replace(/\$\(.*\)/, "today"))?.[1]?.split(" ") ?? [];
    expect(called.slice(0, 4)).toEqual(["drill", "-s", "stg", "--yes"]);
    const drill = buildProgram().commands.find((command) => command.name() === "drill");
    expect(drill?.parseOptions(called.slice(1))).toMatchObject({ operands: [], unknown: [] });
  });

  it("is a workflow of GitHub's, with the report in the job's summary also where a budget was not kept", () => {
    expect(parse(renderSchedule("github", "stg"))).toMatchObject({
      on: { schedule: [{ cron: "0 6 * * 1" }] },
      jobs: { drill: { steps: expect.arrayContaining([expect.objectContaining({ if: "always()" })]) as unknown } },
    });
  });

  it("is a job of GitLab's that runs on a schedule alone", () => {
    expect(parse(renderSchedule("gitlab", "stg"))).toMatchObject({
      drill: { rules: [{ if: '$CI_PIPELINE_SOURCE == "schedule"' }], artifacts: { when: "always" } },
    });
  });
});
