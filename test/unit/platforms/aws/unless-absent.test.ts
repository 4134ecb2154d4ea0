import { join } from "node:path";
import { expect, it } from "vitest";
import { InputError } from "../../../../model/errors.ts";
import { unlessAbsent } from "../../../../platforms/aws/unless-absent.ts";
import { REPOSITORY } from "../../../support/repository.ts";
import { runProcess } from "../../../support/run-process.ts";

/** Has Node.js find none of these packages, as where nobody has installed them. */
const without = (...packages: readonly string[]) => `
  import { registerHooks } from "node:module";
  registerHooks({
    resolve(name, context, next) {
      const isHidden = ${JSON.stringify(packages)}.some((each) => name === each || name.startsWith(each + "/"));
      return next(isHidden ? "nobody-has-this-package" : name, context);
    },
  });`;

/** What a function that a file exports throws in a process without these packages, `nothing` where it does not. */
async function thrownBy(file: string, call: string, packages: readonly string[]): Promise<string> {
  const hooks = `data:text/javascript,${encodeURIComponent(without(...packages))}`;
  const program = `
    const { InputError } = await import(${JSON.stringify(join(REPOSITORY, "model/errors.ts"))});
    const loaded = await import(${JSON.stringify(join(REPOSITORY, file))});
    await Promise.resolve(loaded.${call}).then(() => "nothing", (error) => (error instanceof InputError ? error.message : error.stack)).then(console.log);`;
  const ran = await runProcess(process.execPath, ["--import", hooks, "--input-type=module", "--eval", program], {
    ...{ cwd: REPOSITORY, env: process.env, timeoutMs: 60_000 },
  });
  return ran.stdout.trim() + ran.stderr.trim();
}

const NEEDED = "platform: aws needs packages that are not installed. Run `npm install";

it("the program says which package it lacks", async () => {
  const thrown = await thrownBy("platforms/aws/load-program.ts", "loadProgram()", ["@pulumi/aws"]);
  expect(thrown).toBe(`${NEEDED} @pulumi/aws\` and run again.`);
});

it("the clients say which packages they lack", async () => {
  const thrown = await thrownBy("platforms/aws/clients.ts", 'connectAws({ region: "eu-central-1" })', ["@aws-sdk"]);
  expect(thrown).toContain(
    `${NEEDED} @aws-sdk/client-ecs @aws-sdk/client-elastic-load-balancing-v2 @aws-sdk/client-s3 `,
  );
});

it.each([
  ["cli/program.ts", "buildProgram()"],
  ["infra/docker-stack.ts", "createDockerStack"],
])("who uses Docker hosts alone needs none of them: %s", async (file, call) => {
  expect(await thrownBy(file, call, ["@pulumi/aws", "@aws-sdk"])).toBe("nothing");
});

it("what goes wrong otherwise is told as it is", async () => {
  const fault = new TypeError("a fault of ours");
  const loaded = unlessAbsent(["@pulumi/aws"], () => Promise.reject(fault));
  await expect(loaded).rejects.toBe(fault);
  await expect(loaded).rejects.not.toBeInstanceOf(InputError);
});
