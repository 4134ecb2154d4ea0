import { join } from "node:path";
import { CLIENTS } from "../../model/canary.ts";
import { otherColor, type Color } from "../../model/color.ts";
import { durationMs } from "../../model/duration.ts";
import type { StackId } from "../../model/names.ts";
import type { PrometheusSettings } from "../../model/prometheus.ts";
import { fillQuery, speaksOfColor } from "../../model/promql-rules.ts";
import { judgePromql } from "../guard/judge-promql.ts";
import type { RuleJudge } from "../guard/rule-judge.ts";
import { Inquiries } from "../inquiries.ts";
import type { PrometheusLogin } from "./login.ts";
import { queryPrometheus } from "./query-prometheus.ts";
import { failed, type Reading } from "./reading.ts";

export interface PromqlArgs {
  id: StackId;
  /** Whom to ask; nobody when left out. */
  prometheus: PrometheusSettings | undefined;
  /** Where the secret of its login lies, a file of its name. */
  secretsFolder: string;
  /** Unix time in ms. */
  now: () => number;
}

const NOBODY = failed("the agent has none to ask; declare one for it.");

/** What the PromQL rules of guards say. */
export function openPromql({ id, prometheus, secretsFolder, now }: PromqlArgs): RuleJudge {
  const everyMs = prometheus === undefined ? 0 : durationMs(prometheus.every);
  const put = prometheus === undefined ? () => Promise.resolve(NOBODY) : queriesTo(prometheus, secretsFolder);
  const inquiries = new Inquiries<Reading>({ now, broken: (error) => failed(String(error)) });
  return ({ promql = {}, warmUp }, { service, active, share, nowMs, sinceMs, sealed }) => {
    const warmMs = sinceMs + durationMs(warmUp);
    const answersTo = (query: string) =>
      inquiries.about(query, { ask: () => put(query), everyMs }).filter(({ atMs }) => atMs >= warmMs);
    const stable = otherColor(active);
    return Object.entries(promql).map(([name, rule]) => {
      const queryFor = (color: Color) =>
        fillQuery(rule.query, { ...id, service, color, version: sealed[color]?.release.version ?? "" });
      const query = queryFor(active);
      const isCompared = share < CLIENTS && sealed[stable] !== null && speaksOfColor(rule.query);
      const answers = { active: answersTo(query), stable: isCompared ? answersTo(queryFor(stable)) : [] };
      return judgePromql({ name, rule, query, active, answers, everyMs, nowMs });
    });
  };
}

function queriesTo(settings: PrometheusSettings, secretsFolder: string): (query: string) => Promise<Reading> {
  const login = loginOf(settings, secretsFolder);
  const source = {
    url: settings.url,
    timeoutMs: durationMs(settings.timeout),
    ...(login === undefined ? {} : { login }),
  };
  return (query) => queryPrometheus(source, query);
}

function loginOf({ login }: PrometheusSettings, secretsFolder: string): PrometheusLogin | undefined {
  if (login === undefined) return undefined;
  if (login.type === "bearer") return { tokenFile: join(secretsFolder, login.tokenSecretName) };
  return { username: login.user, passwordFile: join(secretsFolder, login.passwordSecretName) };
}
