import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { execIn } from "../../docker/exec.ts";
import type { JsonReport } from "../../policy/report/json.ts";
import { enginesPresent } from "../support/engines.ts";
import { release } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { REPOSITORY } from "../support/repository.ts";
import { changesOf } from "../support/run.ts";
import { useEnvironment } from "../support/use-environment.ts";

const PACK = join(REPOSITORY, "policy");

const OPTIONS = {
  user: "0:0",
  readOnly: false,
  capabilities: { adds: ["CHOWN", "CAP_SETUID"] },
  groupAdds: ["44"],
  entrypoints: ["node"],
  workingDir: "/tmp",
  stopSignal: "SIGINT",
  hosts: [{ host: "database", ip: "10.0.0.7" }],
  dns: ["10.0.0.53"],
  dnsSearches: ["corp.example.com"],
  ulimits: [{ name: "nofile", soft: 512, hard: 1024 }],
  shmSize: "32MiB",
  devices: [{ hostPath: "/dev/null", containerPath: "/dev/nothing", permissions: "rw" }],
  sysctls: { "net.core.somaxconn": "512" },
};
/** What of it only an exception lets into stg and prod. */
const DANGEROUS = ["drop-capabilities", "no-host-devices", "non-root-user", "read-only-root"];

describe.each(enginesPresent())("a release with container options, with the %s engine,", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    const image = (created.shop.blue as { image: string }).image; // of the tests' own service
    const inspected = await created.docker.getImage(image).inspect();
    created.shop["release"] = {
      ...(created.shop["release"] as object | undefined),
      command: [
        ...(inspected.Config.Cmd ?? [])
          .filter((word) => word !== "node")
          .map((word) => join(inspected.Config.WorkingDir || "/", word)),
      ],
      container: OPTIONS,
    };
    const run = await created.up({ args: ["--policy-pack", PACK] });
    expect(run.text).toContain("must be a numeric user other than root"); // told in dev, not refused
  });

  it("has containers as it says, which a second run leaves alone", async () => {
    const { Config, HostConfig } = await environment().docker.getContainer(environment().replica("blue")).inspect();
    expect(Config).toMatchObject({ User: "0:0", WorkingDir: "/tmp", StopSignal: "SIGINT", Entrypoint: ["node"] });
    expect(HostConfig).toMatchObject({
      ReadonlyRootfs: false,
      CapAdd: ["CAP_CHOWN", "CAP_SETUID"],
      CapDrop: ["ALL"],
      GroupAdd: ["44"],
      ExtraHosts: ["database:10.0.0.7"],
      Dns: ["10.0.0.53"],
      DnsSearch: ["corp.example.com"],
      Ulimits: [{ Name: "nofile", Soft: 512, Hard: 1024 }],
      ShmSize: 32 * 1024 ** 2,
      Devices: [{ PathOnHost: "/dev/null", PathInContainer: "/dev/nothing", CgroupPermissions: "rw" }],
      Sysctls: { "net.core.somaxconn": "512" },
    });
    const write = ["sh", "-c", "id -u; echo x > /written; ls -l /dev/nothing | cut -c1; grep -c database /etc/hosts"];
    const { stdout } = await execIn(environment().docker, environment().replica("blue"), write);
    expect(stdout.trim().split("\n")).toEqual(["0", "c", "1"]);
    for (const command of ["up", "refresh", "up"] as const) {
      const run = await environment().run(command);
      expect(run.ran.exitCode).toBe(0);
      expect(changesOf(run)).toEqual({});
    }
  }, 120_000);

  it("serves through the edge, as root", async () => {
    expect(await served()).toBe(VERSIONS.v1);
  });

  it("is refused in prod, where nothing of it is made, and serves there with an exception for each rule", async () => {
    const { config, shop } = environment();
    Object.assign(config, { tier: "prod" });
    Object.assign(shop, { green: release("v2"), activeColor: "green" });
    environment().write();
    const found = await violated();
    expect(found).toEqual(expect.arrayContaining(DANGEROUS));
    const others = found.filter((rule) => !DANGEROUS.includes(rule)); // of a test's stack, which is no production
    except(others);

    const refused = await environment().tryUp({ args: ["--policy-pack", PACK] });
    expect(refused.ran.exitCode).toBe(4);
    const rules = refused.events.flatMap((event) =>
      event.type === "policy" && event.level === "mandatory" ? [event.rule] : [],
    );
    expect([...new Set(rules)].toSorted()).toEqual(DANGEROUS);
    expect(await served()).toBe(VERSIONS.v1);
    expect((await environment().observe()).services["shop"]?.replicas.map(({ color }) => color)).toEqual([
      "blue",
      "blue",
    ]);

    except([...others, ...DANGEROUS]);
    await environment().up({ args: ["--policy-pack", PACK] });
    expect(await served()).toBe(VERSIONS.v2);
    const { Config } = await environment().docker.getContainer(environment().replica("green")).inspect();
    expect(Config.User).toBe("0:0");
  }, 240_000);

  /** The version that answers at the edge. */
  async function served(): Promise<string | null> {
    const answer = await fetch(environment().url);
    await answer.text();
    return answer.headers.get("x-version");
  }

  /** Has the project's settings except these rules, beside what we ship. */
  function except(rules: readonly string[]): void {
    const shipped = parse(readFileSync(join(REPOSITORY, "tidegate-policy.yaml"), "utf8")) as object; // our own
    const exceptions = rules.map((rule) => ({
      ...{ rule, resource: "*", reason: "the image insists on root", owner: "team shop" },
      ...{ expires: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10), ticket: "OPS-1" },
    }));
    writeFileSync(join(environment().dir, "tidegate-policy.yaml"), stringify({ ...shipped, exceptions }));
  }

  /** Rules that `tidegate policy check` finds broken. */
  async function violated(): Promise<string[]> {
    const ran = await environment().tidegate(["policy", "check", "--engine", engine, "--policy-pack", PACK]);
    const { judgements } = readJsonLines("policy check", ran.stdout).at(-1) as unknown as JsonReport; // its schema says so
    return [...new Set(judgements.flatMap(({ rule, outcome }) => (outcome === "violated" ? [rule] : [])))].toSorted();
  }
});
