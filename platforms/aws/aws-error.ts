import { InputError } from "../../model/errors.ts";
import { shownText } from "../../model/shown-text.ts";

/** A call of AWS's API, as a policy names it. */
export interface AwsCall {
  /** `elasticloadbalancing:ModifyRule`. */
  action: string;
  /** What it was about: ARNs or names; empty where the call names nothing. */
  resource: string;
}

/** Why a call came to nothing. */
export type AwsFault =
  /** Too many calls of this account, for longer than the client waits. */
  | "throttled"
  /** The credentials were good, and are no more. */
  | "expired"
  /** There are no credentials, or AWS does not know them. */
  | "credentials"
  /** The identity may not do that. */
  | "permission"
  /** Nobody answered, or not in time. */
  | "network"
  /** AWS had a fault of its own. */
  | "fault"
  /** AWS understood, and said no. */
  | "refused";

/** A call that came to nothing, after all the attempts that are made of it. */
export class AwsError extends InputError {
  readonly fault: AwsFault;
  /** AWS's own word, `RuleNotFound`. */
  readonly code: string;
  /** Whether the call may have done what it was to do, and only the answer is missing. */
  readonly mayBeDone: boolean;

  constructor(call: AwsCall, found: { fault: AwsFault; code: string; said: string }, cause: unknown) {
    super(sentence(call, found), { cause });
    this.fault = found.fault;
    this.code = found.code;
    this.mayBeDone = ["network", "fault"].includes(found.fault);
  }
}

/** Puts what the SDK threw of a call into words. */
export function awsError(call: AwsCall, thrown: unknown): AwsError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = systemCode(error) ?? error.name;
  return new AwsError(call, { fault: faultOf(error, code), code, said: shownText(error.message, 500) }, bare(error));
}

/** Without what the SDK hangs on it: the answer, its headers and the connection. */
function bare({ name, message, stack }: Error): Error {
  return Object.assign(new Error(message), { name }, stack === undefined ? {} : { stack });
}

function sentence(
  { action, resource }: AwsCall,
  { fault, code, said }: { fault: AwsFault; code: string; said: string },
) {
  const call = resource === "" ? `\`${action}\`` : `\`${action}\` on \`${resource}\``;
  const because = `(${code}: ${said})`;
  switch (fault) {
    case "throttled":
      return `AWS: ${call} was throttled, again and again ${because}. Wait a minute and run again.`;
    case "expired":
      return `AWS: the credentials have expired, ${call} was refused ${because}. Get new ones and run again.`;
    case "credentials":
      return `AWS: ${call} could not be signed in ${because}. Set credentials that are valid and run again.`;
    case "permission":
      return `AWS: this identity may not call ${call} ${because}. Add that to its policy and run again.`;
    case "network":
      return `AWS: ${call} was not answered ${because}. See to the network, or to \`AWS_ENDPOINT_URL\`, and run again.`;
    case "fault":
      return `AWS: ${call} ended in a fault of AWS's own, again and again ${because}. Run again.`;
    case "refused":
      return `AWS: ${call} was refused ${because}.`;
  }
}

const THROTTLED = /^(?:Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|RequestThrottled)/;
const EXPIRED = /^(?:ExpiredToken|RequestExpired)/;
const UNKNOWN_IDENTITY =
  /^(?:CredentialsProviderError|TokenProviderError|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|InvalidToken|IncompleteSignature|MissingAuthenticationToken)/;
const FORBIDDEN = /^(?:AccessDenied|UnauthorizedOperation|NotAuthorized)/;

function faultOf(error: Error, code: string): AwsFault {
  const status = statusOf(error);
  if (THROTTLED.test(code) || status === 429) return "throttled";
  if (EXPIRED.test(code)) return "expired";
  if (UNKNOWN_IDENTITY.test(code)) return "credentials";
  if (FORBIDDEN.test(code) || status === 403) return "permission";
  if (systemCode(error) !== undefined || code === "TimeoutError" || code === "AbortError") return "network";
  return status !== undefined && status >= 500 ? "fault" : "refused";
}

/** `ECONNREFUSED` and its like; undefined for what AWS has answered. */
function systemCode(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" && /^E[A-Z_]+$/.test(error.code) ? error.code : undefined;
}

function statusOf(error: Error): number | undefined {
  if (!("$metadata" in error) || typeof error.$metadata !== "object" || error.$metadata === null) return undefined;
  const { httpStatusCode } = error.$metadata as { httpStatusCode?: unknown }; // the SDK's own form
  return typeof httpStatusCode === "number" ? httpStatusCode : undefined;
}
