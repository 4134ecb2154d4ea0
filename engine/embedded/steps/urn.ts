import type { StackId } from "../../../model/names.ts";

export const STACK_TYPE = "pulumi:pulumi:Stack";
const PROVIDER_PREFIX = "pulumi:providers:";

/** `urn:pulumi:<stack>::<project>::<types of the parents>$<type>::<name>`, as Pulumi builds it. */
export function renderUrn(id: StackId, type: string, name: string, parent: string | undefined): string {
  const parentType = parent === undefined ? STACK_TYPE : qualifiedType(parent);
  const qualified = parentType === STACK_TYPE ? type : `${parentType}$${type}`;
  return `urn:pulumi:${id.stack}::${id.project}::${qualified}::${name}`;
}

export function urnName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** `Container shop-blue-0`: what messages call a resource. */
export function describeUrn(urn: string): string {
  const word = qualifiedType(urn).split(":").at(-1) ?? "";
  return `${word} ${urnName(urn)}`;
}

/** `container`: the last word of a type, as the names of fail points carry it. */
export function shortType(type: string): string {
  return (type.split(":").at(-1) ?? type).toLowerCase();
}

/** `docker` of `pulumi:providers:docker`; undefined for any other type. */
export function providerPackage(type: string): string | undefined {
  return type.startsWith(PROVIDER_PREFIX) ? type.slice(PROVIDER_PREFIX.length) : undefined;
}

/** The URN of a provider reference `urn::id`. */
export function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}

function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}
