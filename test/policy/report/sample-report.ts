import { BLUE_GREEN_SERVICE, CONTAINER, EDGE, NETWORK, REMOTE_IMAGE, VOLUME } from "../../../policy/resource-types.ts";
import type {
  PolicyReport,
  ReportedException,
  ReportedJudgement,
  ReportedResource,
  ReportedRule,
} from "../../../policy/report/report.ts";
import type { PolicyException } from "../../../policy/settings.ts";

/** What a reviewer's browser, CI server or chat must show as these very characters. */
export const HOSTILE =
  "<script>alert(1)</script> ]]> | \"quoted\" 'single' & &amp; \u0007\u001b[31m \u202Etxt 🚢\nsecond line";

const DIGEST = `sha256:${"c".repeat(64)}`;

const CIS = { name: "CIS Docker Benchmark", version: "1.6.0" };

export const RULES: readonly ReportedRule[] = [
  describeRule("no-latest-tag", {
    title: "No latest tag",
    group: "images",
    severity: "high",
    framework: {
      ...CIS,
      reference: "5.27",
      specification: "Ensure that Docker commands always make use of the latest version of their image.",
    },
    remediation: "Add the digest to the image (`name:1.4.2@sha256:…`), or at least a versioned tag.",
    example: { refused: "image: shop:latest", accepted: "image: shop:1.4.2@sha256:…" },
  }),
  describeRule("no-plaintext-secret", { title: "No secret in plain text", group: "secrets", severity: "critical" }),
  describeRule("memory-limit", {
    title: "Memory is limited",
    group: "containers",
    severity: "medium",
    framework: { ...CIS, reference: "5.10", specification: "Ensure that the memory usage for containers is limited." },
  }),
  describeRule("no-engine-socket", { title: "No engine socket", group: "containers", severity: "critical" }),
  describeRule("replicas-in-prod", { title: "Enough replicas", group: "service", severity: "medium" }),
  describeRule("log-rotation", { title: "Logs are rotated", group: "containers", severity: "low", level: "advisory" }),
  describeRule("one-environment", { title: "One environment per stack", group: "stack", severity: "high" }),
  describeRule("aws-task-not-privileged", { title: "Tasks are not privileged", group: "aws", severity: "critical" }),
];

const shop = resource(BLUE_GREEN_SERVICE, "shop");
const edge = resource(EDGE, "edge");
const edgeContainer = resource(CONTAINER, "edge");
const network = resource(NETWORK, "edge");
const volume = resource(VOLUME, "edge");
const hostile = resource(VOLUME, HOSTILE);
const blueImage = resource(REMOTE_IMAGE, "shop-blue");
const blue = [
  resource(CONTAINER, "shop-blue-0"),
  resource(CONTAINER, "shop-blue-1"),
  resource(CONTAINER, "shop-blue-2"),
] as const;
const green = [
  resource(CONTAINER, "shop-green-0"),
  resource(CONTAINER, "shop-green-1"),
  resource(CONTAINER, "shop-green-2"),
] as const;

export const RESOURCES: readonly ReportedResource[] = [
  shop,
  edge,
  edgeContainer,
  network,
  volume,
  hostile,
  blueImage,
  ...blue,
  ...green,
];

const SOCKET_EXCEPTION: PolicyException = {
  rule: "no-engine-socket",
  resource: "edge",
  reason: "The metrics agent needs it | until it has a proxy <b>of its own</b>",
  owner: "platform@example.com",
  expires: "2027-03-31",
  ticket: "https://tickets.example.com/OPS-41",
};

const EXCEPTIONS: readonly ReportedException[] = [
  { ...SOCKET_EXCEPTION, state: "active", used: 1 },
  {
    rule: "memory-limit",
    resource: "batch-*",
    stacks: ["prod", "stg"],
    reason: "Its use is not known yet",
    owner: "data",
    expires: "2026-10-31",
    ticket: "OPS-12",
    state: "expired",
    used: 0,
  },
];

const VIOLATED: readonly Partial<ReportedJudgement>[] = [
  {
    rule: "no-latest-tag",
    resource: blueImage,
    outcome: "violated",
    violations: [
      {
        message:
          'name: must name one certain build, got "shop:latest". Add the digest (`@sha256:…`), or at least a versioned tag.',
        location: { file: "Pulumi.prod.yaml", key: "tidegate:services.shop.blue.image", line: 24, column: 9 },
      },
    ],
  },
  {
    rule: "memory-limit",
    resource: green[0],
    outcome: "violated",
    violations: [
      {
        message: "memory: must be given, got nothing. Set `limits.memory`.",
        location: { file: "Pulumi.prod.yaml", key: "tidegate:services.shop.release.limits", line: 47, column: 9 },
      },
      { message: "memorySwap: must equal `memory`, got 512. Set both." },
    ],
  },
  {
    rule: "no-plaintext-secret",
    resource: hostile,
    outcome: "violated",
    violations: [{ message: `labels.note: must not hold ${HOSTILE}. Use {braces} and @everyone.` }],
  },
  {
    rule: "log-rotation",
    resource: blue[1],
    outcome: "violated",
    violations: [{ message: "logOpts.max-size: must be given, got nothing. Set it." }],
  },
  {
    rule: "no-engine-socket",
    resource: edgeContainer,
    outcome: "excepted",
    violations: [
      {
        message: 'mounts.1.source: must not be the engine socket, got "/var/run/docker.sock". Remove it.',
        exception: SOCKET_EXCEPTION,
      },
    ],
  },
];

/** A refused run with everything that a report may have to show. */
export function sampleReport(): PolicyReport {
  return {
    verdict: "refused",
    project: "tidegate",
    stack: "prod",
    tier: "prod",
    engine: "embedded",
    host: "ssh://deploy@prod-1.example.com",
    source: {
      ...{ commit: "1f2e3d4c5b6a79880716253443526170f0e1d2c3", isClean: true, actor: "ann" },
      run: "https://ci.example.com/runs/17",
    },
    generatedAt: "2026-11-21T12:00:00.000Z",
    versions: { tidegate: "0.1.0", pack: "0.1.0", node: "24.11.1" },
    hashes: { plan: "a".repeat(64), pack: "b".repeat(64) },
    traffic: ["shop moves from blue (1.4.1) to green (1.4.2)."],
    releases: [
      {
        ...{ service: "shop", color: "blue", version: "1.4.1", image: `registry.example.com/shop:1.4.1@${DIGEST}` },
        ...{ digest: DIGEST, running: ["1.4.1"], traffic: "serves until then" },
      },
      {
        ...{ service: "shop", color: "green", version: "1.4.2", image: "registry.example.com/shop:1.4.2" },
        ...{ digest: null, running: [], traffic: "will serve" },
      },
    ],
    changes: { create: 4, update: 1, replace: 1, delete: 1, same: 6 },
    losses: [
      { op: "replace", type: CONTAINER, name: "shop-green-0" },
      { op: "delete", type: VOLUME, name: HOSTILE },
    ],
    rules: RULES,
    judgements: RULES.flatMap((rule) => RESOURCES.map((one) => judgementOf(rule, one))),
    exceptions: EXCEPTIONS,
    exceptionFindings: [
      'exceptions.1.expires: the exception from memory-limit for "batch-*" expired on 2026-10-31 (OPS-12, data). Keep the rule and remove it.',
    ],
  };
}

/** The same, with nothing to complain about. */
export function passedReport(): PolicyReport {
  const report = sampleReport();
  const judgements = report.judgements.map(({ rule, resource: one }) => ({
    ...{ rule, resource: one, outcome: "passed" as const, violations: [] },
  }));
  return { ...report, verdict: "passed", judgements, losses: [], changes: {}, exceptions: [], exceptionFindings: [] };
}

/** Inputs `A` and `B` of two containers are let pass, each by an exception of its own; the first has a `C` that nothing covers. */
export function partlyExceptedReport(): PolicyReport {
  const report = passedReport();
  const violation = (name: string) => ({ message: `envs.${name}: must not hold a secret.` });
  const letPass = ["A", "B"].map((name) => ({
    ...violation(name),
    exception: {
      ...{ ...SOCKET_EXCEPTION, rule: "no-plaintext-secret", resource: "shop-blue-*", input: `envs.${name}` },
      ...{ reason: `${name} is needed`, ticket: `OPS-${name}` },
    },
  }));
  const judgements = report.judgements.map((judgement): ReportedJudgement => {
    if (judgement.rule !== "no-plaintext-secret") return judgement;
    if (judgement.resource === blue[0]) {
      return { ...judgement, outcome: "violated", violations: [violation("C"), ...letPass] };
    }
    return judgement.resource === blue[1] ? { ...judgement, outcome: "excepted", violations: letPass } : judgement;
  });
  const exceptions = letPass.map(({ exception }) => ({ ...exception, state: "active" as const, used: 2 }));
  return { ...report, verdict: "refused", judgements, exceptions };
}

/** Forty rules over eighty resources, most of which violate something. */
export function largeReport(): PolicyReport {
  const rules = Array.from({ length: 40 }, (_, index) => {
    const { group, severity } = RULES[index % RULES.length] ?? { group: "images", severity: "low" };
    return describeRule(`rule-number-${index}`, { title: `Rule number ${index}`, group, severity });
  });
  const resources = Array.from({ length: 80 }, (_, index) =>
    resource(index % 4 === 0 ? REMOTE_IMAGE : CONTAINER, `service${Math.floor(index / 8)}-blue-${index % 8}`),
  );
  const judgements = rules.flatMap((rule, row) =>
    resources.map((one, column): ReportedJudgement => {
      const judged = { rule: rule.id, resource: one };
      if (one.type === REMOTE_IMAGE) {
        return { ...judged, outcome: "not-applicable", violations: [], reason: "Judges resources of other types" };
      }
      if ((row + column) % 3 !== 0) return { ...judged, outcome: "passed", violations: [] };
      return {
        ...judged,
        outcome: "violated",
        violations: [{ message: "memory: must be given, got nothing. Set it." }],
      };
    }),
  );
  return { ...sampleReport(), rules, judgements };
}

function describeRule(id: string, known: Partial<ReportedRule>): ReportedRule {
  return {
    ...{ id, title: id, group: "containers", severity: "medium", level: "mandatory" },
    description: `What ${known.title ?? id} asks for.`,
    rationale: "A container without it can take the whole host with it: <b>all</b> of `prod`.",
    framework: {
      name: "Tidegate",
      version: "0.1.0",
      reference: "Safe releases",
      specification: "Nothing is left open.",
    },
    remediation: "Set it in the `release` block of the stack file.",
    example: { refused: "key: <wrong>\nother: | pipe", accepted: "key: right" },
    url: `docs/policies.md#${id}`,
    ...known,
  };
}

function resource(type: string, name: string): ReportedResource {
  return { type, name, urn: `urn:pulumi:prod::tidegate::${type}::${name}` };
}

function judgementOf({ id }: ReportedRule, one: ReportedResource): ReportedJudgement {
  const special = VIOLATED.find(({ rule, resource: judged }) => rule === id && judged === one);
  const base = { rule: id, resource: one, violations: [] };
  if (special !== undefined) return { ...base, outcome: "passed", ...special };
  if (id === "aws-task-not-privileged" || one.type === NETWORK) {
    return { ...base, outcome: "not-applicable", reason: "Judges resources of other types" };
  }
  return { ...base, outcome: "passed" };
}
