/** Path of the input that a violation is about: what stands before its first colon and space. */
export function violationPath(message: string): string {
  const path = /^(\S+): /.exec(message)?.[1];
  return path ?? "";
}
