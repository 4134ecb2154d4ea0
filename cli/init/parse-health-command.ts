/** What an image's own health check asks for, where it asks by HTTP on its own machine; empty where it asks otherwise. */
export function parseHealthCommand(test: readonly string[]): { port?: number; path?: string } {
  const [kind, ...words] = test;
  if (kind !== "CMD" && kind !== "CMD-SHELL") return {};
  const address = /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d{1,5}))?(\/[^\s"'`;|&)<>]*)?/.exec(
    words.join(" "),
  );
  if (address === null) return {};
  const [, port, path] = address;
  const isPlain = path === undefined || !path.includes("$");
  return { ...(port === undefined ? {} : { port: Number(port) }), ...(isPlain ? { path: path ?? "/" } : {}) };
}
