/** What a rule reported: Pulumi puts the rule's description on a line before it. */
export function violationText(message: string, description: string): string {
  const text = message.trim();
  return text.startsWith(`${description}\n`) ? text.slice(description.length + 1) : text;
}
