import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeCommands } from "./fake-commands.ts";
import { runScript } from "./run-script.ts";

// Runners have jq.
const hasJq = spawnSync("jq", ["--version"]).status === 0;

describe.skipIf(!hasJq)("the sign-in to AWS", () => {
  it("asks for an hour in the role, hides what it got, and hands it to the steps that follow", async () => {
    const credentials = { AccessKeyId: "id", SecretAccessKey: "s3cret", SessionToken: "session" };
    const commands = fakeCommands({
      curl: `echo '{"value":"identity"}'\n`,
      aws: `echo "$*" > "$FOLDER/call"; echo '${JSON.stringify(credentials)}'\n`,
    });
    const GITHUB_ENV = join(commands.folder, "env");
    const ran = await runScript("sign-in-to-aws.sh", {
      env: {
        ...{ PATH: commands.PATH, FOLDER: commands.folder, GITHUB_ENV, AWS_ROLE_ARN: "arn:aws:iam::1:role/deploy" },
        ...{ ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t", ACTIONS_ID_TOKEN_REQUEST_URL: "https://x?y", GITHUB_RUN_ID: "7" },
      },
    });
    expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
    expect(ran.stdout.trimEnd().split("\n")).toEqual(
      ["identity", "id", "s3cret", "session"].map((secret) => `::add-mask::${secret}`),
    );
    expect(readFileSync(GITHUB_ENV, "utf8")).toBe(
      "AWS_ACCESS_KEY_ID=id\nAWS_SECRET_ACCESS_KEY=s3cret\nAWS_SESSION_TOKEN=session\n",
    );
    expect(readFileSync(join(commands.folder, "call"), "utf8")).toContain(
      "--role-arn arn:aws:iam::1:role/deploy --duration-seconds 3600 --role-session-name tidegate-7",
    );
    commands.remove();
  });
});
