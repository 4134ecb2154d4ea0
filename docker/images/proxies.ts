import { execFile } from "node:child_process";
import { promisify } from "node:util";

const VARIABLES = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

/** The proxies of this environment, or else the one apt uses on this machine; empty when there is none. */
export async function proxyVariables(): Promise<Record<string, string>> {
  const found = VARIABLES.flatMap((name) => {
    const value = process.env[name];
    return value === undefined || value === "" ? [] : [[name, value] as const];
  });
  if (found.length > 0) return Object.fromEntries(found);
  const apt = await promisify(execFile)("apt-config", ["shell", "PROXY", "Acquire::http::Proxy"]).catch(
    () => undefined,
  );
  const proxy = /^PROXY='(http.*)'$/m.exec(apt?.stdout ?? "")?.[1];
  return proxy === undefined ? {} : { http_proxy: proxy };
}
