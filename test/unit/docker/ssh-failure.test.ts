import { describe, expect, it } from "vitest";
import { sshFailure } from "../../../docker/ssh-failure.ts";
import { EXIT } from "../../../model/errors.ts";

const ADDRESS = { host: "prod-1", user: "deploy", port: undefined, socket: undefined };

function failure(said: string, exitCode: number | null = 255, port?: string): string {
  const error = sshFailure({ ...ADDRESS, port }, { exitCode, said, hadAnswered: false });
  expect(error.exitCode).toBe(EXIT.input);
  return error.message;
}

describe("a failed ssh", () => {
  it("shows how to add a key that nobody knows", () => {
    const said =
      "No ED25519 host key is known for prod-1 and you have requested strict checking.\r\nHost key verification failed.\r\n";
    expect(failure(said)).toBe(
      "tidegate:host: no way to the Docker engine of deploy@prod-1: No ED25519 host key is known for prod-1 and you have " +
        "requested strict checking. Host key verification failed.\n" +
        "Nobody has said yet that this is the right machine: `ssh deploy@prod-1` shows its key and asks whether to add it.",
    );
  });

  it("does not show how to get rid of a key that has changed before it says why one should not", () => {
    const said = `@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@@@\nHost key verification failed.\n`;
    const message = failure(said, 255, "2222");
    expect(message).toContain(
      "deploy@prod-1: WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! Host key verification failed.\n",
    );
    expect(message).toContain("Somebody may stand between you and that machine: find out first");
    expect(message).toContain("`ssh-keygen -F '[prod-1]:2222'` shows the key that is known");
    expect(message).toContain("`ssh-keyscan -p 2222 prod-1` the one that is offered");
    expect(message).toMatch(/`ssh-keygen -R '\[prod-1\]:2222'` removes the old one\.$/);
  });

  it.each([
    ["deploy@prod-1: Permission denied (publickey).", 255, "a key with a passphrase must be in an agent."],
    [
      "ssh: connect to host prod-1 port 22: Connection refused",
      255,
      "See that `ssh deploy@prod-1 docker version` answers",
    ],
    ["bash: line 1: docker: command not found", 127, "Install Docker there, and see that"],
    [
      "permission denied while trying to connect to the Docker daemon socket",
      1,
      "`ssh deploy@prod-1 docker version` answers.",
    ],
    ["", null, "ssh ended with a signal"],
  ])("says of %j what to look at, and nothing of host keys", (said, exitCode, remedy) => {
    expect(failure(said, exitCode)).toContain(remedy);
    expect(failure(said, exitCode)).not.toContain("ssh-key");
  });

  it("is a lost connection once the engine has answered", () => {
    const end = { exitCode: 255, said: "Connection to prod-1 closed by remote host.\n", hadAnswered: true };
    expect(sshFailure(ADDRESS, end).message).toBe(
      "host: the connection to the Docker engine of deploy@prod-1 was lost: Connection to prod-1 closed by remote host.\nRun again.",
    );
  });
});
