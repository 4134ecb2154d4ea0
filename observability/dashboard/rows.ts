import { METRICS } from "../../agent/metrics/metrics.ts";
import type { Panel, Query, Row } from "./panel.ts";
import { ON_SERVICE, ON_STACK } from "./variables.ts";

const BY_COLOR = "service, color";

const { answers, answerDuration, requests, release, weight, guardVerdict } = METRICS;

const rate = (name: string, more = "") => `rate(${name}{${more}${ON_SERVICE}}[$__rate_interval])`;
const rateByColor = (name: string, more = "") => `sum by (${BY_COLOR}) (${rate(name, more)})`;
const greatest = (labels: string, name: string) => `max by (${labels}) (${name}{${ON_SERVICE}})`;
const weights = greatest(BY_COLOR, weight.name);

/** The page from top to bottom: how it stands, what users get, what was judged. */
export const ROWS: readonly Row[] = [
  {
    height: 4,
    panels: [
      {
        kind: "number",
        title: "Edge",
        description: "Whether every edge answers its agent.",
        unit: "none",
        queries: [{ expr: `min(${METRICS.edgeUp.name}{${ON_STACK}})`, legend: "edge" }],
        words: { 0: { text: "down", color: "red" }, 1: { text: "up", color: "green" } },
      },
      number("Agent's last round", "Age of the last round of the agent that is furthest behind.", {
        unit: "s",
        expr: `time() - min(${METRICS.agentRound.name}{${ON_STACK}})`,
        legend: "age",
      }),
      number("Canary", "Step of each canary in progress, as a share of its steps.", {
        unit: "percentunit",
        expr: `${greatest("service", METRICS.canaryStep.name)} / ${greatest("service", METRICS.canarySteps.name)}`,
        legend: "{{service}}",
      }),
      number("Held releases", "Releases that were rolled back, and that nobody has cleared.", {
        unit: "none",
        expr: `count(${METRICS.hold.name}{${ON_SERVICE}}) or vector(0)`,
        legend: "held",
      }),
      number("Ledger's last entry", "How long ago traffic was last moved, held or reviewed.", {
        unit: "s",
        expr: `time() - max(${METRICS.ledgerHead.name}{${ON_STACK}})`,
        legend: "age",
      }),
    ],
  },
  {
    height: 9,
    panels: [
      lines("Requests", "Requests per second that clients sent to each color.", "reqps", [
        byColor(rateByColor(requests.name)),
      ]),
      lines("Weight", "Share of the clients that each color gets.", "percentunit", [byColor(weights)]),
    ],
  },
  {
    height: 9,
    panels: [
      lines("Errors", "Share of the answers that are 5xx, the edge's own included.", "percentunit", [
        byColor(`${rateByColor(answers.name, 'class="5xx",')} / ${rateByColor(answers.name)}`),
      ]),
      lines("Failed and sent again", "Per second: answers for want of a connection, and requests sent again.", "ops", [
        byColor(rateByColor(METRICS.connectFailures.name), " no connection"),
        byColor(rateByColor(METRICS.retries.name), " sent again"),
      ]),
    ],
  },
  { height: 9, panels: [percentile(50), percentile(95), percentile(99)] },
  {
    height: 8,
    panels: [
      {
        kind: "table",
        title: "Releases",
        description: "Version of each color, and its share of the clients.",
        unit: "percentunit",
        queries: [
          { expr: `${greatest(`${BY_COLOR}, version`, release.name)} * on (${BY_COLOR}) group_left () ${weights}` },
        ],
      },
      {
        kind: "table",
        title: "Guard",
        description: "Last verdict of each guard rule.",
        unit: "none",
        queries: [{ expr: `${greatest("service, rule, verdict", guardVerdict.name)} == 1` }],
      },
      {
        kind: "table",
        title: "Gates",
        description: "What each gate said when it was asked last.",
        unit: "none",
        queries: [{ expr: `${greatest("service, gate, verdict", METRICS.gateVerdict.name)} == 1` }],
      },
      {
        kind: "table",
        title: "Certificates",
        description: "How long each certificate of an edge, or the first of its chain, is good for.",
        unit: "s",
        queries: [{ expr: `min by (certificate) (${METRICS.certificateEnd.name}{${ON_STACK}}) - time()` }],
      },
    ],
  },
];

function number(title: string, description: string, { unit, ...query }: Query & { unit: string }): Panel {
  return { kind: "number", title, description, unit, queries: [query] };
}

function lines(title: string, description: string, unit: string, queries: readonly Query[]): Panel {
  return { kind: "lines", title, description, unit, queries };
}

function byColor(expr: string, what = ""): Query {
  return { expr, legend: `{{service}} {{color}}${what}` };
}

function percentile(percent: number): Panel {
  const buckets = `sum by (${BY_COLOR}, le) (${rate(`${answerDuration.name}_bucket`)})`;
  const expr = `histogram_quantile(${percent / 100}, ${buckets})`;
  return lines(`P${percent}`, `${percent} % of the answers came within this time.`, "s", [byColor(expr)]);
}
