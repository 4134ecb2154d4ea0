import { describe, expect, it } from "vitest";
import { parseSshAddress } from "../../../docker/ssh-address.ts";
import { checkArguments, dialArguments, sshEnvironment, type Sharing } from "../../../docker/ssh-command.ts";
import { InputError } from "../../../model/errors.ts";

function argumentsFor(address: string, sharing: Sharing = "ours"): string[] {
  return dialArguments(parseSshAddress(new URL(address)), sharing);
}

/** What stands behind ssh's own options. */
function target(address: string): string[] {
  const all = argumentsFor(address);
  return all.slice(all.lastIndexOf("-o") + 2);
}

describe("the call of ssh", () => {
  it.each([
    ["ssh://prod-1", ["--", "prod-1"]],
    ["ssh://deploy@prod-1", ["-l", "deploy", "--", "prod-1"]],
    ["ssh://deploy@prod-1:2222/", ["-l", "deploy", "-p", "2222", "--", "prod-1"]],
    ["ssh://a%40b@[::1]:22", ["-l", "a@b", "-p", "22", "--", "::1"]],
    ["ssh://Prod_1.Example", ["--", "Prod_1.Example"]],
    ["ssh://-oProxyCommand=evil", ["--", "-oProxyCommand=evil"]],
  ])("reaches the engine's default socket at %s", (address, expected) => {
    expect(target(address)).toEqual([...expected, "docker", "system", "dial-stdio"]);
  });

  it("names another socket to the docker there, as one word of its shell", () => {
    const socket = "/run/user/1000/it's here.sock";
    expect(target(`ssh://prod-1${encodeURI(socket)}`)).toEqual([
      ...["--", "prod-1", "docker", "--host", `'unix:///run/user/1000/it'\\''s here.sock'`, "system", "dial-stdio"],
    ]);
  });

  it.each(["ours", "new", "theirs"] as const)(
    "asks nobody, and loosens nothing, over a connection of kind %s",
    (kind) => {
      const all = argumentsFor("ssh://prod-1", kind);
      expect(all).toContain("BatchMode=yes");
      expect(all.filter((argument) => /HostKey|KnownHosts|CheckHostIP|^-F/i.test(argument))).toEqual([]);
    },
  );

  it("notices a silent host within seconds", () => {
    expect(argumentsFor("ssh://prod-1")).toEqual(
      expect.arrayContaining(["ConnectTimeout=10", "ServerAliveInterval=3", "ServerAliveCountMax=2"]),
    );
  });

  it("makes a connection that stays only where it is to", () => {
    const control = (kind: Sharing) => argumentsFor("ssh://a", kind).filter((text) => text.startsWith("Control"));
    expect(control("new")[0]).toBe("ControlMaster=auto");
    expect(control("ours")[0]).toBe("ControlMaster=no");
    expect(control("theirs")).toEqual([]);
    const shared = (all: readonly string[]) => all.find((text) => text.startsWith("ControlPath="));
    expect(shared(control("new"))).toMatch(/^ControlPath=\/tmp\/tidegate-ssh-\d+\/%C$/);
    const address = parseSshAddress(new URL("ssh://a"));
    expect(shared(checkArguments(address, "ours"))).toBe(shared(control("new")));
    expect(shared(checkArguments(address, "theirs"))).toBeUndefined();
  });
});

it.each([
  ["ssh://deploy:secret@prod-1", "got a password"],
  ["ssh://prod-1?x=1", "got a query"],
  ["ssh://prod-1#x", "got a query"],
  ["ssh:///var/run/docker.sock", "got no name"],
])("refuses %s, and repeats nothing of it", (address, got) => {
  const parse = () => parseSshAddress(new URL(address));
  expect(parse).toThrow(InputError);
  expect(parse).toThrow(got);
  expect(parse).not.toThrow("secret");
});

it("hands ssh, and what it starts, no secret of a run", () => {
  const environment = {
    HOME: "/home/a",
    SSH_AUTH_SOCK: "/agent",
    AWS_PROFILE: "for a proxy command",
    PULUMI_CONFIG_PASSPHRASE: "secret",
    PULUMI_CONFIG: "secret",
    TIDEGATE_SECRETS: "secret",
  };
  const { HOME, SSH_AUTH_SOCK, AWS_PROFILE } = environment;
  expect(sshEnvironment(environment)).toEqual({ HOME, SSH_AUTH_SOCK, AWS_PROFILE });
});
