/** Whether a host name or an address, port or not, is this very machine: `127.0.0.1:5000`, `localhost`, `[::1]:8081`. */
export function isLoopback(address: string): boolean {
  const host = address.replace(/:\d+$/, "").toLowerCase();
  return host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
