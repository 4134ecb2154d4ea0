import type { Guard } from "../../model/guard.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import { FALSE_ALARM } from "./evidence.ts";
import { judgeAgainstLimit } from "./judge-against-limit.ts";
import { judgeAgainstOther } from "./judge-against-other.ts";
import { judgeFailedChecks } from "./judge-failed-checks.ts";
import { judgeFlapping } from "./judge-flapping.ts";
import { watch, type GuardLook, type Watched } from "./look.ts";
import { isAskedAt, questionsOf, type Question } from "./questions.ts";

/**
 * What each rule of a guard says at this moment. It may be asked as often as anybody likes: the promise, less than 1 false alarm in
 * 1,000 releases, is for all looks at a release and all rules on answers together. Once the color has all traffic there is
 * nothing to compare it with, and only limits are judged.
 */
export function evaluate(guard: Guard, look: GuardLook): GuardVerdict[] {
  const watched = watch(look, guard);
  const questions = questionsOf(guard);
  const risk = FALSE_ALARM / questions.length;
  const verdicts = questions
    .filter((question) => isAskedAt(look.share, question))
    .map((question) => judge(watched, question, risk));
  return [
    ...verdicts,
    ...(guard.failedChecks === null ? [] : [judgeFailedChecks(look, guard.failedChecks)]),
    ...(guard.flapping === null ? [] : [judgeFlapping(look, guard.flapping)]),
  ];
}

function judge(watched: Watched, question: Question, risk: number): GuardVerdict {
  const { above } = question;
  if (question.against === "other" || above === undefined) return judgeAgainstOther(watched, question, risk);
  return judgeAgainstLimit(watched, question, above, risk);
}
