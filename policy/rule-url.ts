/** Where a rule is explained, beside the text of the pack. */
export function ruleUrl(id: string): string {
  return `docs/policies.md#${id}`;
}
