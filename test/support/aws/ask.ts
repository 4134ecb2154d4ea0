import { REGION } from "./region.ts";

/**
 * Calls of services that Tidegate itself never calls: a client of the SDK for each would be one more package. They go where `AWS_ENDPOINT_URL`
 * leads. Throws for everything but an answer that says yes.
 */
export async function askByQuery(
  service: "ec2" | "iam",
  action: string,
  parameters: Readonly<Record<string, string | number>> = {},
): Promise<string> {
  const { version, region } = QUERIED[service];
  const form = new URLSearchParams({ Action: action, Version: version });
  for (const [key, value] of Object.entries(parameters)) form.set(key, String(value));
  return await ask(service, region, "application/x-www-form-urlencoded", {}, form.toString());
}

/** The same for a service that speaks JSON; `target` is the name of its API with that of the call. */
export async function askByJson(
  service: "acm" | "logs" | "secretsmanager",
  target: string,
  body: object,
): Promise<Record<string, unknown>> {
  const answer = await ask(
    service,
    REGION,
    "application/x-amz-json-1.1",
    { "x-amz-target": target },
    JSON.stringify(body),
  );
  return answer === "" ? {} : (JSON.parse(answer) as Record<string, unknown>); // these APIs answer with objects
}

/** The text of the first element of that name in an answer. */
export function textIn(xml: string, name: string): string {
  const found = new RegExp(`<${name}>(.+?)</${name}>`).exec(xml)?.[1];
  if (found === undefined) throw new Error(`there is no ${name} in ${xml}`);
  return found;
}

const QUERIED = {
  ec2: { version: "2016-11-15", region: REGION },
  iam: { version: "2010-05-08", region: "us-east-1" },
} as const;

async function ask(service: string, region: string, type: string, headers: Record<string, string>, body: string) {
  const endpoint = process.env["AWS_ENDPOINT_URL"];
  if (endpoint === undefined) throw new Error("AWS_ENDPOINT_URL is not set"); // never the real one
  const credential = `Credential=TEST/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { authorization: `AWS4-HMAC-SHA256 ${credential}`, "content-type": type, ...headers },
    body,
  });
  const said = await answer.text();
  if (!answer.ok) throw new Error(`${service}: ${said}`);
  return said;
}
