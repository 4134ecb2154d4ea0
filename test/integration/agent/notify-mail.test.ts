import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo, Server } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { EVENTS } from "../../support/notify-events.ts";
import { newFolder, stageNotifier } from "./notifier.ts";

const PASSWORD = "p4ss-9f8e7d6c";

interface MailServer {
  port: number;
  mails: { user: string | undefined; to: string[]; text: string; isSecure: boolean }[];
  /** Passwords that it was told. */
  passwords: string[];
}

/** A certificate for 127.0.0.1 that signs itself. */
function newCertificate(): { key: string; cert: string } {
  const folder = newFolder();
  const files = { key: join(folder, "key.pem"), cert: join(folder, "cert.pem") };
  const subject = ["-subj", "/CN=mail.test", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
  const output = ["-keyout", files.key, "-out", files.cert];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  execFileSync("openssl", ["req", "-x509", ...key, ...subject, ...output], { stdio: "ignore" });
  return { key: readFileSync(files.key, "utf8"), cert: readFileSync(files.cert, "utf8") };
}

async function startMailServer(options: SMTPServerOptions): Promise<MailServer> {
  const mails: MailServer["mails"] = [];
  const passwords: string[] = [];
  const server = new SMTPServer({
    onAuth({ username, password }, _session, done) {
      passwords.push(password ?? "");
      if (password === PASSWORD) done(null, { user: username ?? "" });
      else done(new Error(`Invalid login of ${username} with ${password}`));
    },
    onData(stream, session, done) {
      void text(stream).then((content) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const user = typeof session.user === "string" ? session.user : undefined;
        mails.push({ user, to, text: content, isSecure: session.secure });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined); // a client that does not trust it ends the handshake
  return { port: await listen(server.server), mails, passwords };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port; // it listens on a port, not on a pipe
}

function stageMail(port: number, channel: object, options: { password?: string; deadline?: () => AbortSignal } = {}) {
  const { password = PASSWORD, ...more } = options;
  const mail = {
    type: "email",
    host: "127.0.0.1",
    port,
    from: "tidegate@example.com",
    to: ["ops@example.com"],
    ...channel,
  };
  return stageNotifier({ settings: { channels: { mail }, language: "zh" }, secrets: { PASSWORD: password }, ...more });
}
const LOGIN = { user: "tidegate", passwordSecretName: "PASSWORD" };
const problemOf = ({ notifier }: ReturnType<typeof stageMail>) => notifier.status().channels[0]?.lastFailure?.problem;

describe("a mail", () => {
  it.each(["starttls", "implicit"])("gets through by %s, with a login", async (tls) => {
    const { key, cert } = newCertificate();
    const server = await startMailServer({ key, cert, secure: tls === "implicit" });
    const stage = stageMail(server.port, { tls, ca: cert, ...LOGIN, to: ["ops@example.com", "ada@example.com"] });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(stage.notifier.status().channels).toMatchObject([{ waiting: 0, lastFailure: null }]);
    expect(server.mails).toMatchObject([
      { user: "tidegate", to: ["ops@example.com", "ada@example.com"], isSecure: true },
    ]);
    const [mail] = server.mails;
    expect(mail?.text).toMatch(/^Message-ID: <msg_[0-9a-f]{32}@example\.com>\r$/m);
    expect(mail?.text).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(mail?.text).not.toContain(PASSWORD);
  });

  it("needs no login where the server wants none", async () => {
    const server = await startMailServer({ authOptional: true, disabledCommands: ["STARTTLS", "AUTH"] });
    const stage = stageMail(server.port, { tls: "none" });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(server.mails).toMatchObject([{ to: ["ops@example.com"], isSecure: false }]);
  });

  it("is not sent, nor is the password, where the server does not offer TLS", async () => {
    const server = await startMailServer({ disabledCommands: ["STARTTLS"], allowInsecureAuth: true });
    const stage = stageMail(server.port, LOGIN);
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(problemOf(stage)).toMatch(/^it has not taken the mail \(ETLS\): /);
    expect(server.passwords).toEqual([]);
    expect(server.mails).toEqual([]);
  });

  it("is not sent to a server whose certificate nobody vouches for", async () => {
    const server = await startMailServer({ ...newCertificate() });
    const stage = stageMail(server.port, { ...LOGIN, ca: newCertificate().cert });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(problemOf(stage)).toMatch(/^it has not taken the mail \(\w+\): .*self-signed certificate/);
    expect(server.passwords).toEqual([]);
  });

  it("says that the login is wrong, without the password", async () => {
    const { key, cert } = newCertificate();
    const server = await startMailServer({ key, cert });
    const stage = stageMail(server.port, { ca: cert, ...LOGIN }, { password: "wr0ng-5a4b3c2d" });
    stage.notifier.notify(EVENTS["rolled-back"]);
    await stage.workAfter(0);
    expect(problemOf(stage)).toBe("it has not taken the mail (EAUTH): 535 Invalid login of tidegate with ***");
  });

  it("that hangs is left when its time is up", async () => {
    const connected = Promise.withResolvers<void>();
    const port = await listen(createServer(() => connected.resolve()));
    const deadline = new AbortController();
    const stage = stageMail(port, { tls: "none" }, { deadline: () => deadline.signal });
    stage.notifier.notify(EVENTS["rolled-back"]);
    const work = stage.workAfter(0);
    await connected.promise;
    deadline.abort();
    await work;
    expect(problemOf(stage)).toBe("it has not answered in time");
  });
});
