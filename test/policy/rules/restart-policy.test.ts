import { restartPolicy } from "../../../policy/rules/restart-policy.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_NUMBER, UNKNOWN_TEXT } from "../judge.ts";

const policy = (got: string) => [`restart: must be a policy that restarts, got ${got}. Set "unless-stopped".`];
const retries = (got: string) => [
  `maxRetryCount: must be at least 1 with "on-failure", got ${got}. Set how often to try.`,
];

describeContainerRule(restartPolicy, {
  accepts: [
    ["always", { restart: "always" }],
    ["unless-stopped", { restart: "unless-stopped" }],
    ["on-failure with a bound", { restart: "on-failure", maxRetryCount: 1 }],
    ["a policy that a preview does not know", { restart: UNKNOWN_TEXT }],
    ["a bound that a preview does not know", { restart: "on-failure", maxRetryCount: UNKNOWN_NUMBER }],
  ],
  refuses: [
    ["no policy", { restart: undefined }, policy("nothing")],
    ["no", { restart: "no" }, policy('"no"')],
    ["an empty policy", { restart: "" }, policy('""')],
    ["on-failure without a bound", { restart: "on-failure" }, retries("nothing")],
    ["on-failure with a bound of zero, which is none", { restart: "on-failure", maxRetryCount: 0 }, retries("0")],
  ],
});
