import { join } from "node:path";
import { CLIENTS } from "../../model/canary.ts";
import { otherColor, type Color } from "../../model/color.ts";
import { durationMs } from "../../model/duration.ts";
import type { Guard } from "../../model/guard.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { StackId } from "../../model/names.ts";
import type { PrometheusSettings } from "../../model/prometheus.ts";
import { fillQuery, speaksOfColor } from "../../model/promql-rules.ts";
import type { GuardLook } from "../guard/look.ts";
import { judgePromql } from "../guard/judge-promql.ts";
import { Inquiries } from "./inquiries.ts";
import type { PrometheusLogin } from "./login.ts";
import { queryPrometheus } from "./query-prometheus.ts";
import { failed } from "./reading.ts";

export interface PromqlArgs {
  id: StackId;
  /** Whom to ask; nobody when left out. */
  prometheus: PrometheusSettings | undefined;
  /** Where the secret of its login lies, a file of its name. */
  secretsFolder: string;
  /** Unix time in ms. */
  now: () => number;
}

/** What is known of a service whose new color gets traffic. */
export interface PromqlLook extends Pick<GuardLook, "service" | "active" | "share" | "nowMs" | "sinceMs"> {
  versions: Readonly<Partial<Record<Color, string>>>;
}

/** What the PromQL rules of a guard say at a moment. It waits for nothing: what is not known yet is asked meanwhile. */
export type PromqlJudge = (guard: Pick<Guard, "promql" | "warmUp">, look: PromqlLook) => GuardVerdict[];

const NOBODY = failed("the agent has none to ask; declare one for it.");

export function openPromql({ id, prometheus, secretsFolder, now }: PromqlArgs): PromqlJudge {
  const everyMs = prometheus === undefined ? 0 : durationMs(prometheus.every);
  const inquiries = prometheus === undefined ? undefined : openInquiries(prometheus, secretsFolder, now);
  return ({ promql = {}, warmUp }, { service, active, share, nowMs, sinceMs, versions }) => {
    const warmMs = sinceMs + durationMs(warmUp);
    const answersTo = (query: string) => {
      const known = inquiries?.about(query) ?? [{ atMs: nowMs, reading: NOBODY }];
      return known.filter(({ atMs }) => atMs >= warmMs);
    };
    const stable = otherColor(active);
    return Object.entries(promql).map(([name, rule]) => {
      const queryFor = (color: Color) =>
        fillQuery(rule.query, { ...id, service, color, version: versions[color] ?? "" });
      const query = queryFor(active);
      const isCompared = share < CLIENTS && versions[stable] !== undefined && speaksOfColor(rule.query);
      const answers = { active: answersTo(query), stable: isCompared ? answersTo(queryFor(stable)) : [] };
      return judgePromql({ name, rule, query, active, answers, everyMs, nowMs });
    });
  };
}

function openInquiries(settings: PrometheusSettings, secretsFolder: string, now: () => number): Inquiries {
  const { url, timeout, every } = settings;
  const login = loginOf(settings, secretsFolder);
  const source = { url, timeoutMs: durationMs(timeout), ...(login === undefined ? {} : { login }) };
  return new Inquiries({ ask: (query) => queryPrometheus(source, query), everyMs: durationMs(every), now });
}

function loginOf({ login }: PrometheusSettings, secretsFolder: string): PrometheusLogin | undefined {
  if (login === undefined) return undefined;
  if (login.type === "bearer") return { tokenFile: join(secretsFolder, login.tokenSecretName) };
  return { username: login.user, passwordFile: join(secretsFolder, login.passwordSecretName) };
}
