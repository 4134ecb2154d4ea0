import { privateMountPropagation } from "../../../policy/rules/private-mount-propagation.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_OBJECT, UNKNOWN_TEXT } from "../judge.ts";

const mount = (bindOptions: unknown) => ({ type: "bind", source: "/srv/shop", target: "/x", bindOptions });

describeContainerRule(privateMountPropagation, {
  accepts: [
    ["no mounts", { mounts: undefined }],
    ["a mount that says nothing of it", { mounts: [mount(undefined)] }],
    ...["private", "rprivate", ""].map(
      (propagation) => [`"${propagation}"`, { mounts: [mount({ propagation })] }] as const,
    ),
    ["a value that a preview does not know", { mounts: [mount({ propagation: UNKNOWN_TEXT })] }],
    ["options that a preview does not know", { mounts: [mount(UNKNOWN_OBJECT)] }],
    ["mounts that a preview does not know", { mounts: UNKNOWN_LIST }],
  ],
  refuses: ["shared", "rshared", "slave", "rslave", "anything else"].map(
    (propagation) =>
      [
        `"${propagation}"`,
        { mounts: [mount(UNKNOWN_OBJECT), mount({ propagation })] },
        [`mounts.1.bindOptions.propagation: must be "private" or "rprivate", got "${propagation}". Remove it.`],
      ] as const,
  ),
});
