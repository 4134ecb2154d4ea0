import type { Color } from "../../model/color.ts";
import { startPlainProxy } from "./plain-proxy.ts";
import type { Way } from "./way.ts";

const START = "nginx -c /tmp/nginx.conf";

/** nginx that is told by a file tested per request. */
export function startNginxFlagFile(): Promise<Way> {
  return startPlainProxy({
    name: "nginx, flag file",
    files: { "nginx.conf": renderNginx("set $pool blue; if (-f /tmp/green) { set $pool green; }") },
    start: START,
    flip: (color) => (color === "green" ? "touch /tmp/green" : "rm /tmp/green"),
  });
}

/** nginx that is told by a changed config and a reload. */
export function startNginxReload(): Promise<Way> {
  return startPlainProxy({
    name: "nginx, reload",
    files: { "nginx.conf": renderNginx("include /tmp/active.conf;"), "active.conf": renderActive("blue") },
    start: START,
    flip: (color) => `echo '${renderActive(color)}' > /tmp/active.conf; nginx -c /tmp/nginx.conf -s reload`,
  });
}

function renderActive(color: Color): string {
  return `set $pool ${color};`;
}

function renderNginx(choose: string): string {
  return `daemon off;
worker_processes 1;
pid /tmp/nginx.pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000;
  client_body_temp_path /tmp/body; proxy_temp_path /tmp/proxy; fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi; scgi_temp_path /tmp/scgi;
  upstream blue { server blue:3000; keepalive 64; keepalive_requests 1000000; }
  upstream green { server green:3000; keepalive 64; keepalive_requests 1000000; }
  server {
    listen 8080;
    ${choose}
    location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://$pool; }
  }
}
`;
}
