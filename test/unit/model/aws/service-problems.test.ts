import { describe, expect, it } from "vitest";
import { withAwsDefaults } from "../../../../model/aws/gate-defaults.ts";
import { awsServiceProblems, type AwsService } from "../../../../model/aws/service-problems.ts";
import { serviceSchema } from "../../../../model/service.ts";
import { release } from "../../edge/observed.ts";

const FARGATE = { onFargate: true, secretsAsFiles: false, sendSmoke: false };

function problems(input: object = {}, change: Partial<AwsService> = {}): string[] {
  const written = withAwsDefaults({ activeColor: "blue", blue: release("1"), ...input });
  const spec = serviceSchema.parse(written);
  return awsServiceProblems({ name: "shop", spec, priority: undefined, tasks: FARGATE, ...change });
}

const ofBlue = (change: object) => problems({ blue: release("1", change) });

describe("a service on AWS", () => {
  it("is as good as on a host when it says nothing special", () => {
    expect(problems()).toEqual([]);
  });

  it.each([
    ["100ms", "5s"],
    ["5.5s", "5s"],
  ])("is not asked every %s by the load balancer", (interval) => {
    expect(problems({ gate: { interval } })).toContain(
      "services.shop.gate.interval: must be whole seconds between 5 and 300 on AWS, whose load balancer takes no others, got " +
        `${JSON.stringify(interval)}. Change it.`,
    );
  });

  it.each([1, 11])("is not asked %i times in a row", (passes) => {
    expect(problems({ gate: { passes } })).toEqual([
      `services.shop.gate.passes: must be between 2 and 10 on AWS, whose load balancer counts no further, got ${passes}. Change it.`,
    ]);
  });

  it.each(["1s", "2500ms"])("does not wait %s for the answer to a check", (timeout) => {
    expect(ofBlue({ health: { timeout } })).toEqual([
      "services.shop.blue.health.timeout: must be whole seconds between 2 and 120 on AWS, whose load balancer takes no others, got " +
        `${JSON.stringify(timeout)}. Change it.`,
    ]);
  });

  it("waits for an answer no longer than until the next question", () => {
    expect(ofBlue({ health: { timeout: "4s" } })).toEqual([]);
    expect(ofBlue({ health: { timeout: "5s" } })).toEqual([
      'services.shop.blue.health.timeout: must be shorter than `gate.interval` on AWS, which is "5s", got "5s". Lower it, or raise the other.',
    ]);
  });

  it.each([{ host: "a.test" }, { method: "HEAD" }, { contains: "UP" }, { headers: { "X-A": "1" } }])(
    "is not asked with %j",
    (health) => {
      const [key = ""] = Object.keys(health);
      expect(ofBlue({ health })).toEqual([
        `services.shop.blue.health.${key}: is not there on AWS, whose load balancer cannot be told. Remove it.`,
      ]);
    },
  );

  it("drains no longer than Fargate lets a container stop", () => {
    expect(problems({ drain: "115s" })).toEqual([]);
    const refusal =
      "services.shop.drain: must be at most 115s on Fargate, which kills a container 120 seconds after it was told to stop, got " +
      '"115001ms". Lower it, or name a `capacityProvider` of instances.';
    expect(problems({ drain: "115001ms" })).toEqual([refusal]);
    expect(problems({ drain: "1h" }, { tasks: { ...FARGATE, onFargate: false } })).toEqual([]);
  });

  it("is no larger than Fargate has tasks", () => {
    expect(ofBlue({ limits: { cpus: 17 } })).toEqual([
      "services.shop.blue.limits: must be at most 16 cores with 120GiB on Fargate, got 17 cores with 256MiB. Lower them, or name a " +
        "`capacityProvider` of instances.",
    ]);
    const tasks = { ...FARGATE, onFargate: false };
    expect(problems({ blue: release("1", { limits: { cpus: 17 } }) }, { tasks })).toEqual([]);
  });

  it.each([
    [
      { volumes: [{ source: "data", target: "/data" }] },
      "services.shop.blue.volumes: are of a Docker host, and a task has none of its own. Remove them, and keep the data elsewhere.",
    ],
    [
      { container: { readOnly: false } },
      "services.shop.blue.container: has inputs of the Docker provider, which AWS does not know. Remove it.",
    ],
    [
      { secrets: ["db.pass"] },
      'services.shop.blue.secrets: must be names of variables on AWS, got "db.pass". Use letters, digits and `_`, or have files of them with `secretFiles`.',
    ],
    [
      { secrets: ["DB"], environment: { DB: "1" } },
      'services.shop.blue.secrets: has the name of a variable of the release, got "DB". Rename one of them.',
    ],
  ])("refuses of a release %j", (change, problem) => {
    expect(ofBlue(change)).toEqual([problem]);
  });

  it("may call secrets what it likes where they are files", () => {
    const blue = release("1", { secrets: ["db.pass", "DB"], environment: { DB: "1" } });
    expect(problems({ blue }, { tasks: { ...FARGATE, secretsAsFiles: true } })).toEqual([]);
  });

  it.each([[{ group: "all" }, "group"]])("is not promised %j, which nothing there keeps yet", (input, key) => {
    expect(problems(input)).toEqual([`services.shop.${key}: is not there on AWS yet. Remove it.`]);
  });

  it("has its logs looked at, but nothing asked from inside a task", () => {
    expect(ofBlue({ checks: { logs: {}, bakeTime: "10s" } })).toEqual([]);
    const inside =
      "are asked from inside a replica, which nobody gets into on AWS. Remove them, and have the app's health check or a";
    const checks = { dependencies: [{ tcp: "db:5432" }], commands: [{ command: ["true"] }] };
    expect(ofBlue({ checks })).toEqual([
      `services.shop.blue.checks.dependencies: ${inside} smoke request find it out.`,
      `services.shop.blue.checks.commands: ${inside} smoke request find it out.`,
    ]);
  });

  it("has gates, but none that looks at a Docker host", () => {
    expect(problems({ gates: { window: true, image: true, wayBack: true, host: null } })).toEqual([]);
    expect(problems({ gates: { host: true } })).toEqual([
      "services.shop.gates.host: looks at a Docker host, and there is none on AWS. Remove it, or say `host: null` where the stack " +
        "declares it.",
    ]);
  });

  it("is watched by what CloudWatch knows, and by nothing else", () => {
    expect(problems({ guard: {} })).toEqual([]);
    const guard = {
      flapping: {},
      smoke: {},
      synthetic: { path: "/" },
      promql: { a: { query: 'x{color="{{color}}"}', below: 1 } },
    };
    const blue = release("1", { smoke: [{ path: "/" }] });
    const refused = problems({ guard, blue }).filter((text) => text.startsWith("services.shop.guard."));
    expect(refused.map((text) => text.split(": is not there on AWS, where ")[0])).toEqual(
      ["flapping", "smoke", "promql", "synthetic"].map((rule) => `services.shop.guard.${rule}`),
    );
  });

  it("says itself where its rule stands when its route does not", () => {
    const route = { path: "/1", paths: ["/2/3"] };
    expect(problems({ route })).toEqual([
      "services.shop.route: has hosts of several kinds or paths of several depths, and the one rule of the load balancer one place among " +
        "the others. Say which with `priority`, between 24001 and 50000: lower ones are asked first.",
    ]);
    expect(problems({ route }, { priority: 24_001 })).toEqual([]);
  });

  it.each([24_000, 50_001, 30_000.5])("cannot have place %d among the rules", (priority) => {
    expect(problems({}, { priority })).toEqual([
      `services.shop: its \`priority\` must be a whole number between 24001 and 50000, got ${priority}. Change it.`,
    ]);
  });
});
