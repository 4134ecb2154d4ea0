import type { EngineEvent } from "../../engine/events.ts";
import { COLORS } from "../../model/color.ts";
import { mergeRelease } from "../../model/declared-service.ts";
import { withGates } from "../../model/gates/with-gates.ts";
import { renderExcepted } from "../../policy/excepted-message.ts";
import { Exceptions } from "../../policy/exceptions.ts";
import { levelOf } from "../../policy/levels.ts";
import { BLUE_GREEN_SERVICE, REMOTE_IMAGE } from "../../policy/resource-types.ts";
import { isNotApplicable, judgesType, type JudgeContext, type JudgedResource } from "../../policy/rule.ts";
import { RULES } from "../../policy/rules.ts";
import { fillDefaults } from "./fill-defaults.ts";
import { tierIn, type PlanSituation } from "./plan-situation.ts";

/** Stands for the pack's name and version in what it would have said. */
const PACK = { pack: "tidegate", packVersion: "unknown" };

/**
 * What the pack would say of the services that a stack's file declares and of their images, as the events of a run: for a
 * program that has broken off before it came to them. Resources in `seen` were judged already.
 */
export function judgeDeclared(
  situation: PlanSituation,
  { project, seen }: { project: string; seen: ReadonlySet<string> },
): EngineEvent[] {
  const { stack, settings } = situation;
  const context: JudgeContext = { project, stack, tier: tierIn(situation), settings, otherStacks: [] };
  const exceptions = new Exceptions(settings.exceptions, situation);
  return declaredResources(situation, project)
    .filter(({ urn }) => !seen.has(urn))
    .flatMap((resource) => judge(resource, context, exceptions));
}

function judge(resource: JudgedResource, context: JudgeContext, exceptions: Exceptions): EngineEvent[] {
  const { urn } = resource;
  const passed: string[] = [];
  const notApplicable: Record<string, string> = {};
  const violations = RULES.filter((rule) => judgesType(rule, resource.type)).flatMap((rule): EngineEvent[] => {
    const judgement = rule.judge(resource, context);
    if (isNotApplicable(judgement)) {
      notApplicable[rule.id] = judgement.notApplicable;
      return [];
    }
    const counting = exceptions.filter(rule.id, resource, judgement);
    if (judgement.length === 0) passed.push(rule.id);
    const level = levelOf(rule.id, context.tier);
    return counting.map((message) => ({ type: "policy", pack: PACK.pack, rule: rule.id, level, message, urn }));
  });
  const letPass = exceptions.take(urn).map((excepted): EngineEvent => ({
    ...{ type: "policy", pack: PACK.pack, rule: "active-exceptions", level: "advisory", urn },
    message: renderExcepted(excepted),
  }));
  return [...violations, ...letPass, { type: "judged", ...PACK, urn, passed, notApplicable }];
}

/** Each service, and the image of each of its colors, as the components would have declared them. */
function declaredResources(situation: PlanSituation, project: string): JudgedResource[] {
  const { stack, configs } = situation;
  const gates = configs[stack]?.["tidegate:gates"];
  const head = `urn:pulumi:${stack}::${project}::${BLUE_GREEN_SERVICE}`;
  return Object.entries(servicesIn(configs[stack])).flatMap(([name, declared]) => {
    const inputs = fillDefaults(withGates(mergeRelease(declared), gates, tierIn(situation)));
    if (inputs === undefined) return [];
    const images = COLORS.flatMap((color): JudgedResource[] => {
      const image = (inputs[color] as { image?: unknown } | undefined)?.image; // as fillDefaults found it
      const own = `${name}-${color}`;
      return image === undefined
        ? []
        : [
            {
              ...PLAIN,
              type: REMOTE_IMAGE,
              name: own,
              urn: `${head}$${REMOTE_IMAGE}::${own}`,
              inputs: { name: image },
            },
          ];
    });
    return [{ ...PLAIN, type: BLUE_GREEN_SERVICE, name, urn: `${head}::${name}`, inputs }, ...images];
  });
}

/** Nothing in a stack's file is a secret for Pulumi but what lies below keys that no service has. */
const PLAIN = { secretPaths: new Set<string>() };

function servicesIn(config: Readonly<Record<string, unknown>> | undefined): Record<string, Record<string, unknown>> {
  const services = config?.["tidegate:services"];
  if (typeof services !== "object" || services === null || Array.isArray(services)) return {};
  return Object.fromEntries(
    Object.entries(services).filter(([, service]) => typeof service === "object" && service !== null),
  ); // just sorted out
}
