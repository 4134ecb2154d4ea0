import { durationMs, renderDuration } from "../../model/duration.ts";
import type { ApprovalsSettings } from "../../model/gates/approvals.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import type { StackId } from "../../model/names.ts";
import type { Release } from "../../model/release.ts";
import { differences, differenceText } from "./differences.ts";
import type { ApprovalRequest } from "./request.ts";
import type { CheckedSignature, Signer } from "./signature.ts";

/** What stands in a project about one release, and what it is measured by. */
export interface ApprovalCase {
  request: ApprovalRequest;
  /** The requester's signature over it; null where there is none. */
  requested: CheckedSignature | null;
  approvals: readonly CheckedSignature[];
  /** What is declared now. */
  declared: StackId & { service: string; release: Release };
  rules: ApprovalsSettings;
  /** Unix time in milliseconds. */
  now: number;
}

export interface ApprovalState {
  isApproved: boolean;
  /** How many approvals the class needs. */
  needed: number;
  /** One per person, whatever number of keys and names they have. */
  approvers: readonly Signer[];
  /** Signatures that do not count. */
  refused: readonly { file: string; why: string }[];
  /** What is wrong with the request itself: none of its approvals counts then. */
  problems: readonly string[];
}

/** Clocks of two machines may differ by so much. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Whether a release has the approvals that its class of change needs, and why each signature counts or not. */
export function judgeApprovals(subject: ApprovalCase): ApprovalState {
  const { request, requested, approvals, rules } = subject;
  const problems = requestProblems(subject);
  const refused = approvals.flatMap((each) => ("problem" in each ? [{ file: each.file, why: each.problem }] : []));
  const asker = requested !== null && "signer" in requested ? requested.signer : { names: [], key: "" };
  const who: Person = { names: [request.requester, ...asker.names], keys: [asker.key], files: [], isAsker: true };
  const people = approvals.reduce(withSignature, [who]);
  const byAsker = people.filter(({ isAsker }) => isAsker).flatMap(({ files }) => files);
  const approvers = people
    .filter(({ isAsker }) => !isAsker)
    .map(({ names, keys }) => ({ names: [...new Set(names)], key: keys[0] ?? "" }));
  const { approvals: needed } = rules.classes[request.class];
  return {
    isApproved: problems.length === 0 && approvers.length >= needed,
    needed,
    approvers,
    refused: [
      ...refused,
      ...byAsker.map((file) => ({ file, why: `is by ${request.requester}, who asked, and so is no approval` })),
    ].toSorted((a, b) => (a.file < b.file ? -1 : 1)),
    problems,
  };
}

interface Person {
  names: readonly string[];
  keys: readonly string[];
  files: readonly string[];
  isAsker: boolean;
}

/** Whoever shares a name or a key is one person, also where a third signature is what joins two of them. */
function withSignature(people: readonly Person[], signature: CheckedSignature): Person[] {
  if ("problem" in signature) return [...people];
  const { names, key } = signature.signer;
  const isSame = (person: Person) => person.keys.includes(key) || person.names.some((name) => names.includes(name));
  const same = people.filter(isSame);
  const joined: Person = {
    names: [...same.flatMap((person) => person.names), ...names],
    keys: [...same.flatMap((person) => person.keys), key],
    files: [...same.flatMap((person) => person.files), signature.file],
    isAsker: same.some((person) => person.isAsker),
  };
  return [...people.filter((person) => !isSame(person)), joined];
}

function requestProblems({ request, requested, declared, rules, now }: ApprovalCase): string[] {
  return [
    ...mismatches(request, declared),
    ...timeProblems(request, rules, now),
    ...askerProblems(request, requested),
    ...missingFields(request, rules.classes[request.class].fields).map(
      (field) => `says nothing of ${field}, which class ${request.class} needs`,
    ),
  ];
}

/** What was asked for must be what is declared, to the last setting. */
function mismatches(request: ApprovalRequest, declared: ApprovalCase["declared"]): string[] {
  const { project, stack, service, release } = request;
  const found = differences({ project, stack, service, ...release }, declaredFields(declared));
  const undigested = parseImageReference(release.image)?.digest === undefined;
  return [
    ...found.map((each) => `was for something else than is declared: ${differenceText(each)}`),
    ...(undigested ? [`names the image by its tag alone, which may be moved: ${release.image}`] : []),
  ];
}

function declaredFields({ project, stack, service, release }: ApprovalCase["declared"]): object {
  return { project, stack, service, ...release };
}

function timeProblems(
  { requestedAt, expiresAt }: ApprovalRequest,
  { validFor }: ApprovalsSettings,
  now: number,
): string[] {
  const [from, to] = [Date.parse(requestedAt), Date.parse(expiresAt)];
  return [
    ...(to <= now ? [`has expired, at ${expiresAt}`] : []),
    ...(from > now + CLOCK_SKEW_MS ? [`was made at ${requestedAt}, which is still to come`] : []),
    ...(to - from > durationMs(validFor)
      ? [`holds for ${renderDuration(to - from)}, where ${validFor} is the most`]
      : []),
  ];
}

function askerProblems({ requester }: ApprovalRequest, requested: CheckedSignature | null): string[] {
  if (requested === null) return [`has no signature of ${requester}, who asked`];
  if ("problem" in requested) return [`is not signed as it must be: its signature ${requested.problem}`];
  const { names } = requested.signer;
  return names.includes(requester) ? [] : [`names ${requester}, but is signed by ${names.join(", ")}`];
}

/** Which of the fields that a class of change needs are not said. */
export function missingFields<Field extends keyof ApprovalRequest>(
  said: Readonly<Record<Field, unknown>>,
  fields: readonly Field[],
): Field[] {
  return fields.filter((field) => said[field] === null);
}
