import { Argument, type Command } from "commander";
import { POLICY_USERS, type PolicyUser } from "../model/aws/policy-users.ts";
import { examples } from "./examples.ts";
import { stackOptions, withStack } from "./stack-options.ts";

const USERS = `
Who it is for:
  ci        runs \`pulumi up\` and \`pulumi destroy\`
  preview   runs \`pulumi preview\`, and may change nothing
  operate   runs \`tidegate rollback\`, \`watch\` and \`logs\`
  doctor    runs \`tidegate doctor\`
  tasks     ECS, when it starts the tasks: what the program itself gives to their execution roles
`;

/** The commands on what a stack needs of an account of AWS. */
export function addAwsCommands(program: Command): void {
  const aws = program.command("aws").description("what a stack needs of an account of AWS");

  withStack(aws.command("policy").description("print the least policy of IAM for somebody, as JSON; asks nobody"))
    .addArgument(new Argument("<who>", "who it is for").choices(POLICY_USERS))
    .addHelpText("after", `${USERS}${examples("aws policy ci -s prod > ci.json", "aws policy preview -s prod")}`)
    .action(async (who: PolicyUser, options: unknown) => {
      const { awsPolicy } = await import("./commands/aws-policy.ts");
      await awsPolicy({ who, ...stackOptions(options) });
    });
}
