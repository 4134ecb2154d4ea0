import type Docker from "dockerode";

/** The clock of an engine's host, in Unix milliseconds. */
export async function hostTime(docker: Docker): Promise<number> {
  const info: unknown = await docker.info();
  const time =
    typeof info === "object" && info !== null && "SystemTime" in info ? Date.parse(String(info.SystemTime)) : NaN;
  if (Number.isNaN(time)) throw new Error("the host does not tell its time");
  return time;
}
