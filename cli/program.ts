import { Command } from "commander";
import { acceptSharedFlags } from "./accepted-flags.ts";
import { addApprovalCommands } from "./approval-commands.ts";
import { addAwsCommands } from "./aws-commands.ts";
import { addCanaryCommands } from "./canary-commands.ts";
import { addConfigCommands } from "./config-commands.ts";
import { addImageCommands } from "./image-commands.ts";
import { addDrillCommands } from "./drill-commands.ts";
import { addGateCommands } from "./gate-commands.ts";
import { addHoldCommands } from "./hold-commands.ts";
import { addHistoryCommands } from "./history-commands.ts";
import { addLedgerCommands } from "./ledger-commands.ts";
import { addNotifyCommands } from "./notify-commands.ts";
import { addObservabilityCommands } from "./observability-commands.ts";
import { addPolicyCommands } from "./policy-commands.ts";
import { addReviewCommands } from "./review-commands.ts";
import { addStackCommands } from "./stack-commands.ts";
import { addWatchCommands } from "./watch-commands.ts";
import { packageVersion } from "./package-version.ts";
import { HOST_COMMANDS } from "./platform/host-commands.ts";
import { addSetupCommands } from "./setup-commands.ts";

const EXAMPLES = `
Examples:
  $ tidegate init -s mine                   a stack around an image of your own
  $ tidegate preview -s dev                 what an up would do, traffic first
  $ tidegate up -s dev                      do it, after asking
  $ tidegate config set --path tidegate:services.shop.activeColor green -s dev
  $ tidegate up -s dev --yes                move the traffic to green, or say why not
  $ tidegate status -s dev                  which color serves, and how well

For stacks on Docker hosts alone, and not on AWS: ${HOST_COMMANDS.join(", ")}.

Exit codes: 0 done, 1 our fault, 2 wrong input, 3 gate red (traffic unmoved), 4 refused by policy,
5 released and rolled back, 6 busy (run again), 130 stopped by Ctrl-C.`;

/** The command line: what it takes. What it does is loaded when a command runs. */
export function buildProgram(): Command {
  const program = new Command("tidegate")
    .description("Blue/green releases for container services, as a Pulumi program")
    .version(packageVersion(), "-V, --version", "print the version")
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .showHelpAfterError("(tidegate --help shows what there is)")
    .enablePositionalOptions();
  addStackCommands(program);
  addApprovalCommands(program);
  addCanaryCommands(program);
  addWatchCommands(program);
  addNotifyCommands(program);
  addDrillCommands(program);
  addHoldCommands(program);
  addReviewCommands(program);
  addHistoryCommands(program);
  addLedgerCommands(program);
  addConfigCommands(program);
  addPolicyCommands(program);
  addGateCommands(program);
  addImageCommands(program);
  addAwsCommands(program);
  addObservabilityCommands(program);
  addSetupCommands(program);
  acceptSharedFlags(program.commands);
  return program;
}
