import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import { PolicyError } from "../../../model/errors.ts";
import { fromStruct, toStruct } from "../rpc/protobuf.ts";
import type { ResourceState } from "../state/state.ts";
import type { Analyzer } from "../steps/deployment.ts";
import type { Goal } from "../steps/goal.ts";
import type { Reporter } from "../steps/reporter.ts";
import { renderPath } from "../values/path.ts";
import type { ValueObject } from "../values/value.ts";
import { decodeObject, encodeObject } from "../values/wire.ts";
import { call } from "./call.ts";
import { configurePack, type PackInfo } from "./configure-pack.ts";
import { type PackOptions, type PackProcess, startPack } from "./pack-process.ts";

export interface StackAnalyzer extends Analyzer {
  /** Judges the stack as a whole; throws a PolicyError. */
  analyzeStack(resources: readonly { goal: Goal; state: ResourceState }[]): Promise<void>;
  /** Ends the pack's process. */
  stop(): void;
}

/** Starts a policy pack, at the same time as whatever the caller does next; the first judgement waits for it. */
export function startAnalyzer(options: Omit<PackOptions, "onLine"> & { reporter: Reporter }): StackAnalyzer {
  const { reporter } = options;
  const onLine = (line: string) => {
    reporter.diagnostic("info", line);
    return reporter.redactor.redact(line);
  };
  const pack = startPack({ ...options, onLine }).then(async (started) => {
    try {
      return { ...started, info: await configurePack(started.client, options) };
    } catch (error) {
      started.stop();
      throw error;
    }
  });
  pack.catch(() => undefined); // whoever asks first gets it
  let stopped = false;
  const report = (violations: readonly messages.AnalyzeDiagnostic[], packName: string) => {
    for (const violation of violations) {
      reporter.policy({
        pack: violation.getPolicypackname() || packName,
        rule: violation.getPolicyname(),
        level: LEVELS[violation.getEnforcementlevel()],
        message: violation.getMessage() || violation.getDescription(),
        ...(violation.getUrn() === "" ? {} : { urn: violation.getUrn() }),
      });
    }
    return violations.filter((violation) => violation.getEnforcementlevel() === messages.EnforcementLevel.MANDATORY);
  };
  const summarize = (response: messages.AnalyzeResponse, { name, version }: PackInfo, rules: readonly string[]) => {
    const violated = new Set(response.getDiagnosticsList().map((violation) => violation.getPolicyname()));
    const notApplicable = Object.fromEntries(
      response.getNotApplicableList().map((rule) => [rule.getPolicyName(), rule.getReason()]),
    );
    const passed = rules.filter((rule) => !violated.has(rule) && notApplicable[rule] === undefined);
    return { pack: name, packVersion: version, passed, notApplicable };
  };
  return {
    analyze: async (goal, inputs) => {
      const { client, info } = await pack;
      const asked = request(goal, inputs);
      const mended = (await remediate(client, goal, asked, reporter, info.name)) ?? inputs;
      const judged = mended === inputs ? asked : request(goal, mended);
      const response = await call<messages.AnalyzeResponse>((done) => client.analyze(judged, done));
      const mandatory = report(withUrn(response.getDiagnosticsList(), goal.urn), info.name);
      reporter.judged({ ...summarize(response, info, info.rules.resource), urn: goal.urn });
      return { inputs: mended, refusal: mandatory.length > 0 ? refusal(mandatory) : undefined };
    },
    analyzeStack: async (resources) => {
      const { client, info } = await pack;
      const all = new messages.AnalyzeStackRequest().setResourcesList(resources.map(stackResource));
      const response = await call<messages.AnalyzeResponse>((done) => client.analyzeStack(all, done));
      const mandatory = report(response.getDiagnosticsList(), info.name);
      reporter.judged(summarize(response, info, info.rules.stack));
      if (mandatory.length > 0) throw new PolicyError(reporter.redactor.redact(refusal(mandatory)));
    },
    stop: () => {
      if (stopped) return;
      stopped = true;
      pack.then((started: PackProcess) => started.stop()).catch(() => undefined); // it never started
    },
  };
}

const LEVELS = {
  [messages.EnforcementLevel.ADVISORY]: "advisory",
  [messages.EnforcementLevel.MANDATORY]: "mandatory",
  [messages.EnforcementLevel.DISABLED]: "disabled",
  [messages.EnforcementLevel.REMEDIATE]: "remediate",
} as const;

/** The inputs as the pack's remediations leave them; undefined when they change nothing. */
async function remediate(
  client: PackProcess["client"],
  goal: Goal,
  asked: messages.AnalyzeRequest,
  reporter: Reporter,
  pack: string,
): Promise<ValueObject | undefined> {
  const response = await call<messages.RemediateResponse>((done) => client.remediate(asked, done));
  return response.getRemediationsList().reduce<ValueObject | undefined>((mended, remediation) => {
    const properties = remediation.getProperties();
    const message = remediation.getDiagnostic();
    if (properties !== undefined || message !== "") {
      reporter.policy({
        pack: remediation.getPolicypackname() || pack,
        rule: remediation.getPolicyname(),
        level: "remediate",
        message: message || remediation.getDescription(),
        urn: goal.urn,
      });
    }
    return properties === undefined ? mended : decodeObject(fromStruct(properties), goal.urn);
  }, undefined);
}

function request(goal: Goal, inputs: ValueObject): messages.AnalyzeRequest {
  return new messages.AnalyzeRequest()
    .setType(goal.type)
    .setUrn(goal.urn)
    .setName(goal.name)
    .setProperties(toStruct(encodeObject(inputs)))
    .setOptions(optionsOf(goal));
}

function optionsOf(goal: Goal): messages.AnalyzerResourceOptions {
  const timeouts = new messages.AnalyzerResourceOptions.CustomTimeouts()
    .setCreate((goal.timeouts.createMs ?? 0) / 1000)
    .setUpdate((goal.timeouts.updateMs ?? 0) / 1000)
    .setDelete((goal.timeouts.deleteMs ?? 0) / 1000);
  return new messages.AnalyzerResourceOptions()
    .setProtect(goal.protect)
    .setIgnorechangesList(goal.ignoreChanges.map(renderPath))
    .setDeletebeforereplace(goal.deleteBeforeReplace ?? false)
    .setDeletebeforereplacedefined(goal.deleteBeforeReplace !== undefined)
    .setAdditionalsecretoutputsList([...goal.additionalSecretOutputs])
    .setAliasesList([...goal.aliases])
    .setCustomtimeouts(timeouts)
    .setParent(goal.parent ?? "");
}

function stackResource({ goal, state }: { goal: Goal; state: ResourceState }): messages.AnalyzerResource {
  const resource = new messages.AnalyzerResource()
    .setType(goal.type)
    .setUrn(goal.urn)
    .setName(goal.name)
    .setProperties(toStruct(encodeObject({ ...state.inputs, ...state.outputs })))
    .setOptions(optionsOf(goal))
    .setParent(goal.parent ?? "")
    .setDependenciesList([...goal.dependencies]);
  for (const [property, urns] of Object.entries(goal.propertyDependencies)) {
    const dependencies = new messages.AnalyzerPropertyDependencies().setUrnsList([...urns]);
    resource.getPropertydependenciesMap().set(property, dependencies);
  }
  return resource;
}

function withUrn(violations: readonly messages.AnalyzeDiagnostic[], urn: string): messages.AnalyzeDiagnostic[] {
  return violations.map((violation) => (violation.getUrn() === "" ? violation.setUrn(urn) : violation));
}

function refusal(violations: readonly messages.AnalyzeDiagnostic[]): string {
  return violations
    .map((violation) => `refused by policy ${violation.getPolicyname()}: ${violation.getMessage()}`)
    .join("\n");
}
