/** The services of each group, by the name of the group and their own. */
export function groupsOf<Service extends { group?: string | undefined }>(
  services: Readonly<Record<string, Service>>,
): Record<string, Record<string, Service>> {
  const groups: Record<string, Record<string, Service>> = {};
  for (const [name, service] of Object.entries(services)) {
    if (service.group !== undefined) (groups[service.group] ??= {})[name] = service;
  }
  return groups;
}
