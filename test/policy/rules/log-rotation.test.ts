import { logRotation } from "../../../policy/rules/log-rotation.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_OBJECT, UNKNOWN_TEXT } from "../judge.ts";

const driver = (got: string) => [
  `logDriver: must name a driver that keeps logs, got ${got}. Set "json-file" and \`logOpts\`.`,
];
const bound = (name: string, got: string, example: string) =>
  `logOpts.${name}: must bound the log files, got ${got}. Write it like "${example}".`;
const size = (got: string) => bound("max-size", got, "10m");
const file = (got: string) => bound("max-file", got, "3");

describeContainerRule(logRotation, {
  accepts: [
    ["files of bounded size and number", { logDriver: "json-file", logOpts: { "max-size": "10m", "max-file": "3" } }],
    ["the smallest bounds", { logDriver: "local", logOpts: { "max-size": "1", "max-file": "1" } }],
    ["a driver that sends logs elsewhere", { logDriver: "journald", logOpts: undefined }],
    ["a driver that a preview does not know", { logDriver: UNKNOWN_TEXT, logOpts: undefined }],
    ["options that a preview does not know", { logOpts: UNKNOWN_OBJECT }],
    ["bounds that a preview does not know", { logOpts: { "max-size": UNKNOWN_TEXT, "max-file": UNKNOWN_TEXT } }],
  ],
  refuses: [
    ["no driver", { logDriver: undefined }, driver("nothing")],
    ["an empty driver", { logDriver: "" }, driver('""')],
    ["no logs at all", { logDriver: "none" }, driver('"none"')],
    ["no options", { logOpts: undefined }, [size("nothing"), file("nothing")]],
    ["no options of the other driver", { logDriver: "local", logOpts: {} }, [size("nothing"), file("nothing")]],
    ["no number", { logOpts: { "max-size": "10m" } }, [file("nothing")]],
    ["no size beside a number that is not known", { logOpts: { "max-file": UNKNOWN_TEXT } }, [size("nothing")]],
    ...["-1", "0", "0m", "10 MB", ""].map(
      (text) =>
        [`the size "${text}"`, { logOpts: { "max-size": text, "max-file": "3" } }, [size(`"${text}"`)]] as const,
    ),
    ...["0", "-1", "few"].map(
      (text) =>
        [`the number "${text}"`, { logOpts: { "max-size": "10m", "max-file": text } }, [file(`"${text}"`)]] as const,
    ),
  ],
});
