/**
 * Where a test makes this process die as if its machine had lost power: `TIDEGATE_FAIL_POINT=<name>` kills it with
 * SIGKILL at the point of that name. Every effect of ours has one before and one after it (CONTRIBUTING.md says where they are listed).
 */
export function failPoint(name: string): void {
  if (process.env["TIDEGATE_FAIL_POINT"] === name) process.kill(process.pid, "SIGKILL");
}
