import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { readConfig } from "../lib/config";
import { checkFiles } from "../lib/engine-secrets";
import { keepLog } from "./app-log.mjs";
import type { Settings } from "./check-environment.mjs";
import { lastLines, startChild } from "./child.mjs";
import { signalOwnChildren } from "./own-children.mjs";
import { step } from "./steps.mjs";
import { Trouble } from "./trouble.mjs";
import { isStopping, undoLater } from "./undo.mjs";

const READY_WITHIN_SECONDS = 120;

type Serving = {
  root: string;
  logDir: string;
  settings: Settings;
  /** Remembers the app's process, so that a later start can end it should this one be killed. */
  recordApp: (pid: number) => void;
};

/** Starts the demo, unless another engine is named, then the app; answers only by throwing, when a part of it ends. */
export async function serve({ root, logDir, settings, recordApp }: Serving): Promise<never> {
  const { promise: crash, reject: crashed } = breakable();
  const own: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(settings.port),
    HOST: settings.host,
    DATA_DIR: settings.dataDir,
    ADR_DIR: settings.adrDirs.join(delimiter),
    SLO_DIR: settings.sloDirs.join(delimiter),
    COSTS_DIR: settings.costsDir ?? "",
    ANONYMOUS_READ: settings.anonymousRead ? "on" : "off",
    ENGINES_FILE: settings.enginesFile ?? "",
  };
  checkWithTheApp(own);

  let env = own;
  if (!settings.prometheusUrl && !settings.enginesFile)
    await step("demo", async (say) => {
      const onCrash = (line: string) => crashed(new Trouble(line));
      const demo = await runDemo({ dataDir: settings.dataDir, appPort: settings.port, env: own, say, onCrash });
      env = {
        ...own,
        PROMETHEUS_URL: demo.prometheusUrl,
        GENERATED_HISTORY: demo.historyFile,
        SLO_DIR: own.SLO_DIR || demo.sloDir,
        COSTS_DIR: own.COSTS_DIR || join(root, "docs/adr"),
        PLUMBLINE_DEMO: "1",
      };
    });

  const url = addressOf(settings);
  const logFile = join(logDir, "plumbline.log");
  await step("app", async () => {
    const next = join(root, "node_modules/next/dist/bin/next");
    const args = [next, "start", "-p", String(settings.port), "-H", settings.host];
    const { child, exited } = startChild(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    keepLog(child, logFile, (notice) => console.log(`  app        ${notice}`));
    if (child.pid) recordApp(child.pid);
    let ready = false;
    exited.then(({ code, signal }) => {
      const how = `ended with ${signal ?? `code ${code}`}`;
      const detail = ready ? "" : lastLines(readFileSync(logFile, "utf8"));
      crashed(new Trouble(`The app ${how}${ready ? "" : " before it served"}; its log is ${logFile}`, { detail }));
    });
    await Promise.race([answersReady(`${url}/-/ready`, logFile), crash]);
    ready = true;
  });
  if (!settings.anonymousRead)
    console.log(
      "Reading is closed to people who are not signed in: ANONYMOUS_READ=on npm start opens it to all who reach this address",
    );
  await printLinks(root, url, env);
  console.log(`Ready on ${url}`);
  return crash;
}

/** How somebody becomes the first admin, and the demo's editor. */
async function printLinks(root: string, url: string, env: NodeJS.ProcessEnv) {
  const origin = env.PUBLIC_URL ? new URL(env.PUBLIC_URL).origin : url;
  const program = join(root, "scripts/one-time-links.ts");
  const { child, exited } = startChild(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", program, origin, "start"],
    { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] },
  );
  let out = "";
  let err = "";
  child.stdout?.on("data", (text: Buffer) => {
    out += text.toString();
  });
  child.stderr?.on("data", (text: Buffer) => {
    err += text.toString();
  });
  const { code } = await exited;
  if (out !== "") process.stdout.write(out);
  if (code !== 0 && !isStopping())
    console.log(`The one-time links could not be made (${lastLines(err)}): npm run link -- --admin tries again`);
}

/** A promise that only ever breaks; what breaks it while nobody waits is not an error of its own. */
function breakable() {
  let reject: (trouble: Trouble) => void = () => {};
  const promise = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  promise.catch(() => {});
  return { promise, reject };
}

function checkWithTheApp(env: NodeJS.ProcessEnv) {
  try {
    const { prometheusAccess, namedEngines } = readConfig(env);
    for (const access of [prometheusAccess, ...(namedEngines ?? []).map((engine) => engine.access)])
      checkFiles(access, new Date());
  } catch (error) {
    throw new Trouble((error as Error).message);
  }
}

async function runDemo(options: {
  dataDir: string;
  appPort: number;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
  onCrash: (line: string) => void;
}) {
  const { startDemo } = await import("../storefront/demo");
  const starting = startDemo(options);
  undoLater({ end: () => endDemo(starting), atOnce: () => signalOwnChildren("SIGKILL") });
  try {
    return await starting;
  } catch (error) {
    if (isStopping()) throw error;
    throw new Trouble(`The demo did not start: ${(error as Error).message}`);
  }
}

/** A demo that is still starting tells nothing of its programs yet; without them its start fails, and it ends the rest. */
async function endDemo(starting: Promise<{ stop(): Promise<void> }>) {
  const hurry = setInterval(() => signalOwnChildren("SIGTERM"), 300);
  const demo = await starting.catch(() => null).finally(() => clearInterval(hurry));
  await demo?.stop();
}

async function answersReady(url: string, logFile: string) {
  const deadline = performance.now() + READY_WITHIN_SECONDS * 1000;
  let last = "no answer";
  while (performance.now() < deadline) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
      if (answer.ok) return;
      last = `status ${answer.status}`;
    } catch {
      last = "no answer";
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Trouble(
    `The app was not ready within ${READY_WITHIN_SECONDS} s (${last} from ${url}); its log is ${logFile}`,
  );
}

/** Where a browser on this machine finds it. */
function addressOf({ host, port }: Settings) {
  const everywhere = host === "0.0.0.0" || host === "::";
  return `http://${everywhere ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host}:${port}`;
}
