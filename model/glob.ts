/** Whether a text matches a pattern in which `*` stands for any characters. */
export function matchesGlob(pattern: string, text: string): boolean {
  const expression = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${expression.join(".*")}$`, "s").test(text);
}
