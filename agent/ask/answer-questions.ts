import type { Notifications } from "../notify/open-notifications.ts";
import type { AnswerTo, Asked, Question } from "./questions.ts";

/** What an agent answers, as a function of a question. */
export function answerQuestions({ notifier, test }: Notifications): (question: Question) => Promise<AnswerTo<Asked>> {
  return async (question) => {
    if (notifier === undefined) return null;
    switch (question.ask) {
      case "notify-status":
        return notifier.status();
      case "ack":
        return { acknowledged: notifier.ack(question.id, question.by, question.reason) };
      case "notify-test":
        return test(question.channel, question.by);
    }
  };
}
