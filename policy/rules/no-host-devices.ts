import { cisDocker } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

const LISTS = ["devices", "deviceRequests", "deviceCgroupRules"];

/** No device of the host in a container. A GPU is one: a service that needs it says so with an exception. */
export const noHostDevices: Rule = {
  id: "no-host-devices",
  title: "No host devices",
  group: "containers",
  description: "No container is given a device of the host, GPUs included.",
  rationale:
    "Behind a device there is a driver in the kernel: a disk can be read past every permission, a bug owns the host.",
  severity: "high",
  framework: cisDocker("5.18", "Ensure that host devices are not directly exposed to containers."),
  remediation: "Remove the device. For a GPU, ask for an exception that names the service and its owner.",
  example: { refused: "devices: [{ hostPath: /dev/sda }]", accepted: "devices: []" },
  judges: [CONTAINER],
  judge: (resource) => {
    const gpus = inputOf(resource, "gpus");
    return [
      ...LISTS.flatMap((list) => inputOf(resource, list).items()).map(
        ({ path }) => `${path}: must not give the container a device of the host. Remove it.`,
      ),
      ...(gpus.text === undefined || gpus.text === ""
        ? []
        : [`${gpus.path}: must not give the container a device of the host, got ${gpus.got}. Remove it.`]),
    ];
  },
};
