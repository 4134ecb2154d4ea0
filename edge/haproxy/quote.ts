/**
 * A user's value as one word of the proxy's config: strong quotes, in which nothing has a meaning. Throws for what no
 * quoting can hold, which the schemas let nowhere through.
 */
export function quote(value: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\x00-\x1f\x7f]/.test(value)) throw new Error(`no line of a config can hold ${JSON.stringify(value)}`);
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
