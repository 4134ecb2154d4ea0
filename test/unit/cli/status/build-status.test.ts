import { describe, expect, it } from "vitest";
import { paintFor } from "../../../../cli/display/paint.ts";
import type { ProxyAnswer } from "../../../../cli/status/ask-proxy.ts";
import type { AwsReport, RuleReport, TasksReport } from "../../../../cli/status/aws-report.ts";
import { buildStatus as build, type StatusInput } from "../../../../cli/status/build-status.ts";
import { renderStatus } from "../../../../cli/status/render-status.ts";
import type { ColorStatus } from "../../../../edge/proxy.ts";
import type { Usage } from "../../../../edge/usage.ts";
import { partHash } from "../../../../edge/config-hash.ts";
import { haproxy } from "../../../../edge/haproxy/index.ts";
import type { ObservedAgent, ObservedHost, ObservedReplica, ObservedService } from "../../../../model/observed.ts";
import { servicePart } from "../../../../model/service-part.ts";
import { serviceSchema, type ServiceSpec } from "../../../../model/service.ts";
import { observedOn } from "../../edge/observed.ts";
import { CANARY, underWay } from "../../plan/under-way.ts";

const ID = { project: "p", stack: "dev" };
const PLACE = { id: ID, platform: "docker", address: "unix:///var/run/docker.sock" } as const;

const RELEASE = {
  version: "1.4.1",
  image: "shop:1.4.1",
  port: 3000,
  health: { path: "/healthz", expect: 200, timeout: "2s" },
  smoke: [],
  user: "10001:10001",
  environment: {},
  secrets: [],
  writable: [],
  volumes: [],
  limits: { memory: "256MiB", cpus: 0.5, pids: 200 },
};

function replica(index: number, more: Partial<ObservedReplica> = {}): ObservedReplica {
  return {
    name: `p-dev-shop-blue-${index}`,
    id: `${index}`,
    color: "blue",
    version: "1.4.1",
    release: "hash",
    state: "running",
    exitCode: 0,
    restarts: 0,
    ...more,
  };
}

const OBSERVED: ObservedHost = {
  name: "default",
  engineId: "e",
  environment: "env",
  edge: { id: "2", hash: "h", state: "running", ports: ["127.0.0.1:8080/tcp"], workers: 1, base: null },
  services: {
    shop: {
      record: {
        service: "shop",
        active: "blue",
        generation: 7,
        sealed: { blue: { release: RELEASE, secretVolume: null, hash: "hash" }, green: null },
        config: null,
      },
      workers: ["blue"],
      replicas: [replica(1), replica(0)],
    },
  },
};

const up = (index: number) => ({
  name: `p-dev-shop-blue-${index}`,
  health: "UP",
  lastCheck: "L7OK 200",
  requests: 5,
  errors: 0,
});
const BLUE: ColorStatus = {
  servers: [up(0), up(1)],
  requests: 10,
  errors: 0,
  degraded: false,
  degradedRequests: 0,
};
const RED = { ...BLUE, servers: [0, 1].map((index) => ({ ...up(index), health: "DOWN" })), degraded: true };

const SPEC = serviceSchema.parse({ activeColor: "blue", replicas: 2, blue: RELEASE });

function declared(more: Partial<ServiceSpec>): { shop: ServiceSpec } {
  return { shop: { ...SPEC, ...more } };
}

/** The record of an edge that has applied what is declared. */
function applied(spec: ServiceSpec) {
  const record = OBSERVED.services["shop"]?.record;
  if (record == null) throw new Error("the fixture has a record");
  const part = servicePart("shop", spec, record.sealed);
  return { ...record, config: { hash: partHash(part, haproxy.renderPart(ID, part)), counter: 1 } };
}

/** The status of a stack with one host. */
interface Input extends Pick<StatusInput, "declared" | "usage" | "notifications"> {
  observed: ObservedHost;
  proxy: ProxyAnswer["status"];
  proxyError: ProxyAnswer["error"];
}

function buildStatus({ observed, proxy, proxyError, ...input }: Input) {
  return build({
    ...{ ...input, ...PLACE, observed: observedOn([observed], ID) },
    proxies: { default: { status: proxy, error: proxyError } },
  });
}

const INPUT: Input = {
  observed: OBSERVED,
  proxy: { shop: { blue: BLUE } },
  proxyError: null,
  declared: declared({}),
  usage: new Map(),
  notifications: null,
};

const AGENT: ObservedAgent = {
  ...{ id: "a", state: "running", restarts: 0, version: "0.1.0" },
  ...{ lastBeat: 1_700_000_000_000, silentMs: 2_000 },
};

const stoppedEdge = OBSERVED.edge && { ...OBSERVED.edge, state: "exited" };

function withShop(more: Partial<ObservedService>): ObservedHost {
  return {
    ...OBSERVED,
    services: { shop: { record: null, workers: [], replicas: [], ...OBSERVED.services["shop"], ...more } },
  };
}

describe("buildStatus", () => {
  it("is fine when declared and running state agree, and carries what was observed", () => {
    const status = buildStatus(INPUT);
    expect(status).toMatchObject({ asDeclared: true, differences: [], observed: { format: 2, hosts: [OBSERVED] } });
    expect(status.services["shop"]).toMatchObject({
      active: ["blue"],
      generation: 7,
      colors: { blue: { active: true, sealed: true, versions: ["1.4.1"], requests: 10, errors: 0 } },
    });
    expect(status.services["shop"]?.colors.blue.replicas.map(({ name }) => name)).toEqual([
      "p-dev-shop-blue-0",
      "p-dev-shop-blue-1",
    ]);
  });

  it("tells of an agent that is alive, with its version, and of none where there is none", () => {
    expect(buildStatus(INPUT).agent).toBeNull();
    const status = buildStatus({ ...INPUT, observed: { ...OBSERVED, agent: AGENT } });
    expect(status).toMatchObject({
      agent: { state: "running", version: "0.1.0", trouble: null },
      ...{ asDeclared: true, differences: [] },
    });
    expect(renderStatus(status, paintFor(false))).toContain("\nagent running  0.1.0\n");
    const young = buildStatus({
      ...INPUT,
      observed: { ...OBSERVED, agent: { ...AGENT, version: null, lastBeat: null } },
    });
    expect(renderStatus(young, paintFor(false))).toContain("\nagent running  has not said anything yet\n");
  });

  it("tells below the agent how it stands with whom it tells", () => {
    const channel = { channel: "chat", type: "slack" as const, waiting: 0, failures: 0, givenUp: 0 };
    const channels = [{ ...channel, lastSuccessAt: null, lastFailure: null }];
    const notifications = { channels, unacknowledged: [], dropped: 0, problem: null };
    const status = buildStatus({ ...INPUT, observed: { ...OBSERVED, agent: AGENT }, notifications });
    expect(status.notifications).toEqual(notifications);
    expect(renderStatus(status, paintFor(false))).toContain(
      "\nagent running  0.1.0\nnotify chat  slack  works  nothing sent yet\n",
    );
  });

  it.each([
    ["another color is declared", { declared: declared({ activeColor: "green" }) }, /blue serves, declared is green/],
    ["another version is declared", { declared: declared({ blue: { ...RELEASE, version: "2" } }) }, /declared is 2/],
    [
      "a color is declared and not there",
      { declared: declared({ green: { ...RELEASE, version: "2" } }) },
      /shop.green: has no containers/,
    ],
    ["more replicas are declared", { declared: declared({ replicas: 3 }) }, /number of replicas is 2, declared is 3/],
    ["the service is not declared", { declared: {} }, /not in the stack's file/],
    [
      "another service is declared",
      { declared: { ...declared({}), api: declared({}).shop } },
      /api is declared and not up/,
    ],
    [
      "the proxy has another route",
      {
        observed: withShop({ record: applied(SPEC) }),
        declared: declared({ route: { host: "shop.example.com", path: "/" } }),
      },
      /route, gate, drain or a release's settings are not as declared/,
    ],
    [
      "the agent is silent",
      { observed: { ...OBSERVED, agent: { ...AGENT, silentMs: 90_500 } } },
      /^The agent has said nothing for 90s: nobody watches what is under way\. Look at its log with `tidegate logs --agent`\.$/,
    ],
    [
      "the agent is frozen",
      { observed: { ...OBSERVED, agent: { ...AGENT, state: "paused" } } },
      /^The agent is paused: nobody watches what is under way\. `docker unpause` of its container lets it go on\.$/,
    ],
    ["the agent is stopped", { observed: { ...OBSERVED, agent: { ...AGENT, state: "exited" } } }, /agent is exited: /],
    ["the edge is stopped", { observed: { ...OBSERVED, edge: null } }, /edge is missing: nothing is served/],
    ["the proxy does not answer", { proxy: null, proxyError: "no answer" }, /its proxy does not answer: no answer/],
    ["a worker sends nowhere", { observed: withShop({ workers: [] }) }, /sends its traffic nowhere/],
    [
      "a replica crashed",
      { observed: withShop({ replicas: [replica(0), replica(1, { state: "restarting", exitCode: 1, restarts: 4 })] }) },
      /p-dev-shop-blue-1 is restarting, exit code 1, 4 restarts/,
    ],
    [
      "a replica of the idle color has stopped",
      {
        observed: withShop({
          replicas: [
            ...[replica(0), replica(1)],
            ...[0, 1].map((index) =>
              replica(index, {
                name: `p-dev-shop-green-${index}`,
                color: "green",
                version: "2",
                state: index === 0 ? "running" : "exited",
              }),
            ),
          ],
        }),
        declared: declared({ green: { ...RELEASE, version: "2" } }),
      },
      /^shop.green: p-dev-shop-green-1 is exited, exit code 0\.$/,
    ],
    ["the edge has stopped", { observed: { ...OBSERVED, edge: stoppedEdge } }, /edge is exited: nothing is served/],
    [
      "a replica is not up",
      { proxy: { shop: { blue: { ...BLUE, servers: [up(0), { ...up(1), health: "DOWN", lastCheck: "L4CON" }] } } } },
      /p-dev-shop-blue-1 is running, DOWN \(L4CON\)/,
    ],
    [
      "all that serve are red",
      { proxy: { shop: { blue: { ...RED, degradedRequests: 3 } } } },
      /^shop: degraded, no replica of blue passes its checks\..*\(requests so far: 3\)/,
    ],
    [
      "a replica is not in the proxy",
      { proxy: { shop: { blue: { ...BLUE, servers: [up(0)] } } } },
      /p-dev-shop-blue-1 is running, not in the proxy/,
    ],
  ] satisfies [string, Partial<Input>, RegExp][])("tells it when %s", (_what, change, sentence) => {
    const status = buildStatus({ ...INPUT, ...change });
    expect(status.asDeclared).toBe(false);
    expect(status.differences.join("\n")).toMatch(sentence);
  });

  it("calls no service degraded for the red replicas of its idle color", () => {
    const status = buildStatus({ ...INPUT, proxy: { shop: { blue: BLUE, green: RED } } });
    expect(status).toMatchObject({ asDeclared: true, services: { shop: { degraded: false } } });
  });

  it("says where to compare when a program declares the services and not the stack's file", () => {
    const status = buildStatus({ ...INPUT, declared: "by the program" });
    expect(status).toMatchObject({ asDeclared: true, compared: false, differences: [] });
    expect(renderStatus(status, paintFor(false))).toContain("What runs is well. The stack's file declares no services");
    expect(renderStatus(buildStatus(INPUT), paintFor(false))).toContain("Declared and running state agree.");
  });

  it("compares what the proxy has, where the declared releases can be known without the passphrase", () => {
    const observed = withShop({ record: applied(SPEC) });
    expect(buildStatus({ ...INPUT, observed })).toMatchObject({ asDeclared: true });
    const green = { ...RELEASE, version: "2", secrets: ["TOKEN"] };
    const { differences } = buildStatus({ ...INPUT, observed, declared: declared({ green }) });
    expect(differences).toEqual(["shop.green: has no containers, declared is version 2."]);
  });

  describe("on AWS", () => {
    const tasks = { wanted: 2, running: 2, starting: 0, targets: 2, healthy: 2, problems: [], notice: null };
    const rule = { blue: 100, green: 0, others: 0 };
    const onAws = (blue: Partial<TasksReport> = {}, weights: RuleReport = rule, lease: AwsReport["lease"] = null) =>
      build({
        ...{ id: ID, platform: "aws", address: "AWS eu-central-1", observed: observedOn([OBSERVED], ID), proxies: {} },
        ...{ declared: declared({}), usage: new Map(), notifications: null },
        aws: { rules: { shop: weights }, tasks: { shop: { blue: { ...tasks, ...blue } } }, lease },
      });

    it("says what AWS says of rule, tasks and targets", () => {
      const status = onAws();
      expect(status).toMatchObject({ asDeclared: true, services: { shop: { rule, colors: { blue: { tasks } } } } });
      const text = renderStatus(status, paintFor(false));
      expect(text).toContain("dev on AWS eu-central-1  environment env\nload balancer  running");
      expect(text).toContain(
        "  rule   blue 100, green 0\n  blue   active  1.4.1 sealed  2 of 2 tasks run, 2 of 2 targets healthy",
      );
    });

    it("finds fault with targets that get no requests, and with a rule that sends some elsewhere", () => {
      const problems = ["unhealthy (Target.Timeout)"];
      expect(onAws({ healthy: 1, problems }).differences).toEqual([
        "shop.blue: 1 of 2 targets are healthy: unhealthy (Target.Timeout).",
      ]);
      expect(onAws({}, { blue: 90, green: 0, others: 10 }).differences).toEqual([
        "shop: its rule sends 10 of 100 parts to target groups that are none of its colors.",
      ]);
    });

    it("calls a color degraded whose targets are all unhealthy, because the load balancer sends to them all the same", () => {
      const status = onAws({ healthy: 0 });
      expect(status.services["shop"]?.degraded).toBe(true);
      expect(status.differences[0]).toContain("The load balancer goes on sending");
    });

    it("tells what ECS says, and who may change the environment", () => {
      const lease = {
        by: "jane@laptop",
        command: "tidegate up -s dev",
        since: 1_800_000_000_000,
        lastBeat: 1_800_000_005_000,
      };
      const status = onAws({ running: 1, notice: "was unable to place a task." }, rule, lease);
      expect(status.warnings).toEqual(["shop.blue: ECS says: was unable to place a task."]);
      expect(renderStatus(status, paintFor(false))).toContain(
        "lease held by jane@laptop since 2027-01-15T08:00:00Z, with `tidegate up -s dev`; last sign of life 2027-01-15T08:00:05Z",
      );
    });
  });

  describe("of two hosts", () => {
    const answer = { status: { shop: { blue: BLUE } }, error: null };
    const pair = (b: Partial<ObservedHost> = {}, proxy: ProxyAnswer = answer) =>
      build({
        ...{ ...PLACE, address: "ssh://a, ssh://b", declared: declared({}), usage: new Map(), notifications: null },
        observed: observedOn([
          { ...OBSERVED, name: "a" },
          { ...OBSERVED, name: "b", ...b },
        ]),
        proxies: { a: answer, b: proxy },
      });

    it("is the sum of them, with the host before each replica", () => {
      const status = pair();
      expect(status).toMatchObject({
        asDeclared: true,
        host: "ssh://a, ssh://b",
        edge: { state: "running", workers: 2 },
      });
      expect(status.services["shop"]?.colors.blue).toMatchObject({ requests: 20, errors: 0 });
      expect(renderStatus(status, paintFor(false)).split("\n").slice(0, 9)).toEqual([
        "dev on ssh://a, ssh://b  environment env",
        "a: edge  running  127.0.0.1:8080/tcp",
        "b: edge  running  127.0.0.1:8080/tcp",
        "",
        "shop  blue serves 1.4.1",
        "  blue   active  1.4.1 sealed  requests 20  failed 0",
        "    a: p-dev-shop-blue-0  running, UP (L7OK 200)",
        "    a: p-dev-shop-blue-1  running, UP (L7OK 200)",
        "    b: p-dev-shop-blue-0  running, UP (L7OK 200)",
      ]);
    });

    it("names the one where something is not as declared", () => {
      expect(pair({ edge: stoppedEdge }).differences).toContain(
        "b: The edge is exited: nothing is served. Run `tidegate up`.",
      );
      expect(pair({}, { status: null, error: "no answer" })).toMatchObject({
        proxyError: "b: no answer",
        differences: ["b: The edge runs, but its proxy does not answer: no answer"],
      });
      const { services } = withShop({ replicas: [replica(0)] });
      expect(pair({ services }).differences).toEqual(["shop.blue: number of replicas is 3, declared is 4."]);
      const red = { shop: { blue: { ...BLUE, servers: [up(0), { ...up(1), health: "DOWN", lastCheck: "L4CON" }] } } };
      expect(pair({}, { status: red, error: null }).differences).toEqual([
        "shop.blue: b: p-dev-shop-blue-1 is running, DOWN (L4CON).",
      ]);
    });
  });

  it("compares the steps of a release, too", () => {
    const spec = { ...SPEC, canary: CANARY };
    const observed = withShop({ record: applied(spec) });
    expect(buildStatus({ ...INPUT, observed, declared: { shop: spec } }).asDeclared).toBe(true);
    expect(buildStatus({ ...INPUT, observed }).differences).toEqual([
      "shop: route, gate, drain or a release's settings are not as declared. Run `tidegate up`.",
    ]);
  });

  it("says which of two colors that serve is new, and how far it is", () => {
    const status = build({ ...INPUT, ...PLACE, observed: underWay(), proxies: {} });
    const lines = renderStatus(status, paintFor(false)).split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        "shop  blue and green serve 1, 2",
        "  blue   stable  1 sealed",
        "  green  active  2 sealed",
        expect.stringMatching(/^ {2}canary green has 5% of the clients, blue the others; 30% next/),
      ]),
    );
  });

  it("knows a stack that was never brought up", () => {
    const empty: ObservedHost = { ...OBSERVED, environment: null, edge: null, services: {} };
    const status = buildStatus({ ...INPUT, observed: empty, proxy: null });
    expect(status.differences).toEqual(["shop is declared and not up yet. Run `tidegate up`."]);
  });
});

describe("renderStatus", () => {
  it("shows what each replica uses, and warns of the limits that bite without calling that a difference", () => {
    const free: Usage = {
      processes: 12,
      processLimit: 2048,
      memoryBytes: 55 * 1024 ** 2,
      memoryLimitBytes: 256 * 1024 ** 2,
      throttled: 0,
      outOfMemoryKills: 0,
      refusedThreads: false,
    };
    const usage = new Map([
      ["0", free],
      ["1", { ...free, outOfMemoryKills: 2 }],
    ]);
    const status = buildStatus({ ...INPUT, usage });
    expect(status).toMatchObject({ asDeclared: true });
    expect(status.services["shop"]?.colors.blue.replicas.map((replica) => replica.usage)).toEqual([...usage.values()]);
    expect(renderStatus(status, paintFor(false)).split("\n").slice(5)).toEqual([
      "    p-dev-shop-blue-0  running, UP (L7OK 200)  processes 12 of 2048, memory 55 of 256 MiB, throttled 0 %",
      "    p-dev-shop-blue-1  running, UP (L7OK 200)  processes 12 of 2048, memory 55 of 256 MiB, throttled 0 %",
      "  green  empty",
      "",
      "Declared and running state agree.",
      "! shop.blue: p-dev-shop-blue-1 had a process killed for memory 2 times. Raise `limits.memory`, or let the app use less.",
      "",
    ]);
  });

  it("reads from what serves down to what is wrong", () => {
    expect(renderStatus(buildStatus(INPUT), paintFor(false)).split("\n")).toEqual([
      "dev on unix:///var/run/docker.sock  environment env",
      "edge  running  127.0.0.1:8080/tcp",
      "",
      "shop  blue serves 1.4.1",
      "  blue   active  1.4.1 sealed  requests 10  failed 0",
      "    p-dev-shop-blue-0  running, UP (L7OK 200)",
      "    p-dev-shop-blue-1  running, UP (L7OK 200)",
      "  green  empty",
      "",
      "Declared and running state agree.",
      "",
    ]);
  });

  it("says which version is held, who went back from it and why", () => {
    const hold = { version: "1.5.0", color: "green", hash: "h", reason: "errors", by: "jane@laptop", at: 0 } as const;
    const status = buildStatus({ ...INPUT, observed: withShop({ record: { ...applied(SPEC), hold } }) });
    expect(status.services["shop"]?.hold).toEqual(hold);
    expect(renderStatus(status, paintFor(false))).toContain(
      '\n  held   version "1.5.0" was rolled back by jane@laptop at 1970-01-01T00:00:00.000Z ("errors")\n',
    );
    expect(buildStatus(INPUT).services["shop"]?.hold).toBeNull();
  });

  it("asks for the review of an emergency release until it is there", () => {
    const base = { color: "green", hash: "h", reason: "payments are down", by: "jane@laptop", at: 0 } as const;
    const reviews = [{ version: "1.5.0", ...base }];
    const status = buildStatus({ ...INPUT, observed: withShop({ record: { ...applied(SPEC), reviews } }) });
    expect(status.services["shop"]?.reviews).toEqual(reviews);
    expect(renderStatus(status, paintFor(false))).toContain(
      '\n  review version "1.5.0" was released in an emergency by jane@laptop at 1970-01-01T00:00:00.000Z ("payments are down"); ' +
        "its review by somebody else is overdue since 1970-01-02T00:00:00.000Z\n",
    );
    expect(buildStatus(INPUT).services["shop"]?.reviews).toEqual([]);
  });

  it("says in the service's own line that it is degraded", () => {
    const red = buildStatus({ ...INPUT, proxy: { shop: { blue: RED } } });
    expect(renderStatus(red, paintFor(false))).toContain("shop  blue serves 1.4.1  degraded\n");
  });

  it("never says that something serves while the edge is down", () => {
    const down = buildStatus({ ...INPUT, observed: { ...OBSERVED, edge: null }, proxy: null });
    expect(renderStatus(down, paintFor(false))).not.toContain("blue serves");
  });
});
