import { noHostDevices } from "../../../policy/rules/no-host-devices.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const says = (path: string) => [`${path}: must not give the container a device of the host. Remove it.`];

describeContainerRule(noHostDevices, {
  accepts: [
    ["no devices", { devices: undefined, gpus: undefined }],
    ["empty lists", { devices: [], deviceRequests: [], deviceCgroupRules: [], gpus: "" }],
    ["limits on a device's speed, which open none", { deviceReadBps: [{ path: "/dev/sda", rate: 1 }] }],
    ["lists that a preview does not know", { devices: UNKNOWN_LIST, deviceRequests: UNKNOWN_LIST }],
    ["GPUs that a preview does not know", { gpus: UNKNOWN_TEXT }],
  ],
  refuses: [
    ["a device", { devices: [{ hostPath: "/dev/sda" }] }, says("devices.0")],
    ["one whose path is not known", { devices: [{ hostPath: UNKNOWN_TEXT }] }, says("devices.0")],
    ["a request for devices", { deviceRequests: [{ driver: "nvidia", count: 1 }] }, says("deviceRequests.0")],
    ["a rule that allows devices", { deviceCgroupRules: ["c 189:* rmw"] }, says("deviceCgroupRules.0")],
    ["GPUs", { gpus: "all" }, ['gpus: must not give the container a device of the host, got "all". Remove it.']],
  ],
});
