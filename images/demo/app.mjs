// The demo app: a small shop that tests and the demo release blue/green. Plain Node.js, no packages.
//
//   /  /version  /healthz  /slow?ms=2000  /events?ms=500&count=0  /secret/<name>  POST /upload  websocket echo at /ws
//
// PORT              where it listens, 3000
// APP_NAME          what its pages call it, shop
// APP_VERSION       from the image
// APP_START_DELAY   ms between start and listening, 0
// APP_DRAIN         ms that open streams may go on after SIGTERM, 5000
// APP_BREAK         how it misbehaves: see BREAKS
// APP_ERRORS        share of its pages that it answers with 500, 0 to 1, while its health check is well; 0
// APP_ERROR_LINES   share of its pages for which it logs a line of level ERROR, though it answers them well; 0
// APP_DELAY         ms by which all its pages come late, 0
// APP_LEAK          KiB of memory that it keeps for each page, 0
// APP_CRASH_AFTER   so many pages after each start it ends with exit code 7; 0 for never
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

const BREAKS = {
  crash: "ends right after its start with exit code 7",
  refuse: "never listens",
  loopback: "listens inside its own container only",
  hang: "accepts connections and answers nothing",
  slow: "answers the health check after 10 s",
  "wrong-path": "has no health check at /healthz (404)",
  unhealthy: "answers the health check with 503",
  errors: "is healthy, but answers every page with 500",
};

/** A replica that was just serving goes on for so long while its health check is red, so that the proxy leaves first. */
const LAME_DUCK_MS = 1500;

const { PORT = "3000", APP_NAME = "shop", APP_VERSION = "0", APP_BREAK = "" } = process.env;
const startDelayMs = Number(process.env.APP_START_DELAY ?? 0);
const errorShare = Number(process.env.APP_ERRORS ?? 0);
const errorLineShare = Number(process.env.APP_ERROR_LINES ?? 0);
const delayMs = Number(process.env.APP_DELAY ?? 0);
const leakKiB = Number(process.env.APP_LEAK ?? 0);
const crashAfter = Number(process.env.APP_CRASH_AFTER ?? 0);
const drainMs = Number(process.env.APP_DRAIN ?? 5000);
const me = `${APP_NAME} ${APP_VERSION} from ${hostname()}\n`;
const identity = { name: APP_NAME, version: APP_VERSION, hostname: hostname() };

const streams = new Set(); // functions that end an open stream in good order
let stopping = false;
let servedAt = 0;
let pages = 0;
const leaked = [];

const server = createServer(answer);
server.on("upgrade", openWebSocket);
server.keepAliveTimeout = 90_000; // longer than any proxy keeps an idle connection, so that the proxy is first to close
server.headersTimeout = 95_000;
server.requestTimeout = 0; // slow uploads are allowed

log(`${me.trim()} starts on port ${PORT}${APP_BREAK && `; broken on purpose: ${BREAKS[APP_BREAK]}`}`);
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, stop);
await sleep(startDelayMs);
if (APP_BREAK === "crash") {
  log("FATAL: cannot read the price list: connection refused");
  process.exit(7);
}
if (APP_BREAK === "refuse") setInterval(() => {}, 60_000);
else server.listen(Number(PORT), APP_BREAK === "loopback" ? "127.0.0.1" : undefined, () => log("ready"));

function answer(request, response) {
  if (APP_BREAK === "hang") return;
  const url = new URL(request.url, "http://app");
  response.setHeader("X-Version", APP_VERSION);
  if (stopping) response.setHeader("Connection", "close");
  if (url.pathname === "/healthz") return answerHealth(response);
  servedAt = Date.now();
  ail();
  if (delayMs > 0) setTimeout(answerPage, delayMs, url, request, response);
  else answerPage(url, request, response);
}

/** What is wrong with it that no answer shows. */
function ail() {
  pages += 1;
  if (leakKiB > 0) leaked.push(Buffer.alloc(leakKiB * 1024, "tidegate"));
  if (Math.random() < errorLineShare) log("the price list is a day old", { level: "ERROR" });
  if (pages === crashAfter) {
    log("FATAL: the price list is gone");
    process.exit(7);
  }
}

function answerPage(url, request, response) {
  if (APP_BREAK === "errors" || Math.random() < errorShare) return send(response, 500, "the price list is empty\n");
  if (url.pathname === "/") return send(response, 200, me);
  if (url.pathname === "/version") return send(response, 200, identity);
  if (url.pathname === "/slow") return setTimeout(send, number(url, "ms", 2000), response, 200, me);
  if (url.pathname === "/upload") return countBytes(request, response);
  if (url.pathname === "/events") return streamEvents(response, number(url, "ms", 500), number(url, "count", 0));
  if (url.pathname.startsWith("/secret/")) return answerSecret(response, url.pathname.slice("/secret/".length));
  return send(response, 404, "no such page\n");
}

function answerHealth(response) {
  if (APP_BREAK === "wrong-path") return send(response, 404, "no such page\n");
  if (APP_BREAK === "unhealthy") return send(response, 503, "the price list is not loaded yet\n");
  if (APP_BREAK === "slow") return setTimeout(send, 10_000, response, 200, "ok\n");
  return stopping ? send(response, 503, "stopping\n") : send(response, 200, "ok\n");
}

function countBytes(request, response) {
  let bytes = 0;
  request.on("data", (chunk) => (bytes += chunk.length));
  request.on("end", () => send(response, 200, { ...identity, bytes }));
}

/** Server-sent events, numbered from 1, every `ms`; ends after `count` of them, never when that is 0. */
function streamEvents(response, ms, count) {
  let sent = 0;
  const timer = setInterval(next, ms);
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.on("close", () => {
    clearInterval(timer);
    streams.delete(end);
  });
  streams.add(end);
  next();

  function next() {
    sent += 1;
    response.write(`id: ${sent}\ndata: ${JSON.stringify(identity)}\n\n`);
    if (sent === count) end();
  }

  function end() {
    clearInterval(timer);
    response.end("event: end\ndata: {}\n\n");
  }
}

/** Proves that the app can read a secret file without telling what is in it. */
function answerSecret(response, name) {
  if (!/^[A-Za-z0-9][\w.-]*$/.test(name)) return send(response, 404, "no such secret\n");
  try {
    send(
      response,
      200,
      createHash("sha256")
        .update(readFileSync(`/run/secrets/${name}`))
        .digest("hex"),
    );
  } catch (error) {
    send(response, 404, `${error.code}\n`);
  }
}

/** RFC 6455: answers every text or binary frame with the same content, in frames of at most 64 KiB without continuation. */
function openWebSocket(request, socket) {
  if (APP_BREAK === "errors" || !request.url.startsWith("/ws")) return socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
  const accept = createHash("sha1")
    .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Version: ${APP_VERSION}\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const end = () => socket.end(renderFrame(8, Buffer.from([0x03, 0xe9]))); // 1001, going away
  streams.add(end);
  socket.on("close", () => streams.delete(end));
  socket.on("error", () => socket.destroy());
  let received = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (let frame = parseFrame(received); frame; frame = parseFrame(received)) {
      received = received.subarray(frame.size);
      servedAt = Date.now();
      if (frame.opcode === 8) socket.end(renderFrame(8, frame.payload));
      else if (frame.opcode !== 10) socket.write(renderFrame(frame.opcode === 9 ? 10 : frame.opcode, frame.payload));
    }
  });
}

function parseFrame(bytes) {
  if (bytes.length < 6) return undefined;
  const short = bytes[1] & 0x7f;
  const maskAt = short === 126 ? 4 : 2;
  if (bytes.length < maskAt + 4) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  const size = maskAt + 4 + length;
  if (bytes.length < size) return undefined;
  const mask = bytes.subarray(maskAt, maskAt + 4);
  const payload = Buffer.from(bytes.subarray(maskAt + 4, size)).map((byte, index) => byte ^ mask[index % 4]);
  return { opcode: bytes[0] & 0x0f, payload, size };
}

function renderFrame(opcode, payload) {
  const head = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...head]), payload]);
}

/** Finishes what is in flight, ends streams after the drain, then exits. Whoever sent SIGTERM bounds the time. */
async function stop(signal) {
  if (APP_BREAK !== "") process.exit(0);
  if (stopping) return;
  stopping = true;
  log(`${signal}: stopping, ${streams.size} streams open`);
  setTimeout(() => streams.forEach((end) => end()), drainMs).unref();
  if (Date.now() - servedAt < LAME_DUCK_MS) await sleep(LAME_DUCK_MS);
  server.close(() => process.exit(0));
  server.closeIdleConnections();
}

function send(response, status, body) {
  const text = typeof body === "string" ? body : `${JSON.stringify(body)}\n`;
  const type = typeof body === "string" ? "text/plain" : "application/json";
  response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(text) });
  response.end(text);
}

function number(url, name, otherwise) {
  const value = Number(url.searchParams.get(name) ?? otherwise);
  return Number.isFinite(value) && value >= 0 ? value : otherwise;
}

function log(message, fields = {}) {
  console.log(JSON.stringify({ time: new Date().toISOString(), ...fields, message }));
}
