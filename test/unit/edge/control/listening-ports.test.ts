import { expect, test } from "vitest";
import { parseTcpTable } from "../../../../edge/control/listening-ports.ts";

test("finds listening ports, tells loopback from the rest, and leaves out Docker's DNS and connections", () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue
   0: 0B00007F:9E1D 00000000:0000 0A 00000000:00000000
   1: 0100007F:0BB8 00000000:0000 0A 00000000:00000000
   2: 0300A8C0:0BB8 0200A8C0:D431 01 00000000:00000000
  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 0:0
`;
  expect(parseTcpTable(table)).toEqual([
    { port: 3000, loopback: true },
    { port: 8080, loopback: false },
  ]);
});
