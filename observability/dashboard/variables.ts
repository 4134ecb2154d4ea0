import { METRICS } from "../../agent/metrics/metrics.ts";

/** Matchers for the environment that is chosen at the top of the page. */
export const ON_STACK = 'project="$project",stack="$stack"';
/** The same for the services that are. */
export const ON_SERVICE = `${ON_STACK},service=~"$service"`;

/** The Prometheus that is chosen there. */
export const DATASOURCE = { type: "prometheus", uid: "${datasource}" };

/** What is chosen at the top of the page, each among what there is of those before it. */
export function renderVariables(): object[] {
  const { agent, generation } = METRICS;
  return [
    { name: "datasource", label: "Prometheus", type: "datasource", query: "prometheus", current: {}, refresh: 1 },
    choice("project", "Project", `label_values(${agent.name}, project)`),
    choice("stack", "Stack", `label_values(${agent.name}{project="$project"}, stack)`),
    {
      ...choice("service", "Service", `label_values(${generation.name}{${ON_STACK}}, service)`),
      multi: true,
      includeAll: true,
      current: { text: ["All"], value: ["$__all"] },
    },
  ];
}

/** A variable that is looked up anew with each change of the time range. */
function choice(name: string, label: string, query: string): object {
  return {
    name,
    label,
    type: "query",
    datasource: DATASOURCE,
    definition: query,
    query: { query, refId: "variable" },
    refresh: 2,
    sort: 1,
    current: {},
  };
}
