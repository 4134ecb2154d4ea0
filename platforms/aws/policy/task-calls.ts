import type { Calls } from "./own-calls.ts";
import type { Scope } from "./scopes.ts";

/** Pulls from ECR. `GetAuthorizationToken` knows no resource, and which repository an image is in says its release. */
export const PULL = [
  "ecr:GetAuthorizationToken",
  "ecr:BatchCheckLayerAvailability",
  "ecr:GetDownloadUrlForLayer",
  "ecr:BatchGetImage",
];
export const WRITE_LOG = ["logs:CreateLogStream", "logs:PutLogEvents"];
export const READ_SECRET = "secretsmanager:GetSecretValue";

/** What ECS calls to start the tasks of a stack. The role of one color may do less: its release names one secret. */
export const STARTING_TASKS: Calls = {
  ...at("everything", PULL),
  ...at("logStreams", WRITE_LOG),
  ...at("secrets", [READ_SECRET]),
};

function at(scope: Scope, actions: readonly string[]): Calls {
  return Object.fromEntries(actions.map((action) => [action, scope]));
}
