import { actionOf, formOf, type AwsRequest } from "../wire.ts";
import { REGION } from "../region.ts";

/** What a request asks for, as IAM sees it. */
export interface Requested {
  action: string;
  /** What it is about, `*` where AWS knows of no thing; and the keys of conditions by which it can be told. */
  things: { arn: string; context: Readonly<Record<string, string>> }[];
}

/** Asks the server behind. */
export type Ask = (request: AwsRequest) => Promise<{ body: string }>;

/** The account that the server in AWS's place has. */
const ACCOUNT = "123456789012";
const inRegion = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

/** Services of which nothing is asked for by its name. */
const NAMELESS = ["cloudwatch", "ec2", "sts"];

export async function requestedOf(request: AwsRequest, ask: Ask): Promise<Requested> {
  const action = actionOf(request);
  const [service] = action.split(":");
  if (service === "s3") return { action, things: [objectOf(request)] };
  if (service === "ecs") return { action, things: ecsThings(action, JSON.parse(request.body) as EcsInput) }; // its protocol
  if (service === "elasticloadbalancing") return { action, things: await balancingThings(action, request, ask) };
  if (service === "logs") return { action, things: [logThing(JSON.parse(request.body) as LogsInput)] }; // its protocol
  if (service === "secretsmanager") {
    const { SecretId } = JSON.parse(request.body) as { SecretId: string }; // its protocol
    return { action, things: [{ arn: SecretId, context: {} }] };
  }
  if (NAMELESS.includes(service ?? "")) return { action, things: [{ arn: "*", context: {} }] };
  throw new Error(`nothing says what ${action} is about`);
}

function objectOf({ url }: AwsRequest): Requested["things"][number] {
  const { pathname, searchParams } = new URL(url, "http://s3");
  const name = decodeURIComponent(pathname).replace(/^\/|\/$/g, "");
  const prefix = searchParams.get("prefix");
  return { arn: `arn:aws:s3:::${name}`, context: prefix === null ? {} : { "s3:prefix": prefix } };
}

interface EcsInput {
  cluster?: string;
  service?: string;
  services?: string[];
  tasks?: string[];
  task?: string;
  taskDefinition?: string;
}

function ecsThings(
  action: string,
  { cluster = "", service = "", services = [], tasks = [], task, taskDefinition = "" }: EcsInput,
): Requested["things"] {
  const named = cluster.split("/").at(-1) ?? cluster;
  const context = { "ecs:cluster": inRegion("ecs", `cluster/${named}`) };
  const full = (kind: string, name: string) =>
    name.startsWith("arn:") ? name : inRegion("ecs", `${kind}/${named}/${name}`);
  if (action === "ecs:DescribeServices") return services.map((name) => ({ arn: full("service", name), context }));
  if (action === "ecs:UpdateService") return [{ arn: full("service", service), context }];
  if (action === "ecs:DescribeTasks") return tasks.map((name) => ({ arn: full("task", name), context }));
  if (action === "ecs:StopTask" && task !== undefined) return [{ arn: full("task", task), context }];
  if (action === "ecs:RunTask") return [{ arn: taskDefinition, context }];
  return [{ arn: "*", context }];
}

interface LogsInput {
  logGroupName?: string;
  /** Of one stream. */
  logStreamName?: string;
}

function logThing({ logGroupName = "", logStreamName }: LogsInput): Requested["things"][number] {
  const stream = logStreamName === undefined ? "" : `:log-stream:${logStreamName}`;
  return { arn: inRegion("logs", `log-group:${logGroupName}${stream}`), context: {} };
}

/** With the tags of each thing that is changed. */
async function balancingThings(action: string, request: AwsRequest, ask: Ask): Promise<Requested["things"]> {
  if (action.includes(":Describe")) return [{ arn: "*", context: {} }];
  const inputs = [...(formOf(request) ?? [])];
  const arns = inputs.filter(([name]) => /^(?:RuleArn|ResourceArns\.member\.\d+)$/.test(name)).map(([, arn]) => arn);
  if (arns.length === 0) throw new Error(`nothing says what ${action} is about`);
  return await Promise.all(arns.map(async (arn) => ({ arn, context: await tagsOf(arn, request, ask) })));
}

async function tagsOf(arn: string, request: AwsRequest, ask: Ask): Promise<Record<string, string>> {
  const question = { Action: "DescribeTags", Version: "2015-12-01", "ResourceArns.member.1": arn };
  const { body } = await ask({ ...request, body: new URLSearchParams(question).toString() });
  const tags = body.matchAll(/<Key>(.*?)<\/Key>\s*<Value>(.*?)<\/Value>|<Value>(.*?)<\/Value>\s*<Key>(.*?)<\/Key>/g);
  return Object.fromEntries(
    [...tags].map(([, key, value, valueFirst, keyLast]) => [
      `aws:ResourceTag/${key ?? keyLast}`,
      value ?? valueFirst ?? "",
    ]),
  );
}
