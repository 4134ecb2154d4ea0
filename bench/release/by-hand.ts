import { join } from "node:path";
import { removeAll } from "../../test/support/remove-all.ts";
import { demoImage, type DemoVersion } from "../../test/support/images.ts";
import { assertDone } from "../../test/support/environment.ts";
import { runProcess } from "../../test/support/run-process.ts";
import { createBenchHost } from "../flip/bench-host.ts";
import { whenInterrupted } from "../flip/interrupted.ts";
import type { ReleaseWay } from "./way.ts";

const SCRIPT = join(import.meta.dirname, "by-hand.sh");
const PORT = 8080;

const NGINX = `daemon off;
pid /tmp/nginx.pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
  access_log off;
  client_max_body_size 0;
  client_body_temp_path /tmp/body; proxy_temp_path /tmp/proxy; fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi; scgi_temp_path /tmp/scgi;
  include /tmp/app.conf;
  server {
    listen ${PORT};
    location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://app; }
  }
}
`;

/** nginx in front of one container, and `by-hand.sh`. */
export async function startByHand(): Promise<ReleaseWay> {
  const host = await createBenchHost();
  const { docker, network } = host;
  const remove = async () => {
    await removeAll(docker, network);
    await host.remove();
  };
  whenInterrupted(remove);
  let count = 0;
  const name = () => `${network}-app${count}`;
  try {
    await host.run({ name: "app0", image: demoImage("v1") });
    const env = { NGINX, APP: `upstream app { server ${name()}:3000; keepalive 64; }` };
    const start = 'printf %s "$NGINX" >/tmp/nginx.conf; printf %s "$APP" >/tmp/app.conf; exec nginx -c /tmp/nginx.conf';
    const proxy = await host.run({ name: "proxy", command: ["sh", "-c", start], env, publish: PORT });
    const release = async (version: DemoVersion) => {
      const old = name();
      count += 1;
      const change = { NETWORK: network, PROXY: proxy.id, OLD: old, NEW: name(), IMAGE: demoImage(version) };
      const ran = await runProcess("sh", [SCRIPT], {
        cwd: import.meta.dirname,
        env: { ...process.env, ...change },
        timeoutMs: 120_000,
      });
      return { elapsedMs: assertDone(ran, "the release by hand").elapsedMs, phases: null };
    };
    return { name: "`docker run` and an nginx reload", url: `http://127.0.0.1:${proxy.port}`, release, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
