import { boolean, map, set, string, type Property, type ResourceTable, type Table } from "../schema/property.ts";
import { labelsProperty } from "./labels.ts";

const fixed = (kind: Property["kind"], more: Partial<Property> = {}): Property => ({
  kind,
  change: "replaces",
  read: "yes",
  ...more,
});

const ipamFields: Table = {
  subnet: fixed(string()),
  ipRange: fixed(string()),
  gateway: fixed(string()),
};

export const networkTable: ResourceTable = {
  type: "docker:index/network:Network",
  deleteBeforeReplace: true,
  properties: {
    name: fixed(string(), { required: true, note: "no automatic names" }),
    labels: labelsProperty,
    driver: fixed(string(), { reported: true }),
    options: fixed(map, { reported: true }),
    internal: fixed(boolean, { reported: true }),
    attachable: fixed(boolean),
    ingress: fixed(boolean),
    ipv6: fixed(boolean),
    ipamDriver: fixed(string(), { default: "default" }),
    ipamOptions: fixed(map),
    ipamConfigs: fixed(set(ipamFields), { reported: true }),
  },
};
