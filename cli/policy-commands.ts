import type { Command } from "commander";
import { z } from "zod";
import { InputError } from "../model/errors.ts";
import { examples } from "./examples.ts";
import { runOptions, withPolicy, withRun } from "./stack-options.ts";

/** The commands on the policy pack. */
export function addPolicyCommands(program: Command): void {
  const policy = program.command("policy").description("what the policy pack says, and why");

  withPolicy(withRun(policy.command("check").description("judge what an up would do, and report it; changes nothing")))
    .option("--report <dir>", "write HTML, SARIF, JUnit, Markdown and JSON reports into this folder")
    .option("--report-url <url>", "where the full report will be found, for the Markdown summary")
    .addHelpText(
      "after",
      examples("policy check -s dev", "TIDEGATE_OBSERVED=status.json tidegate policy check -s prod --report reports"),
    )
    .action(async (options: unknown) => {
      const { policyCheck } = await import("./commands/policy-check.ts");
      await policyCheck({ ...runOptions(options), ...parseCheckOptions(options) });
    });

  policy
    .command("list")
    .description("every rule, with its group, severity and where it only warns")
    .option("--json", "print the result as JSON", false)
    .addHelpText("after", examples("policy list"))
    .action(async (options: { json: boolean }) => {
      const { policyList } = await import("./commands/policy-list.ts");
      policyList(options);
    });

  policy
    .command("explain")
    .description("what a rule asks for, why, and what to do")
    .argument("<rule>", "id of the rule")
    .option("--json", "print the result as JSON", false)
    .addHelpText("after", examples("policy explain no-latest-tag"))
    .action(async (rule: string, options: { json: boolean }) => {
      const { policyExplain } = await import("./commands/policy-explain.ts");
      policyExplain({ rule, ...options });
    });
}

// What commander hands over: it knows no types of its own.
const checkSchema = z.object({ report: z.string().optional(), reportUrl: z.string().optional() });

function parseCheckOptions(options: unknown): { report?: string; reportUrl?: string } {
  const { report, reportUrl } = checkSchema.parse(options);
  if (report === "")
    throw new InputError("--report: must be a folder, got nothing. Name one, or leave the option out.");
  if (reportUrl !== undefined && !/^https?:$/.test(URL.parse(reportUrl)?.protocol ?? "")) {
    throw new InputError(`--report-url: must be an http address, got ${JSON.stringify(reportUrl)}. Correct it.`);
  }
  return { ...(report === undefined ? {} : { report }), ...(reportUrl === undefined ? {} : { reportUrl }) };
}
