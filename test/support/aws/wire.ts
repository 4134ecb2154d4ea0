/** A request of one of AWS's protocols. */
export interface AwsRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** AWS says no. */
export interface Refusal {
  status: number;
  /** `Throttling`. */
  code: string;
  message?: string;
}

/** The action that a request asks for, as a policy names it: `ecs:DescribeServices`. */
export function actionOf(request: AwsRequest): string {
  const { method, url, headers } = request;
  const target = headers["x-amz-target"];
  if (target !== undefined) return `${serviceOf(request)}:${target.split(".")[1]}`;
  const action = formOf(request)?.get("Action");
  return action == null ? `s3:${objectAction(method, url)}` : `${serviceOf(request)}:${action}`;
}

/** The inputs of a request that is a form; undefined for any other. */
export function formOf({ headers, body }: AwsRequest): URLSearchParams | undefined {
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  return isForm ? new URLSearchParams(body) : undefined;
}

/** As the request is signed: `Credential=AKID/20260101/eu-central-1/ecs/aws4_request`. */
function serviceOf({ headers }: AwsRequest): string {
  const signedFor = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers["authorization"] ?? "")?.[1] ?? "";
  return signedFor === "monitoring" ? "cloudwatch" : signedFor;
}

/** How a bucket is kept, by the parameter that asks for it. */
const SETTINGS = [
  ["versioning", "GetBucketVersioning"],
  ["encryption", "GetEncryptionConfiguration"],
  ["publicAccessBlock", "GetBucketPublicAccessBlock"],
] as const;

function objectAction(method: string, url: string): string {
  const { pathname, searchParams } = new URL(url, "http://s3");
  const isObject = pathname.split("/").filter((part) => part !== "").length > 1;
  if (isObject)
    return { GET: "GetObject", HEAD: "GetObject", PUT: "PutObject", DELETE: "DeleteObject" }[method] ?? method;
  if (method === "HEAD" || searchParams.has("list-type")) return "ListBucket";
  return SETTINGS.find(([parameter]) => method === "GET" && searchParams.has(parameter))?.[1] ?? `${method}Bucket`;
}

/** The answer that says so, in the form of the protocol of the request. */
export function renderRefusal(request: AwsRequest, { status, code, message = "no" }: Refusal) {
  const action = actionOf(request);
  if (request.headers["x-amz-target"] !== undefined) {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code };
    return { status, headers, body: JSON.stringify({ __type: code, message }) };
  }
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { "content-type": "text/xml" }, body: inEnvelope(action, error) };
}

/** S3 sends an error bare, EC2 in an envelope of its own. */
function inEnvelope(action: string, error: string): string {
  if (action.startsWith("s3:")) return error;
  if (action.startsWith("ec2:")) return `<Response><Errors>${error}</Errors><RequestID>1</RequestID></Response>`;
  return `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`;
}
