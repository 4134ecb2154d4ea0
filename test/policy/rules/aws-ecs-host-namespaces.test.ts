import { awsEcsHostNamespaces } from "../../../policy/rules/aws-ecs-host-namespaces.ts";
import { describeAwsRule, task } from "../aws-resources.ts";
import { UNKNOWN_TEXT } from "../judge.ts";

const OWN = 'must not be the instance\'s own, got "host".';

describeAwsRule(awsEcsHostNamespaces, {
  accepts: [
    ["a network of the task's own", task()],
    ["modes left out", task({}, { networkMode: undefined })],
    ["processes shared within the task", task({}, { pidMode: "task", ipcMode: "task", networkMode: "bridge" })],
    [
      "modes that a preview cannot know",
      task({}, { pidMode: UNKNOWN_TEXT, ipcMode: UNKNOWN_TEXT, networkMode: UNKNOWN_TEXT }),
    ],
  ],
  refuses: [
    ["the instance's processes", task({}, { pidMode: "host" }), [`pidMode: ${OWN} Remove it.`]],
    ["the instance's shared memory", task({}, { ipcMode: "host" }), [`ipcMode: ${OWN} Remove it.`]],
    ["the instance's network", task({}, { networkMode: "host" }), [`networkMode: ${OWN} Use "awsvpc".`]],
    [
      "all that is known beside what is not",
      task({}, { pidMode: UNKNOWN_TEXT, ipcMode: "host", networkMode: "host" }),
      [`ipcMode: ${OWN} Remove it.`, `networkMode: ${OWN} Use "awsvpc".`],
    ],
  ],
});
